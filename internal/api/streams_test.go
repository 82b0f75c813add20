package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/google/uuid"

	genv2 "github.com/docketapi/docket/gen/api/v2"
	v2 "github.com/docketapi/docket/internal/api/v2"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat"
)

// talker is a chat that answers with numbered deltas.
type talker struct {
	v2.Chat
	pieces  int           // of an answer
	release chan struct{} // nil, or what the second piece waits for
	hungUp  chan error    // gets what ended an answer before its end
	fail    error         // what an answer fails with after its pieces
	asked   sync.Map      // answer's id -> question
}

func (k *talker) ModelName() string { return "small-model" }

func (k *talker) Ask(ctx context.Context, _ auth.Principal, in chat.AskInput, emit func(chat.Event) error) (chat.Message, error) {
	m := chat.Message{ID: in.MessageID, ConversationID: in.Conversation, Role: chat.RoleAssistant, State: "done", CreatedAt: time.Unix(1, 0)}
	if m.ID == uuid.Nil {
		m.ID = uuid.Must(uuid.NewV7())
	}
	k.asked.Store(m.ID, in.Text)
	if emit == nil {
		emit = func(chat.Event) error { return nil }
	}
	for i := range int64(k.pieces) {
		if i == 1 && k.release != nil {
			select {
			case <-ctx.Done():
				k.hungUp <- context.Cause(ctx)
				return m, ctx.Err()
			case <-k.release:
			}
		}
		m.Text += fmt.Sprintf("%d ", i)
		if err := emit(chat.Event{ID: i + 1, MessageID: m.ID, Kind: chat.EventDelta, Text: fmt.Sprintf("%d ", i)}); err != nil {
			return m, err
		}
	}
	if k.fail != nil {
		return m, k.fail
	}
	return m, emit(chat.Event{ID: int64(k.pieces) + 1, MessageID: m.ID, Kind: chat.EventDone, Message: &m})
}

func (k *talker) Events(_ context.Context, _ auth.Principal, _, message uuid.UUID, after int64, emit func(chat.Event) error) error {
	for id := after + 1; id <= int64(k.pieces); id++ {
		if err := emit(chat.Event{ID: id, MessageID: message, Kind: chat.EventDelta, Text: "x"}); err != nil {
			return err
		}
	}
	return emit(chat.Event{ID: int64(k.pieces) + 1, MessageID: message, Kind: chat.EventDone})
}

