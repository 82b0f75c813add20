package chat_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/chat"
)

const leave = "Urlaub wird sechs Wochen vorher beantragt.\nJeder Mitarbeiter hat 30 Tage Urlaub im Jahr.\nDie Kantine schließt um 14 Uhr."

func TestPassagesAnswer(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.put(leave, "Das Lager ist montags zu.")
	m, events := st.ask(t, "Wie viele Tage Urlaub hat ein Mitarbeiter?")
	if got := told(t, events); got != m.Text {
		t.Errorf("events say %q, message %q", got, m.Text)
	}
	if m.State != chat.StateDone || m.Model != chat.PassagesModel || m.Finish != chat.FinishStop {
		t.Errorf("ended as %s %s %s", m.State, m.Model, m.Finish)
	}
	if len(m.Citations) != 1 {
		t.Fatalf("citations: %+v", m.Citations)
	}
	c := m.Citations[0]
	if !strings.Contains(leave, c.Quote) || !strings.Contains(c.Quote, "30 Tage Urlaub") || c.Page != 2 || len(c.Boxes) == 0 {
		t.Errorf("citation: %+v", c)
	}
	if part := string([]rune(m.Text)[c.Start:c.End]); !strings.HasSuffix(part, "[1]") || !strings.HasPrefix(part, "„") {
		t.Errorf("the citation stands for %q", part)
	}
}

func TestNothingFound(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.put(leave)
	for question, want := range map[string]string{
		"Wo steht der Drucker?":       "nichts gefunden",
		"Where is the printer?":       "found nothing",
		"Où se trouve l'imprimante ?": "rien trouvé",
	} {
		if m, _ := st.ask(t, question); !strings.Contains(m.Text, want) || len(m.Citations) != 0 {
			t.Errorf("%s: %q", question, m.Text)
		}
	}
}

// TestNothingFoundYet holds that an answer without passages says when documents are still being read.
func TestNothingFoundYet(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	for pending, want := range map[int]string{1: "Ein Dokument wird noch gelesen", 7: "7 Dokumente werden noch gelesen"} {
		st.shelf.pending = pending
		if m, _ := st.ask(t, "Wo steht der Drucker?"); !strings.Contains(m.Text, "nichts gefunden") || !strings.Contains(m.Text, want) {
			t.Errorf("%d: %q", pending, m.Text)
		}
	}
}

func TestConversationsAreTheirOwners(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.put(leave)
	id := st.conversation(t)
	m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: "Wie viele Tage Urlaub gibt es?"}, nil)
	must(t, err)
	colleague := st.caller
	colleague.UserID = uuid.New()
	for name, p := range map[string]auth.Principal{"colleague": colleague, "other workspace": st.workspace(t)} {
		for what, call := range map[string]func() error{
			"find":     func() error { _, err := st.s.Find(t.Context(), p, id); return err },
			"messages": func() error { _, err := st.s.Messages(t.Context(), p, id, 0, ""); return err },
			"message":  func() error { _, err := st.s.FindMessage(t.Context(), p, id, m.ID); return err },
			"delete":   func() error { return st.s.Delete(t.Context(), p, id) },
			"cancel":   func() error { return st.s.Cancel(t.Context(), p, id, m.ID) },
			"events": func() error {
				return st.s.Events(t.Context(), p, id, m.ID, 0, func(chat.Event) error { return nil })
			},
			"ask": func() error {
				_, err := st.s.Ask(t.Context(), p, chat.AskInput{Conversation: id, Text: "x"}, nil)
				return err
			},
		} {
			if err := call(); fault.CodeOf(err) != fault.CodeNotFound {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
		if list, err := st.s.List(t.Context(), p, 0, ""); err != nil || len(list.Items) != 0 {
			t.Errorf("%s sees %v, %v", name, list, err)
		}
	}
	must(t, st.s.Delete(t.Context(), st.caller, id))
	if _, err := st.s.Find(t.Context(), st.caller, id); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("deleted, but %v", err)
	}
}

