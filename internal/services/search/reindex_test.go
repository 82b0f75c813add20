package search_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/vectorindex/pgvector"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search"
)

// with is another process over the same database, with other settings.
func (s *stack) with(tb testing.TB, c config) *stack {
	tb.Helper()
	if c.Embedder != nil {
		c.Vectors = pgvector.New(s.pool)
	}
	other := stackOver(tb, s.pool, c)
	other.caller = s.caller
	return other
}

// TestReindexIsTakenUpWhereItEnded kills a reindex in the middle while documents come, change and go, and runs it again.
func TestReindexIsTakenUpWhereItEnded(t *testing.T) {
	t.Parallel()
	queue := &rows{}
	old := newStack(t, config{})
	orders := job.NewOrders(old.pool, queue)
	jobs := jobsOf(t, orders)
	other := old.newCaller(t)
	var ids []uuid.UUID
	for i := range 150 {
		ids = append(ids, old.add(t, old.caller, "de", fmt.Sprintf("Rechnung nummer%d Hafen", i), "zweite Seite Anlage"))
	}
	foreign := old.add(t, other, "en", "harbour dues")
	chunk := chunkOf(t, old, "nummer3")

	model := &bag{id: "new model"}
	s := old.with(t, config{Jobs: orders, Config: search.Config{Embedder: model}})
	r, err := s.Search(t.Context(), s.caller, search.Query{Text: "nummer3"})
	must(t, err)
	if len(r.Hits) == 0 || r.Mode != search.ModeText || !r.Degraded || r.Detail == "" {
		t.Fatalf("before there are vectors: %+v", r)
	}
	started, err := s.StartReindex(t.Context(), s.caller, nil)
	must(t, err)
	if _, err := s.StartReindex(t.Context(), other, nil); fault.CodeOf(err) != fault.CodeConflict {
		t.Fatalf("a second one: %v", err)
	}

	// The first attempt ends in the middle, without a word.
	killed := errors.New("killed")
	model.before = func([]string) error {
		if model.texts.Load() > 150 {
			return killed
		}
		if r, err := s.Search(t.Context(), s.caller, search.Query{Text: "Hafen", Mode: search.ModeText}); err != nil || len(r.Hits) == 0 {
			t.Errorf("while it is built: %d hits, %v", len(r.Hits), err)
		}
		return nil
	}
	first, err := jobs.Begin(t.Context(), started.ID, queue.number(), false)
	must(t, err)
	if err := s.Reindex(t.Context(), first); !errors.Is(err, killed) {
		t.Fatalf("first attempt: %v", err)
	}
	copied := documentsIn(t, s, search.Building)
	if copied == 0 || copied >= 151 {
		t.Fatalf("the first attempt has copied %d documents", copied)
	}

	// What happens before the next one: a document more, one that changes on either side of the cut, and some go.
	model.before = nil
	added := s.add(t, s.caller, "de", "Rechnung neu Hafen")
	s.index(t, s.caller, ids[0], "de", "geändert vorn")
	s.index(t, s.caller, ids[149], "de", "geändert hinten")
	for _, gone := range []uuid.UUID{ids[1], ids[148]} {
		_, err := s.pool.Exec(t.Context(), `DELETE FROM documents WHERE id = $1`, gone)
		must(t, err)
	}
	embedded := model.texts.Load()
	second, err := jobs.Begin(t.Context(), started.ID, queue.number(), false)
	must(t, err)
	if err := first.Write(t.Context(), nil); !errors.Is(err, job.ErrLost) {
		t.Fatalf("the lost attempt may still write: %v", err)
	}
	must(t, s.Reindex(t.Context(), second))
	const sample = 40 // texts that the recall is measured with
	if again := model.texts.Load() - embedded; again > 2*(151-copied)+sample {
		t.Errorf("the second attempt has embedded %d texts with %d documents left", again, 151-copied)
	}

	g, err := s.Generations(t.Context(), s.caller)
	must(t, err)
	if len(g) != 2 || g[0].State != search.Live || g[0].Engine != "pgvector" || g[0].Embedder != "new model" || g[0].Dimensions != bagDimensions ||
		g[0].Documents != 150 || g[0].Chunks != chunksIn(t, s, g[0].ID) || g[1].State != search.Retired {
		t.Fatalf("generations: %+v", g)
	}
	if g[0].Recall == nil || *g[0].Recall < 0.95 {
		t.Errorf("recall: %v", g[0].Recall)
	}
	for q, want := range map[string]uuid.UUID{"nummer77": ids[77], "neu": added, "vorn": ids[0], "hinten": ids[149]} {
		for _, mode := range []search.Mode{search.ModeText, search.ModeHybrid} {
			r, err := s.Search(t.Context(), s.caller, search.Query{Text: q, Mode: mode})
			must(t, err)
			if len(r.Hits) == 0 || r.Hits[0].DocumentID != want || r.Mode != mode || r.Degraded {
				t.Errorf("%s, %s: %+v", q, mode, r)
			}
		}
	}
	if again := chunkOf(t, s, "nummer3"); again != chunk {
		t.Errorf("chunk %s has become %s", chunk, again)
	}
	if got := s.documents(t, other, search.Query{Text: "harbour", Mode: search.ModeVector}); !slices.Equal(got, []uuid.UUID{foreign}) {
		t.Errorf("the other workspace finds %v", got)
	}
	if got := s.documents(t, s.caller, search.Query{Text: "nummer148", Mode: search.ModeText}); len(got) != 0 {
		t.Errorf("a document that is gone is found: %v", got)
	}
	each(t, s, g[0].ID)

	// A process whose model has gone still finds.
	r, err = s.with(t, config{}).Search(t.Context(), s.caller, search.Query{Text: "nummer77"})
	must(t, err)
	if len(r.Hits) == 0 || !r.Degraded {
		t.Errorf("without the model: %+v", r)
	}
	_, err = s.pool.Exec(t.Context(), `UPDATE index_generations SET finished_at = finished_at - interval '1 h'`)
	must(t, err)
	must(t, s.Maintain(t.Context()))
	if g, err = s.Generations(t.Context(), s.caller); err != nil || len(g) != 1 {
		t.Errorf("after the grace: %+v, %v", g, err)
	}
	orphans(t, s)
	_, err = s.pool.Exec(t.Context(), `DELETE FROM workspaces WHERE id = $1`, other.WorkspaceID)
	must(t, err)
	orphans(t, s)
}