func (k *talker) Complete(_ context.Context, _ auth.Principal, in chat.CompletionInput, emit func(chat.Event) error) (chat.Completion, error) {
	c := chat.Completion{Answer: chat.Answer{Text: "Three months [1].", Model: "small-model", Finish: "stop", Usage: chat.Usage{PromptTokens: 7, CompletionTokens: 4},
		Citations: []chat.Citation{{N: 1, DocumentID: uuid.MustParse(someID), Name: "lease.pdf", Page: 2, Quote: "three months", End: 17}}}}
	if in.Messages[len(in.Messages)-1].Content == "fail" {
		return c, fault.New(fault.CodeUnavailable, "the model is away")
	}
	if len(in.Tools) > 0 {
		c.Text, c.Finish, c.Citations = "", "tool_calls", nil
		c.ToolCalls = []llm.ToolCall{{ID: "call_1", Name: in.Tools[0].Name, Arguments: `{"city":"Kiel"}`}}
	}
	if emit != nil && c.Text != "" {
		for _, piece := range []string{"Three ", "months [1]."} {
			if err := emit(chat.Event{Kind: chat.EventDelta, Text: piece}); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

func version2(t *testing.T, k *talker) genv2.ServerInterface {
	t.Helper()
	s, err := v2.New(k)
	if err != nil {
		t.Fatal(err)
	}
	return s.Handlers()
}

// serveTalker serves version 2 over real sockets.
func serveTalker(t *testing.T, k *talker) string {
	t.Helper()
	server := httptest.NewServer(handlerOf(t, k))
	t.Cleanup(server.Close)
	return server.URL
}

const messages = "/v2/chatbot/conversations/" + someID + "/messages"

func ask(ctx context.Context, t *testing.T, url string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+messages, strings.NewReader(`{"message":"how long?"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer key-viewer")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	for i := 0; i+1 < len(header); i += 2 {
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

// events reads a stream of server-sent events to its end.
func events(t *testing.T, body io.Reader) []genv2.ChatEvent {
	t.Helper()
	var out []genv2.ChatEvent
	lines := bufio.NewScanner(body)
	id, name := "", ""
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			var e genv2.ChatEvent
			if err := json.Unmarshal([]byte(value), &e); err != nil {
				t.Fatalf("%s: %v", value, err)
			}
			if fmt.Sprint(e.ID) != id || string(e.Type) != name {
				t.Errorf("event %s %s holds %d %s", id, name, e.ID, e.Type)
			}
			out = append(out, e)
		}
	}
	return out
}

func TestTwoHundredStreamsLoseNothing(t *testing.T) {
	t.Parallel()
	const streams, pieces = 200, 40
	k := &talker{pieces: pieces, release: make(chan struct{})}
	url := serveTalker(t, k)
	open := make([]*http.Response, streams)
	for i := range open { // all are open at once: each has begun and waits for its second piece
		open[i] = ask(t.Context(), t, url)
	}
	close(k.release)
	var reading sync.WaitGroup
	for _, res := range open {
		reading.Go(func() {
			got := events(t, res.Body)
			if len(got) != pieces+1 || got[pieces].Type != genv2.ChatEventTypeDone {
				t.Errorf("%d events", len(got))
				return
			}
			for i, e := range got {
				if e.ID != int64(i)+1 {
					t.Errorf("event %d has the id %d", i, e.ID)
				}
			}
		})
	}
	reading.Wait()
}

func TestHangingUpStopsTheAnswer(t *testing.T) {
	t.Parallel()
	k := &talker{pieces: 2, release: make(chan struct{}), hungUp: make(chan error, 1)}
	ctx, hangUp := context.WithCancel(t.Context())
	res := ask(ctx, t, serveTalker(t, k))
	if _, err := res.Body.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	hangUp()
	select {
	case err := <-k.hungUp:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("ended by %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the answer goes on")
	}
}

func TestStreamThatFailsEndsWithAnErrorEvent(t *testing.T) {
	t.Parallel()
	url := serveTalker(t, &talker{pieces: 3, fail: fault.New(fault.CodeUnavailable, "the model is away")})
	got := events(t, ask(t.Context(), t, url).Body)
	if last := got[len(got)-1]; len(got) != 4 || last.Type != genv2.ChatEventTypeError || last.ID != 4 || *last.Code != "unavailable" || *last.Detail != "the model is away" {
		t.Errorf("ended with %+v", last)
	}
	secret := serveTalker(t, &talker{pieces: 1, fail: errors.New("password in a cause")})
	got = events(t, ask(t.Context(), t, secret).Body)
	if last := got[len(got)-1]; *last.Code != "internal" || strings.Contains(*last.Detail, "password") {
		t.Errorf("told %q", *last.Detail)
	}
}

func TestStreamThatNeverBeganIsAProblem(t *testing.T) {
	t.Parallel()
	res := ask(t.Context(), t, serveTalker(t, &talker{fail: fault.New(fault.CodeNotFound, "there is no such conversation")}))
	if res.StatusCode != http.StatusNotFound || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
}

func TestKeyNamesTheAnswer(t *testing.T) {
	t.Parallel()
	k := &talker{pieces: 1}
	url := serveTalker(t, k)
	var ids []uuid.UUID
	for _, key := range []string{"key-one1", "key-one1", "key-other", ""} {
		got := events(t, ask(t.Context(), t, url, "Idempotency-Key", key).Body)
		ids = append(ids, *got[0].MessageID)
	}
	if ids[0] != ids[1] || ids[1] == ids[2] || ids[3] == ids[0] || ids[0].Version() != 7 {
		t.Errorf("answers %v", ids)
	}
}

func TestFollowingGoesOnAfterTheLastEvent(t *testing.T) {
	t.Parallel()
	url := serveTalker(t, &talker{pieces: 5})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+messages+"/"+someID+"/events", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer key-viewer")
	r.Header.Set("Last-Event-ID", "3")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var ids []int64
	for _, e := range events(t, res.Body) {
		ids = append(ids, e.ID)
	}
	if !slices.Equal(ids, []int64{4, 5, 6}) {
		t.Errorf("got %v", ids)
	}
}

func dial(t *testing.T, url string, offers ...string) *websocket.Conn {
	t.Helper()
	conn, res, err := websocket.Dial(t.Context(), strings.Replace(url, "http", "ws", 1)+"/v2/chatbot/ws", &websocket.DialOptions{Subprotocols: offers})
	if err != nil {
		t.Fatalf("%v %v", err, res)
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	return conn
}

func TestSocketCarriesTheSameEvents(t *testing.T) {
	t.Parallel()
	conn := dial(t, serveTalker(t, &talker{pieces: 3}), "docket.chat", "bearer.key-viewer")
	if conn.Subprotocol() != "docket.chat" {
		t.Errorf("speaks %q", conn.Subprotocol())
	}
	for _, c := range []struct {
		command string
		want    []string
	}{
		{`{"type":"ask","conversation_id":"` + someID + `","message":"how long?"}`, []string{"1 delta", "2 delta", "3 delta", "4 done"}},
		{`{"type":"resume","conversation_id":"` + someID + `","message_id":"` + someID + `","after":2}`, []string{"3 delta", "4 done"}},
		{`{"type":"ask","conversation_id":"` + someID + `"}`, []string{"0 error"}},
		{`{"type":"dance","conversation_id":"` + someID + `"}`, []string{"0 error"}},
		{`not json`, []string{"0 error"}},
		{`{"type":"ask","type":"ask","conversation_id":"` + someID + `","message":"how long?"}`, []string{"0 error"}},
	} {
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(c.command)); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			var e genv2.ChatEvent
			if err := wsjson.Read(t.Context(), conn, &e); err != nil {
				t.Fatalf("%s: %v", c.command, err)
			}
			if got := fmt.Sprintf("%d %s", e.ID, e.Type); got != want {
				t.Errorf("%s: got %s, want %s", c.command, got, want)
			}
		}
	}
}

func TestClosingASocketStopsItsAnswers(t *testing.T) {
	t.Parallel()
	k := &talker{pieces: 2, release: make(chan struct{}), hungUp: make(chan error, 1)}
	conn := dial(t, serveTalker(t, k), "docket.chat", "bearer.key-viewer")
	if err := conn.Write(t.Context(), websocket.MessageText, []byte(`{"type":"ask","conversation_id":"`+someID+`","message":"how long?"}`)); err != nil {
		t.Fatal(err)
	}
	var first genv2.ChatEvent
	if err := wsjson.Read(t.Context(), conn, &first); err != nil {
		t.Fatal(err)
	}
	if err := conn.CloseNow(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-k.hungUp:
	case <-time.After(20 * time.Second):
		t.Error("the answer goes on")
	}
}

func TestSocketWantsAHandshakeAndACaller(t *testing.T) {
	t.Parallel()
	h := handler(t)
	if w := send(h, "GET", "/v2/chatbot/ws", ""); w.Code != http.StatusUpgradeRequired || w.Header().Get("Upgrade") != "websocket" {
		t.Errorf("without a handshake: %d", w.Code)
	}
	if w := send(h, "GET", "/v2/chatbot/ws", "", "Authorization", "", "Upgrade", "websocket", "Sec-WebSocket-Protocol", "docket.chat"); w.Code != http.StatusUnauthorized {
		t.Errorf("without a caller: %d", w.Code)
	}
}