func TestTitleAndMessages(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.put(leave)
	id := st.conversation(t)
	long := "Wie viele Tage Urlaub hat ein Mitarbeiter, der erst im Laufe des Jahres angefangen hat und\nTeilzeit arbeitet?"
	for _, q := range []string{long, "Wann schließt die Kantine?"} {
		_, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: q}, nil)
		must(t, err)
	}
	c, err := st.s.Find(t.Context(), st.caller, id)
	must(t, err)
	if !strings.HasPrefix(long, strings.TrimSuffix(c.Title, "…")) || !strings.HasSuffix(c.Title, "…") || len([]rune(c.Title)) > 81 {
		t.Errorf("title %q", c.Title)
	}
	var roles []string
	cursor := ""
	for {
		p, err := st.s.Messages(t.Context(), st.caller, id, 3, cursor)
		must(t, err)
		for _, m := range p.Items {
			roles = append(roles, m.Role)
		}
		if cursor = p.NextCursor; cursor == "" {
			break
		}
	}
	if got := fmt.Sprint(roles); got != "[user assistant user assistant]" {
		t.Errorf("messages: %s", got)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	for name, text := range map[string]string{"empty": " \n", "nul": "\x00", "long": strings.Repeat("ä", chat.MaxQuestion+1)} {
		if _, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Text: text}, nil); fault.CodeOf(err) != fault.CodeValidation {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := st.s.Create(t.Context(), st.caller, strings.Repeat("x", chat.MaxTitle+1)); fault.CodeOf(err) != fault.CodeValidation {
		t.Errorf("long title: %v", err)
	}
	if _, err := chat.New(chat.Config{}); err == nil {
		t.Error("a service of nothing was made")
	}
}

func TestNothingIsKeptWithoutConversation(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.put(leave)
	m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Text: "Wie viele Tage Urlaub?"}, nil)
	must(t, err)
	if len(m.Citations) == 0 {
		t.Errorf("answer: %+v", m)
	}
	var n int
	must(t, st.pool.QueryRow(t.Context(), `SELECT count(*) FROM messages`).Scan(&n))
	if n != 0 {
		t.Errorf("%d messages kept", n)
	}
}

func TestFailingSearchIsKept(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.shelf.err = fault.New(fault.CodeUnavailable, "the index is away")
	var events []chat.Event
	id := st.conversation(t)
	m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: "Wann?"}, collect(&events))
	if fault.CodeOf(err) != fault.CodeUnavailable || m.State != chat.StateFailed || m.ErrorCode != "unavailable" {
		t.Errorf("got %+v, %v", m, err)
	}
	told(t, events)
	if last := events[len(events)-1]; last.Kind != chat.EventError || last.Code != "unavailable" || last.Detail != "the index is away" {
		t.Errorf("last event %+v", last)
	}
}

func TestHangUpKeepsThePart(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.put(leave)
	id, gone := st.conversation(t), errors.New("gone")
	m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: "Wie viele Tage Urlaub?"}, func(chat.Event) error { return gone })
	if !errors.Is(err, gone) || m.State != chat.StateCancelled || m.Text == "" {
		t.Errorf("got %+v, %v", m, err)
	}
	var events []chat.Event
	must(t, st.s.Events(t.Context(), st.caller, id, m.ID, 0, collect(&events)))
	if got := told(t, events); got != m.Text || events[len(events)-1].Message.State != chat.StateCancelled {
		t.Errorf("kept %q, message %q", got, m.Text)
	}
}

func TestResumeAfterTheEnd(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	st.put(leave)
	id, want := st.conversation(t), []chat.Event{}
	m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: "Wie viele Tage Urlaub?"}, collect(&want))
	must(t, err)
	for after := range len(want) + 1 {
		var got []chat.Event
		must(t, st.s.Events(t.Context(), st.caller, id, m.ID, int64(after), collect(&got)))
		if len(got) != len(want)-after {
			t.Fatalf("after %d: %d events", after, len(got))
		}
		for i, e := range got {
			if w := want[after+i]; e.ID != w.ID || e.Kind != w.Kind || e.Text != w.Text || fmt.Sprint(e.Citation) != fmt.Sprint(w.Citation) {
				t.Errorf("after %d: got %+v, want %+v", after, e, w)
			}
		}
	}
	again := []chat.Event{}
	m2, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: "Wie viele Tage Urlaub?", MessageID: m.ID}, collect(&again))
	must(t, err)
	if m2.Text != m.Text || len(again) != len(want) {
		t.Errorf("asked again under the same id: %q, %d events", m2.Text, len(again))
	}
}
