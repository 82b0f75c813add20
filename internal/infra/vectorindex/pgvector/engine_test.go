package pgvector

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/infra/vectorindex/vectortest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	vectortest.Run(t, 3000, func(t *testing.T) vectortest.Engine {
		t.Helper()
		e := New(pool)
		e.exactRows = 500 // so that the index has work among so few
		return e
	})
}

// filled is an engine with n items of a workspace in a generation of its own.
func filled(t *testing.T, n int) (*Engine, *pgxpool.Pool, vector.Scope, []vector.Item) {
	t.Helper()
	pool := pgtest.Pool(t)
	e := New(pool)
	s := vector.Scope{Generation: uuid.New(), Workspace: uuid.New()}
	if err := e.Prepare(t.Context(), s.Generation, 32); err != nil {
		t.Fatal(err)
	}
	items := vectortest.NewSpace(3, 32).Items(n)
	if err := e.Put(t.Context(), s, items); err != nil {
		t.Fatal(err)
	}
	return e, pool, s, items
}

// TestSearchTakesTheIndex holds statement and index together: with another expression the planner would compare every
// row, and nothing but the time would show it.
func TestSearchTakesTheIndex(t *testing.T) {
	t.Parallel()
	_, pool, s, items := filled(t, 200)
	q := vector.Query{Scope: s, Vector: items[0].Vector, K: 5, Filter: vector.Filter{Languages: []string{"de"}}}
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), searchSettings, "100", "1000"); err != nil {
		t.Fatal(err)
	}
	w := where(q)
	rows, err := tx.Query(t.Context(), "EXPLAIN "+byIndex(q, &w), w.args...)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !strings.Contains(strings.Join(plan, "\n"), "Index Scan using "+partition(s.Generation)+"_hnsw") {
		t.Errorf("%v\n%s", err, strings.Join(plan, "\n"))
	}
}

// TestIndexThatFallsShortIsCompleted lets the index give up early: a filter that hides the neighbourhood of the question.
func TestIndexThatFallsShortIsCompleted(t *testing.T) {
	t.Parallel()
	e, _, s, items := filled(t, 600)
	e.exactRows, e.effort = 5, 1
	rare := items[len(items)-1].DocumentID
	got, err := e.Nearest(t.Context(), vector.Query{Scope: s, Vector: items[0].Vector, K: 10, Filter: vector.Filter{DocumentIDs: []uuid.UUID{rare}}})
	if err != nil || len(got) != 10 {
		t.Errorf("%d of 10: %v", len(got), err)
	}
}

func TestVectorsGoWithTheirDocument(t *testing.T) {
	t.Parallel()
	e, pool, s, items := filled(t, 30)
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := pool.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`INSERT INTO workspaces (id, name) VALUES ($1, 'w')`, s.Workspace)
	for i := range 3 {
		exec(`INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256) VALUES ($1, $2, 'd', 'text/plain', 'text', 1, sha256($3))`,
			items[10*i].DocumentID, s.Workspace, items[10*i].DocumentID[:])
	}
	exec(`DELETE FROM documents WHERE id = $1`, items[0].DocumentID)
	if n, err := e.Count(t.Context(), s.Generation); err != nil || n != 20 {
		t.Errorf("after a document: %d, %v", n, err)
	}
	exec(`DELETE FROM workspaces WHERE id = $1`, s.Workspace)
	if n, err := e.Count(t.Context(), s.Generation); err != nil || n != 0 {
		t.Errorf("after the workspace: %d, %v", n, err)
	}
}

func TestDimensionsAreHeld(t *testing.T) {
	t.Parallel()
	e, _, s, items := filled(t, 10)
	for _, n := range []int{0, MaxDimensions + 1} {
		if err := e.Prepare(t.Context(), uuid.New(), n); fault.CodeOf(err) != fault.CodeValidation {
			t.Errorf("%d dimensions: %v", n, err)
		}
	}
	items[0].Vector = items[0].Vector[:16]
	if err := e.Put(t.Context(), s, items[:1]); err == nil {
		t.Error("a shorter vector is taken")
	}
	if _, err := e.Nearest(t.Context(), vector.Query{Scope: s, Vector: items[0].Vector, K: 1}); err == nil {
		t.Error("a shorter question is answered")
	}
}

// TestDropWhileOthersWork drops a generation while another one is searched and written.
func TestDropWhileOthersWork(t *testing.T) {
	t.Parallel()
	e, _, s, items := filled(t, 50)
	other := uuid.New()
	if err := e.Prepare(t.Context(), other, 8); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	done := make(chan error)
	go func() {
		for range 20 {
			if err := e.Put(ctx, s, items); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 2 {
		if err := e.Drop(ctx, other); err != nil {
			t.Error(err)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestServes(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{"0.8.0": true, "0.8.1": true, "0.10.0": true, "1.0": true, "0.7.4": false, "0.5": false, "": false} {
		if Serves(version) != want {
			t.Errorf("%q: %v", version, !want)
		}
	}
}
