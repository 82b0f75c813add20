package tasks_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// flat embeds every text alike, after telling of it.
type flat struct{ hear func() }

func (flat) ID() string      { return "flat" }
func (flat) Dimensions() int { return 3 }

func (f flat) Passages(_ context.Context, texts []string) ([][]float32, error) {
	f.hear()
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = []float32{1, 0, 0}
	}
	return out, nil
}

func (flat) Question(context.Context, string) ([]float32, error) { return []float32{1, 0, 0}, nil }

// TestReindexIsTakenOver lets a worker with a new model go silent in the middle of the reindex that its start has queued. The
// next one goes on, and the first one's late result does not count.
func TestReindexIsTakenOver(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	_, err := s.pool.Exec(t.Context(), `UPDATE workspaces SET is_default = (id = $1)`, s.caller.WorkspaceID)
	must(t, err)
	const documents = 100
	for i := range documents {
		s.indexed(t, fmt.Sprintf("Seite %d im Ordner", i))
	}
	silent, wake, late := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var calls atomic.Int32
	s.withEmbedder(t, flat{func() {
		if calls.Add(1) == 6 {
			close(silent)
			<-wake
			close(late)
		}
	}})
	s.startWorkers(t)
	<-silent
	moved, err := s.jobs.TakeOverAll(t.Context())
	must(t, err)
	if moved != 1 {
		t.Fatalf("moved %d jobs", moved)
	}
	installation := s.caller
	installation.Installation = true
	eventually(t, "the reindex", func() bool {
		list, err := s.jobs.List(t.Context(), installation, job.Filter{Kinds: []string{job.KindReindex}})
		must(t, err)
		return len(list.Items) == 1 && list.Items[0].State == job.Completed && list.Items[0].Attempt == 2
	})
	close(wake)
	<-late
	g, err := s.catalog.Generations(t.Context(), s.caller)
	must(t, err)
	if g[0].State != search.Live || g[0].Embedder != "flat" || g[0].Documents != documents || g[0].Chunks != documents {
		t.Errorf("generations: %+v", g)
	}
	r, err := s.search.Search(t.Context(), s.caller, search.Query{Text: "Ordner", Limit: 100})
	must(t, err)
	if len(r.Hits) != documents || r.Mode != search.ModeHybrid {
		t.Errorf("%d hits, %s: %s", len(r.Hits), r.Mode, r.Detail)
	}
}

// A panic comes again with each attempt at any job: there is one, logged once with its stack.
func TestPanicInAnyJobIsFinal(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	var out bytes.Buffer
	s.log = slog.New(slog.NewTextHandler(&out, nil))
	_, err := s.pool.Exec(t.Context(), `UPDATE workspaces SET is_default = (id = $1)`, s.caller.WorkspaceID)
	must(t, err)
	s.indexed(t, "Eine Seite im Ordner")
	var calls atomic.Int32
	s.withEmbedder(t, flat{func() {
		calls.Add(1)
		panic("a bug")
	}})
	w := s.newWorkers(t)
	must(t, w.Start(t.Context()))
	installation := s.caller
	installation.Installation = true
	var got job.Job
	eventually(t, "the reindex", func() bool {
		list, err := s.jobs.List(t.Context(), installation, job.Filter{Kinds: []string{job.KindReindex}})
		must(t, err)
		if len(list.Items) != 1 || !list.Items[0].State.Final() {
			return false
		}
		got = list.Items[0]
		return true
	})
	must(t, w.Stop(t.Context()))
	if got.State != job.Cancelled || got.Error == nil || got.Error.Code != "reading_failed" || got.Attempt != 1 || calls.Load() != 1 {
		t.Errorf("job %+v after %d calls", got, calls.Load())
	}
	if s := out.String(); strings.Count(s, "debug.Stack()") != 1 || !strings.Contains(s, "TestPanicInAnyJobIsFinal") {
		t.Errorf("logged: %s", s)
	}
}

// indexed adds a document of one chunk.
func (s *stack) indexed(t *testing.T, text string) {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := s.pool.Exec(t.Context(), `INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256)
		VALUES ($1, $2, 'a.txt', 'text/plain', 'text', 1, decode(md5($3) || md5($3), 'hex'))`, id, s.caller.WorkspaceID, text)
	must(t, err)
	must(t, s.writer.Index(t.Context(), search.Document{
		WorkspaceID: s.caller.WorkspaceID, ID: id, MediaType: "text/plain", Chunks: []chunking.Chunk{{Text: text, Language: "de"}},
		Commit: func(ctx context.Context, fn func(pgx.Tx) error) error { return postgres.Exec(ctx, s.pool, fn) },
	}))
}