// orphans holds that what belongs to a workspace's part of a generation has gone with it.
func orphans(t *testing.T, s *stack) {
	t.Helper()
	for _, table := range []string{"index_postings", "index_words", "index_tails", "index_dead"} {
		var n int
		must(t, s.pool.QueryRow(t.Context(), `SELECT count(*) FROM `+table+` WHERE shard_id NOT IN (SELECT id FROM index_shards)`).Scan(&n))
		if n > 0 {
			t.Errorf("%d rows of %s belong to nothing", n, table)
		}
	}
}

// each holds that a generation has each document as often as it should: its chunks, its vectors and its figures agree.
func each(t *testing.T, s *stack, generation uuid.UUID) {
	t.Helper()
	var wrong, vectors, words, counted int64
	must(t, s.pool.QueryRow(t.Context(), `SELECT count(*) FROM index_documents d WHERE d.generation_id = $1
		AND d.chunks <> (SELECT count(*) FROM chunks c WHERE c.generation_id = $1 AND c.document_id = d.document_id)`, generation).Scan(&wrong))
	must(t, s.pool.QueryRow(t.Context(), `SELECT count(*) FROM chunks c FULL JOIN vectors v ON v.generation_id = c.generation_id AND v.chunk_id = c.id
		WHERE coalesce(c.generation_id, v.generation_id) = $1 AND (c.id IS NULL OR v.chunk_id IS NULL)`, generation).Scan(&vectors))
	must(t, s.pool.QueryRow(t.Context(), `SELECT coalesce(sum(words), 0) FROM chunks WHERE generation_id = $1`, generation).Scan(&words))
	must(t, s.pool.QueryRow(t.Context(), `SELECT coalesce(sum(words), 0) FROM index_shards WHERE generation_id = $1`, generation).Scan(&counted))
	if wrong > 0 || vectors > 0 || words != counted {
		t.Errorf("%d documents with other chunks, %d chunks or vectors alone, %d words counted as %d", wrong, vectors, words, counted)
	}
}

