package search

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// Sort is the order of hits.
type Sort string

// The orders. By relevance is the best first; the others go by when the document was uploaded.
const (
	SortRelevance Sort = "relevance"
	SortNewest    Sort = "-created_at"
	SortOldest    Sort = "created_at"
)

// Facet names a property that hits are counted by.
type Facet string

// The facets.
const (
	FacetKind     Facet = "kind"
	FacetLanguage Facet = "language"
)

// Count is how many hits have a value.
type Count struct {
	Value string
	Hits  int
}

// Listed is how many passages a search counts and pages through at most.
const Listed = 10_000

// candidateRow is a passage that may be a hit, with what lists go by.
type candidateRow struct {
	scored
	document       uuid.UUID
	language, kind string
	created        time.Time
	passages       int // of the document, when hits are grouped
}

// listing tells whether a query asks for more than its best passages.
func (q Query) listing(o operators) bool {
	return q.ByDocument || q.Sort != "" && q.Sort != SortRelevance || len(q.Facets) > 0 || q.Cursor != "" || !o.none() || q.Count && !q.Filter.Empty()
}

// list is a search whose hits are counted, grouped, put in another order or paged through.
func (s *Service) list(ctx context.Context, at target, q Query, o operators) (Result, error) {
	offset, err := q.offset()
	if err != nil {
		return Result{}, err
	}
	q.Text = o.words
	out, all, found, err := s.candidates(ctx, at, q, o)
	if err != nil {
		return Result{}, err
	}
	if all, err = s.verify(ctx, at, all, o); err != nil {
		return Result{}, err
	}
	if q.ByDocument {
		all = byDocument(all)
	}
	sortRows(all, q.Sort)
	out.Total, out.Facets = len(all), facets(all, q.Facets)
	end := min(offset+q.Limit, len(all))
	shown := all[min(offset, end):end]
	list := make([]scored, len(shown))
	passages := make(map[uuid.UUID]int, len(shown))
	for i, c := range shown {
		list[i] = c.scored
		passages[c.id] = c.passages
	}
	if out.Hits, err = s.hits(ctx, at, list, found); err != nil {
		return Result{}, err
	}
	for i, h := range out.Hits {
		out.Hits[i].Passages = passages[h.ChunkID]
	}
	if end < len(all) {
		out.NextCursor, err = q.cursor(end)
	}
	return out, err
}

// candidates are the passages that pass, the best first: those that words find, and by meaning the nearest among them.
func (s *Service) candidates(ctx context.Context, at target, q Query, o operators) (Result, []candidateRow, map[string]bool, error) {
	out := Result{Mode: ModeText}
	allowed, err := s.allow(ctx, at, o)
	if err != nil || q.Filter.Nothing() {
		return out, nil, nil, err
	}
	r, err := s.rank(ctx, at, q.Text)
	if err != nil {
		return out, nil, nil, err
	}
	var list []scored
	if q.Mode != ModeVector {
		for _, t := range r.All(Listed, allowed) {
			list = append(list, scored{number: t.Number, score: t.Score})
		}
	}
	rows, err := s.describe(ctx, at, q.Filter, list)
	if err != nil || q.Mode == ModeText {
		return out, rows, r.found, err
	}
	why := s.catalog.withoutVectors(at.generation)
	if why == "" {
		if rows, why, err = s.withMeaning(ctx, at, q, r, rows, allowed); why == "" {
			out.Mode = q.Mode
		}
	}
	if why != "" {
		if q.Mode == ModeVector { // by words alone, then
			q.Mode = ModeText
			_, rows, _, err = s.candidates(ctx, at, q, o)
		}
		out.Degraded, out.Detail = true, "found by words alone: "+why
	}
	return out, rows, r.found, err
}

