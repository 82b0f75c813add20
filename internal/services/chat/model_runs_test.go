package chat_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/chat"
)

// running starts an answer that does not end by itself and waits for its first events.
func (st *stack) running(ctx context.Context, t *testing.T, conversation uuid.UUID) (id uuid.UUID, ended <-chan chat.Message) {
	t.Helper()
	id = uuid.Must(uuid.NewV7())
	begun, out := make(chan struct{}), make(chan chat.Message, 1)
	var once sync.Once
	go func() {
		m, _ := st.s.Ask(ctx, st.caller, chat.AskInput{Conversation: conversation, Text: "Erzähle!", MessageID: id}, func(chat.Event) error {
			once.Do(func() { close(begun) })
			return nil
		})
		out <- m
	}()
	select {
	case <-begun:
	case <-time.After(10 * time.Second):
		t.Fatal("the answer did not begin")
	}
	return id, out
}

func wait[T any](t *testing.T, c <-chan T, what string) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(15 * time.Second):
		t.Fatal(what)
	}
	return v
}

func TestCancelFromAnotherProcess(t *testing.T) {
	t.Parallel()
	m := &script{}
	m.answers = append(m.answers, m.goesOn)
	st := newStack(t, withModel(m))
	conversation := st.conversation(t)
	id, ended := st.running(t.Context(), t, conversation)
	other := st.service(t, nil)
	followed := make(chan []chat.Event, 1)
	go func() {
		var events []chat.Event
		_ = other.Events(t.Context(), st.caller, conversation, id, 0, collect(&events))
		followed <- events
	}()
	must(t, other.Cancel(t.Context(), st.caller, conversation, id))
	answer := wait(t, ended, "the answer goes on")
	wait(t, m.stopped, "the model goes on")
	if answer.State != chat.StateCancelled || answer.Finish != chat.FinishCancelled || answer.Text == "" {
		t.Errorf("ended as %s: %q", answer.State, answer.Text)
	}
	events := wait(t, followed, "the other process still follows")
	if told(t, events) != answer.Text {
		t.Errorf("the other process read %d events", len(events))
	}
}

func TestFollowInThisProcess(t *testing.T) {
	t.Parallel()
	m := &script{}
	m.answers = append(m.answers, m.goesOn)
	st := newStack(t, withModel(m))
	conversation := st.conversation(t)
	ctx, hangUp := context.WithCancel(t.Context())
	id, ended := st.running(ctx, t, conversation)
	followed := make(chan []chat.Event, 3)
	for range 3 {
		go func() {
			var events []chat.Event
			_ = st.s.Events(t.Context(), st.caller, conversation, id, 0, func(e chat.Event) error {
				time.Sleep(time.Millisecond) // a slow reader
				return collect(&events)(e)
			})
			followed <- events
		}()
	}
	time.Sleep(50 * time.Millisecond)
	hangUp()
	answer := wait(t, ended, "the answer goes on")
	wait(t, m.stopped, "the model goes on")
	if answer.State != chat.StateCancelled {
		t.Errorf("ended as %s", answer.State)
	}
	for range 3 {
		if events := wait(t, followed, "a reader still waits"); told(t, events) != answer.Text {
			t.Errorf("a reader got %d events", len(events))
		}
	}
}

func TestDeletedConversationStopsTheModel(t *testing.T) {
	t.Parallel()
	m := &script{}
	m.answers = append(m.answers, m.goesOn)
	st := newStack(t, withModel(m))
	conversation := st.conversation(t)
	_, ended := st.running(t.Context(), t, conversation)
	must(t, st.s.Delete(t.Context(), st.caller, conversation))
	wait(t, m.stopped, "the model goes on")
	wait(t, ended, "the answer goes on")
}

func TestLostProcess(t *testing.T) {
	t.Parallel()
	st := newStack(t, nil)
	id := st.conversation(t)
	m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: id, Text: "Hallo?"}, nil)
	must(t, err)
	// as a process leaves it that is killed
	_, err = st.pool.Exec(t.Context(), `UPDATE messages SET state = 'running', seen_at = now() - interval '1 minute' WHERE id = $1`, m.ID)
	must(t, err)
	_, err = st.pool.Exec(t.Context(), `DELETE FROM message_events WHERE message_id = $1 AND kind = 'done'`, m.ID)
	must(t, err)
	var events []chat.Event
	must(t, st.s.Events(t.Context(), st.caller, id, m.ID, 0, collect(&events)))
	told(t, events)
	if last := events[len(events)-1]; last.Kind != chat.EventError || last.Code != string(fault.CodeWorkerLost) {
		t.Errorf("last event %+v", last)
	}
	must(t, st.s.Tidy(t.Context()))
	if m, err = st.s.FindMessage(t.Context(), st.caller, id, m.ID); err != nil || m.State != chat.StateFailed {
		t.Errorf("got %+v, %v", m, err)
	}
}
