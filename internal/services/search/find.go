package search

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
)

const (
	defaultLimit = 10
	// MaxLimit is how many hits a search gives at most.
	MaxLimit = 100
	// MaxQuestion is how many characters a question has at most.
	MaxQuestion = 4000
)

// Search finds the passages of the caller's workspace that answer a question best. Where vectors are asked for and cannot be
// had, it finds by words alone and says so. Errors: validation_failed, unavailable.
func (s *Service) Search(ctx context.Context, p auth.Principal, q Query) (Result, error) {
	q, err := checked(q)
	if err != nil {
		return Result{}, err
	}
	for n := 1; ; n++ {
		r, err := s.searchOnce(ctx, p.WorkspaceID, q)
		if !errors.Is(err, errMoved) || n == movesAtOnce {
			return r, err
		}
	}
}

// checked is a query with its defaults.
func checked(q Query) (Query, error) {
	if q.Mode == "" {
		q.Mode = ModeHybrid
	}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	switch {
	case q.Mode != ModeHybrid && q.Mode != ModeText && q.Mode != ModeVector:
		return q, fault.New(fault.CodeValidation, "the mode must be hybrid, text or vector").At("/mode", "must be hybrid, text or vector")
	case q.Limit < 1 || q.Limit > MaxLimit:
		return q, fault.New(fault.CodeValidation, "the limit must be 1 to %d", MaxLimit).At("/limit", "out of range")
	case strings.TrimSpace(q.Text) == "":
		return q, fault.New(fault.CodeValidation, "the query is empty").At("/query", "must not be empty")
	case utf8.RuneCountInString(q.Text) > MaxQuestion:
		return q, fault.New(fault.CodeValidation, "the query has more than %d characters", MaxQuestion).At("/query", "too long")
	}
	q.Text = postgres.Text(q.Text)
	return q, nil
}

func (s *Service) searchOnce(ctx context.Context, workspace uuid.UUID, q Query) (Result, error) {
	at, err := s.catalog.target(ctx, workspace)
	if err != nil {
		return Result{}, err
	}
	// Counted first: what becomes ready meanwhile may be found and counted, but is never neither.
	pending, err := s.catalog.pending(ctx, at, q.Filter)
	if err != nil {
		return Result{}, err
	}
	r, err := s.answer(ctx, at, q)
	r.Pending = pending
	return r, err
}

// answer searches for the best, or lists all that is asked for.
func (s *Service) answer(ctx context.Context, at target, q Query) (Result, error) {
	o := operators{words: q.Text}
	if q.Operators {
		o = parseOperators(q.Text)
	}
	if q.listing(o) {
		return s.list(ctx, at, q, o)
	}
	r, err := s.inMode(ctx, at, q)
	if err == nil && q.Count && r.Total > len(r.Hits) {
		r.NextCursor, err = q.cursor(len(r.Hits))
	}
	return r, err
}

// pending counts the documents that a search does not find because they are still being read.
func (c *Catalog) pending(ctx context.Context, at target, f vector.Filter) (int, error) {
	if f.Nothing() {
		return 0, nil
	}
	p := db.CountPendingDocumentsParams{WorkspaceID: at.workspace, GenerationID: at.generation.ID, DocumentIds: f.DocumentIDs}
	n, err := c.q.CountPendingDocuments(ctx, c.db, p)
	return int(n), postgres.Translate(err, "documents")
}

func (s *Service) inMode(ctx context.Context, at target, q Query) (Result, error) {
	if q.Mode == ModeText {
		return s.byWords(ctx, at, q)
	}
	if why := s.catalog.withoutVectors(at.generation); why != "" {
		return s.degraded(ctx, at, q, why)
	}
	if q.Mode == ModeVector {
		return s.byMeaning(ctx, at, q)
	}
	return s.byBoth(ctx, at, q)
}

// byWords is a search by words alone.
func (s *Service) byWords(ctx context.Context, at target, q Query) (Result, error) {
	r, err := s.rank(ctx, at, q.Text)
	if err != nil {
		return Result{}, err
	}
	best, err := s.best(ctx, at, r, q.Filter, q.Limit)
	if err != nil {
		return Result{}, err
	}
	hits, err := s.hits(ctx, at, best, r.found)
	return Result{Hits: hits, Mode: ModeText, Total: min(r.Len(), Listed)}, err
}

// degraded is byWords where vectors were asked for.
func (s *Service) degraded(ctx context.Context, at target, q Query, why string) (Result, error) {
	r, err := s.byWords(ctx, at, q)
	r.Degraded, r.Detail = true, "found by words alone: "+why
	return r, err
}