func chunksIn(t *testing.T, s *stack, generation uuid.UUID) (n int64) {
	t.Helper()
	must(t, s.pool.QueryRow(t.Context(), `SELECT count(*) FROM chunks WHERE generation_id = $1`, generation).Scan(&n))
	return n
}

func documentsIn(t *testing.T, s *stack, state search.State) int64 {
	t.Helper()
	list, err := s.Generations(t.Context(), s.caller)
	must(t, err)
	for _, g := range list {
		if g.State == state {
			return g.Documents
		}
	}
	return 0
}

func chunkOf(t *testing.T, s *stack, word string) uuid.UUID {
	t.Helper()
	r, err := s.Search(t.Context(), s.caller, search.Query{Text: word, Mode: search.ModeText})
	must(t, err)
	if len(r.Hits) == 0 {
		t.Fatalf("%s is not found", word)
	}
	return r.Hits[0].ChunkID
}

// TestRefresh queues one reindex when the model is another one, none when it is gone or the same.
func TestRefresh(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	s.add(t, s.caller, "de", "etwas")
	_, err := s.pool.Exec(t.Context(), `UPDATE workspaces SET is_default = true WHERE id = $1`, s.caller.WorkspaceID)
	must(t, err)
	queue := &rows{}
	orders := job.NewOrders(s.pool, queue)
	jobs := jobsOf(t, orders)
	must(t, s.with(t, config{Jobs: orders}).Refresh(t.Context()))
	if queue.number() != 0 {
		t.Fatal("a reindex without a reason")
	}
	changed := s.with(t, config{Jobs: orders, Config: search.Config{Embedder: &bag{id: "a"}}})
	must(t, changed.Refresh(t.Context()))
	must(t, changed.Refresh(t.Context()))
	if queue.number() != 1 {
		t.Fatalf("%d reindexes are queued", queue.number())
	}
	var id uuid.UUID
	must(t, s.pool.QueryRow(t.Context(), `SELECT id FROM jobs WHERE kind = 'reindex'`).Scan(&id))
	run, err := jobs.Begin(t.Context(), id, 1, false)
	must(t, err)
	must(t, changed.Reindex(t.Context(), run))
	must(t, changed.Refresh(t.Context()))
	must(t, s.with(t, config{Jobs: orders}).Refresh(t.Context()))
	if queue.number() != 1 {
		t.Fatalf("%d reindexes are queued", queue.number())
	}
}

// TestVectorsFail holds that a search answers when the model does not.
func TestVectorsFail(t *testing.T) {
	t.Parallel()
	model := &bag{id: "m"}
	s := newStack(t, config{}).with(t, config{Config: search.Config{Embedder: model}})
	want := s.add(t, s.caller, "de", "Mahnung")
	model.before = func([]string) error { return context.DeadlineExceeded }
	for _, mode := range []search.Mode{search.ModeHybrid, search.ModeVector} {
		r, err := s.Search(t.Context(), s.caller, search.Query{Text: "Mahnung", Mode: mode})
		must(t, err)
		if len(r.Hits) != 1 || r.Hits[0].DocumentID != want || r.Mode != search.ModeText || !r.Degraded || r.Detail == "" {
			t.Errorf("%s: %+v", mode, r)
		}
	}
}

func jobsOf(t *testing.T, orders *job.Orders) *job.Service {
	t.Helper()
	jobs, err := job.New(orders, nil)
	must(t, err)
	return jobs
}