// withMeaning puts the best by words and the nearest in one order, before all others that words find.
func (s *Service) withMeaning(ctx context.Context, at target, q Query, r ranking, rows []candidateRow, allowed func(uint32) bool) ([]candidateRow, string, error) {
	near := s.nearest(ctx, at, q, candidates)
	if near.why != "" {
		return rows, near.why, nil
	}
	best := make([]scored, min(len(rows), candidates))
	for i := range best {
		best[i] = rows[i].scored
	}
	fused, why, err := s.fuse(ctx, at, r, best, near)
	if why != "" || err != nil {
		return rows, why, err
	}
	fused = slices.DeleteFunc(fused, func(c scored) bool { return !allowed(c.number) })
	out, err := s.describe(ctx, at, q.Filter, fused)
	if err != nil {
		return rows, "", err
	}
	in := make(map[uuid.UUID]bool, len(out))
	for _, c := range out {
		in[c.id] = true
	}
	last := 0.0
	if len(out) > 0 {
		last = out[len(out)-1].score
	}
	for _, c := range rows {
		if !in[c.id] {
			c.score = min(c.score, last) // behind all of them
			out = append(out, c)
		}
	}
	return out, "", nil
}

// describe gives those of the chunks that pass a filter, in their order.
func (s *Service) describe(ctx context.Context, at target, f vector.Filter, list []scored) ([]candidateRow, error) {
	if len(list) == 0 {
		return nil, nil
	}
	numbers := make([]int32, len(list))
	for i, c := range list {
		numbers[i] = int32(c.number) // it was one
	}
	p := filterParams(at, f, numbers)
	rows, err := s.catalog.q.DescribeChunks(ctx, s.catalog.db, db.DescribeChunksParams(p))
	if err != nil {
		return nil, postgres.Translate(err, "chunks")
	}
	known := make(map[uint32]db.DescribeChunksRow, len(rows))
	for _, r := range rows {
		known[uint32(r.Number)] = r
	}
	out := make([]candidateRow, 0, len(rows))
	for _, c := range list {
		if r, ok := known[c.number]; ok {
			c.id = r.ID
			out = append(out, candidateRow{scored: c, document: r.DocumentID, language: r.Language, kind: r.Kind, created: r.CreatedAt})
		}
	}
	return out, nil
}

// byDocument keeps the best passage of each document and counts the others.
func byDocument(list []candidateRow) []candidateRow {
	at := map[uuid.UUID]int{}
	var out []candidateRow
	for _, c := range list {
		if i, known := at[c.document]; known {
			out[i].passages++
			continue
		}
		at[c.document] = len(out)
		c.passages = 1
		out = append(out, c)
	}
	return out
}

func sortRows(list []candidateRow, how Sort) {
	switch how {
	case SortNewest:
		slices.SortStableFunc(list, func(a, b candidateRow) int { return b.created.Compare(a.created) })
	case SortOldest:
		slices.SortStableFunc(list, func(a, b candidateRow) int { return a.created.Compare(b.created) })
	}
}

// facets counts hits by the properties that are asked for, the most frequent value first.
func facets(list []candidateRow, by []Facet) map[Facet][]Count {
	out := make(map[Facet][]Count, len(by))
	for _, f := range by {
		counts := map[string]int{}
		for _, c := range list {
			switch f {
			case FacetKind:
				counts[c.kind]++
			case FacetLanguage:
				counts[c.language]++
			}
		}
		out[f] = []Count{}
		for v, n := range counts {
			out[f] = append(out[f], Count{v, n})
		}
		slices.SortFunc(out[f], func(a, b Count) int { return cmp.Or(b.Hits-a.Hits, cmp.Compare(a.Value, b.Value)) })
	}
	return out
}

// position is how many hits come before.
type position struct {
	Offset int `json:"o"`
}

// identity is what decides which hits there are and in which order.
func (q Query) identity() Query {
	q.Cursor, q.Limit, q.Facets = "", 0, nil
	return q
}

func (q Query) offset() (int, error) {
	if q.Cursor == "" {
		return 0, nil
	}
	at, err := pagination.Decode[position](q.Cursor, q.identity())
	if err != nil || at.Offset < 0 || at.Offset > Listed {
		return 0, fault.Wrap(err, fault.CodeInvalidCursor, "the cursor is not one of this search").At("/cursor", "take next_cursor as it was given")
	}
	return at.Offset, nil
}

func (q Query) cursor(offset int) (string, error) {
	return pagination.Encode(position{offset}, q.identity())
}
