package chat_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/search"
)

// shelf is a searcher over passages, a workspace's own each. It gives all of them, in their order.
type shelf struct {
	mu      sync.Mutex
	by      map[uuid.UUID][]search.Hit
	queries []search.Query
	pending int // documents that are still being read
	err     error
}

func (s *shelf) Search(_ context.Context, p auth.Principal, q search.Query) (search.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queries = append(s.queries, q)
	return search.Result{Hits: s.by[p.WorkspaceID], Mode: search.ModeText, Pending: s.pending}, s.err
}

// stack is the service over a database of the test's own.
type stack struct {
	pool   *pgxpool.Pool
	shelf  *shelf
	dir    string
	s      *chat.Service
	caller auth.Principal
}

func newStack(t *testing.T, change func(*chat.Config)) *stack {
	t.Helper()
	st := &stack{pool: pgtest.Pool(t), dir: t.TempDir(), shelf: &shelf{by: map[uuid.UUID][]search.Hit{}}}
	st.caller = st.workspace(t)
	st.s = st.service(t, change)
	return st
}

// service is one more process's service over the same database.
func (st *stack) service(t *testing.T, change func(*chat.Config)) *chat.Service {
	t.Helper()
	d := chat.Config{DB: st.pool, Search: st.shelf}
	if change != nil {
		change(&d)
	}
	s, err := chat.New(d)
	must(t, err)
	return s
}

// workspace makes a workspace and gives a caller of it.
func (st *stack) workspace(t *testing.T) auth.Principal {
	t.Helper()
	w, err := db.New().InsertWorkspace(t.Context(), st.pool, db.InsertWorkspaceParams{WorkspaceID: uuid.Must(uuid.NewV7()), Name: "test"})
	must(t, err)
	return auth.Principal{WorkspaceID: w.ID, UserID: uuid.New(), Role: auth.Viewer, Scopes: []string{"documents:read", "invoices:read"}}
}

// put shelves passages of one page each, a line a span.
func (st *stack) put(texts ...string) {
	for _, text := range texts {
		h := search.Hit{ChunkID: uuid.New(), DocumentID: uuid.New(), Name: "paper.pdf", Page: 2, Text: text}
		at := 0
		for i, line := range strings.SplitAfter(text, "\n") {
			y := 0.1 * float64(i)
			h.Spans = append(h.Spans, search.Span{Start: at, End: at + len(line), Box: search.Box{Page: 2, X0: 0.1, Y0: y, X1: 0.9, Y1: y + 0.05}})
			at += len(line)
		}
		st.shelf.by[st.caller.WorkspaceID] = append(st.shelf.by[st.caller.WorkspaceID], h)
	}
}

func (st *stack) conversation(t *testing.T) uuid.UUID {
	t.Helper()
	c, err := st.s.Create(t.Context(), st.caller, "")
	must(t, err)
	return c.ID
}

// ask asks in a new conversation and gives the message and its events.
func (st *stack) ask(t *testing.T, question string) (chat.Message, []chat.Event) {
	t.Helper()
	var events []chat.Event
	m, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Conversation: st.conversation(t), Text: question}, collect(&events))
	must(t, err)
	return m, events
}

func collect(to *[]chat.Event) func(chat.Event) error {
	return func(e chat.Event) error {
		*to = append(*to, e)
		return nil
	}
}

// told is the text that the deltas make, after checking that ids count from 1 and that the last event ends the answer.
func told(t *testing.T, events []chat.Event) string {
	t.Helper()
	var b strings.Builder
	for i, e := range events {
		if e.ID != int64(i+1) {
			t.Fatalf("event %d has id %d", i+1, e.ID)
		}
		b.WriteString(e.Text)
		if ends := e.Kind == chat.EventDone || e.Kind == chat.EventError; ends != (i == len(events)-1) {
			t.Fatalf("event %d of %d is %s", i+1, len(events), e.Kind)
		}
	}
	return b.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
