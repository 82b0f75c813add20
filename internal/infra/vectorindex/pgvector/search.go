package pgvector

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/core/vector"
)

const (
	// exactRows is the default of Engine.exactRows: so many comparisons take about as long as a search by the index that
	// skips other tenants' neighbours, and they miss nothing.
	exactRows = 10_000
	// leastEffort is the default of Engine.effort; pgvector's own 40 finds too few of the true ones.
	leastEffort = 200
	// mostEffort is pgvector's limit.
	mostEffort = 1000
	// mostVisits ends a search by the index whose filter lets too little through: an exact scan is then quicker.
	mostVisits = 40_000
)

// Nearest gives the K nearest that pass the filter, best first: fewer only when there are no more.
func (e *Engine) Nearest(ctx context.Context, q vector.Query) ([]vector.Neighbour, error) {
	if q.K < 1 {
		return nil, nil
	}
	w := where(q)
	if !q.Exact {
		few, err := e.few(ctx, q, w)
		if err != nil {
			return nil, err
		}
		if !few {
			found, err := e.approximate(ctx, q, w)
			if err != nil || len(found) == q.K {
				return found, err
			}
		}
	}
	return e.exact(ctx, q, w)
}

// few tells whether no more than exactRows pass the filter. It stops counting there.
func (e *Engine) few(ctx context.Context, q vector.Query, w conditions) (bool, error) {
	var n int
	sql := fmt.Sprintf(`SELECT count(*) FROM (SELECT FROM %s WHERE %s LIMIT %d) passing`, partition(q.Generation), w.sql, e.exactRows+1)
	err := e.db.QueryRow(ctx, sql, w.args...).Scan(&n)
	return n <= e.exactRows, translate(err)
}

func (e *Engine) exact(ctx context.Context, q vector.Query, w conditions) ([]vector.Neighbour, error) {
	question := w.bind(q.Vector) + "::real[]::vector"
	sql := fmt.Sprintf(`
SELECT chunk_id, 1 - (embedding <=> %[1]s) FROM %[2]s WHERE %[3]s
ORDER BY embedding <=> %[1]s, chunk_id LIMIT %[4]d`, question, partition(q.Generation), w.sql, q.K)
	rows, err := e.db.Query(ctx, sql, w.args...)
	if err != nil {
		return nil, translate(err)
	}
	return collect(rows)
}

// approximate asks the index, which goes on until enough pass the filter, and puts what it found into the exact order.
// The settings hold for the batch alone: without an explicit transaction it is one.
func (e *Engine) approximate(ctx context.Context, q vector.Query, w conditions) ([]vector.Neighbour, error) {
	batch := &pgx.Batch{}
	batch.Queue(searchSettings, strconv.Itoa(min(max(e.effort, 2*q.K), mostEffort)), strconv.Itoa(mostVisits))
	batch.Queue(byIndex(q, &w), w.args...)
	results := e.db.SendBatch(ctx, batch)
	defer results.Close()
	if _, err := results.Exec(); err != nil {
		return nil, translate(err)
	}
	rows, err := results.Query()
	if err != nil {
		return nil, translate(err)
	}
	return collect(rows)
}

// searchSettings make the planner take the index, which it holds for dearer than it is.
const searchSettings = `SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', $1, true),
    set_config('hnsw.max_scan_tuples', $2, true), set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`

// byIndex is the statement of a search by the index; it adds its arguments to w.
func byIndex(q vector.Query, w *conditions) string {
	conditions := w.sql
	question := w.bind(q.Vector) + "::real[]::vector"
	return fmt.Sprintf(`
WITH found AS MATERIALIZED (
    SELECT chunk_id, 1 - (embedding <=> %[1]s) AS similarity FROM %[2]s WHERE %[3]s
    ORDER BY embedding::halfvec(%[4]d) <=> %[1]s::halfvec(%[4]d) LIMIT %[5]d)
SELECT chunk_id, similarity FROM found ORDER BY similarity DESC, chunk_id`,
		question, partition(q.Generation), conditions, len(q.Vector), q.K)
}

// Similarities gives the exact similarity of the named chunks; those it does not hold are left out.
func (e *Engine) Similarities(ctx context.Context, s vector.Scope, question []float32, chunks []uuid.UUID) ([]vector.Neighbour, error) {
	if len(chunks) == 0 {
		return nil, nil
	}
	rows, err := e.db.Query(ctx, fmt.Sprintf(`
SELECT chunk_id, 1 - (embedding <=> $3::real[]::vector) FROM %s
WHERE generation_id = $1 AND workspace_id = $2 AND chunk_id = ANY($4)`, partition(s.Generation)), s.Generation, s.Workspace, question, chunks)
	if err != nil {
		return nil, translate(err)
	}
	return collect(rows)
}

func collect(rows pgx.Rows) ([]vector.Neighbour, error) {
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[vector.Neighbour])
	return out, translate(err)
}

// conditions is the filter in SQL, for the partition of the generation; it always names the workspace. The generation is
// left out: it is no part of the index that counts what passes.
type conditions struct {
	sql  string
	args []any
}

// bind adds an argument and gives its name in the statement.
func (c *conditions) bind(arg any) string {
	c.args = append(slices.Clip(c.args), arg)
	return "$" + strconv.Itoa(len(c.args))
}

func where(q vector.Query) conditions {
	var c conditions
	parts := []string{"workspace_id = " + c.bind(q.Workspace)}
	add := func(set bool, column string, arg any) {
		if set {
			parts = append(parts, fmt.Sprintf(column, c.bind(arg)))
		}
	}
	f := q.Filter
	add(f.DocumentIDs != nil, "document_id = ANY(%s)", f.DocumentIDs)
	add(f.Languages != nil, "language = ANY(%s)", f.Languages)
	add(f.MediaTypes != nil, "media_type = ANY(%s)", f.MediaTypes)
	add(!f.CreatedFrom.IsZero(), "created_at >= %s", f.CreatedFrom)
	add(!f.CreatedBefore.IsZero(), "created_at < %s", f.CreatedBefore)
	c.sql = strings.Join(parts, " AND ")
	return c
}