// withoutVectors tells why a generation cannot be searched by meaning now; "" when it can.
func (c *Catalog) withoutVectors(g db.IndexGeneration) string {
	switch {
	case c.embedder == nil && c.missing != "":
		return c.missing
	case c.embedder == nil:
		return "there is no embedding model; `make models` adds one, and so do the settings DOCKET_EMBEDDINGS_*"
	case c.vectors == nil:
		return "there is no vector engine; see the setting DOCKET_VECTOR_URL"
	case g.Embedder == "":
		return "the index has no vectors yet; they are built in the background when a worker starts, or by POST /v1/admin/reindex"
	case !c.embedsFor(g):
		return "the index has the vectors of another model or engine; it is built anew in the background when a worker starts, or by POST /v1/admin/reindex"
	}
	return ""
}

// filterBatches are how many of the best chunks are held against a filter, one number after the other while too few pass,
// before it is asked for all that pass.
var filterBatches = []int{100, 1000}

// best gives the k best chunks by words that pass the filter.
func (s *Service) best(ctx context.Context, at target, r ranking, f vector.Filter, k int) ([]scored, error) {
	if r.Len() == 0 || f.Nothing() {
		return nil, nil
	}
	if f.Empty() { // fewer than k: a chunk has been deleted since the postings were read
		return s.passing(ctx, at, r, f, k)
	}
	if f.DocumentIDs == nil {
		for _, n := range filterBatches {
			list, err := s.passing(ctx, at, r, f, n)
			if err != nil || len(list) >= k || r.Len() <= n {
				return list[:min(k, len(list))], err
			}
		}
	}
	rows, err := s.catalog.q.PassingChunks(ctx, s.catalog.db, filterParams(at, f, nil))
	if err != nil {
		return nil, postgres.Translate(err, "chunks")
	}
	ids := make(map[uint32]uuid.UUID, len(rows))
	for _, row := range rows {
		ids[uint32(row.Number)] = row.ID
	}
	top := r.Top(k, func(n uint32) bool { return ids[n] != uuid.Nil })
	out := make([]scored, len(top))
	for i, t := range top {
		out[i] = scored{ids[t.Number], t.Number, t.Score}
	}
	return out, nil
}

// passing gives those of the n best chunks that pass the filter.
func (s *Service) passing(ctx context.Context, at target, r ranking, f vector.Filter, n int) ([]scored, error) {
	top := r.Top(n, nil)
	numbers := make([]int32, len(top))
	for i, t := range top {
		numbers[i] = int32(t.Number) // it was one
	}
	rows, err := s.catalog.q.PassingChunks(ctx, s.catalog.db, filterParams(at, f, numbers))
	if err != nil {
		return nil, postgres.Translate(err, "chunks")
	}
	ids := make(map[uint32]uuid.UUID, len(rows))
	for _, row := range rows {
		ids[uint32(row.Number)] = row.ID
	}
	out := make([]scored, 0, len(rows))
	for _, t := range top {
		if id := ids[t.Number]; id != uuid.Nil {
			out = append(out, scored{id, t.Number, t.Score})
		}
	}
	return out, nil
}

func filterParams(at target, f vector.Filter, numbers []int32) db.PassingChunksParams {
	return db.PassingChunksParams{
		WorkspaceID: at.workspace, GenerationID: at.generation.ID, Numbers: numbers,
		DocumentIds: f.DocumentIDs, Languages: f.Languages, MediaTypes: f.MediaTypes,
		CreatedFrom: postgres.Ref(f.CreatedFrom), CreatedBefore: postgres.Ref(f.CreatedBefore),
	}
}

// hits reads chunks and cuts their snippets. A chunk that has gone meanwhile is left out.
func (s *Service) hits(ctx context.Context, at target, list []scored, found map[string]bool) ([]Hit, error) {
	ids := make([]uuid.UUID, len(list))
	for i, c := range list {
		ids[i] = c.id
	}
	chunks, err := s.catalog.chunksByID(ctx, at.workspace, at.generation.ID, ids)
	if err != nil {
		return nil, err
	}
	marks, err := s.marksOf(ctx, chunks, found)
	if err != nil {
		return nil, err
	}
	out := make([]Hit, 0, len(list))
	for _, l := range list {
		c, ok := chunks[l.id]
		if !ok {
			continue
		}
		h := Hit{
			ChunkID: c.ID, DocumentID: c.DocumentID, Name: c.Name, Page: c.Page, Language: c.Language, Text: c.Text, Spans: c.Spans, Score: l.score,
			Labelled: c.Labelled,
		}
		from, to := snippet(c, marks[c.ID])
		h.Snippet, h.Boxes = c.Text[from:to], boxes(c.Spans, from, to)
		h.Page = pageOf(c, marks[c.ID], from, to)
		out = append(out, h)
	}
	return out, nil
}
