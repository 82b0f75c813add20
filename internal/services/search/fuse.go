package search

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
)

const (
	// candidates is how many of the best by words, and by meaning, are weighed against each other.
	candidates = 100
	// denseWeight is what meaning counts beside words. Measured on English, German and Spanish questions with a model that
	// knows English only: anywhere from 0.3 to 0.5 is never below words alone.
	denseWeight = 0.4
)

// byMeaning is a search by vectors alone.
func (s *Service) byMeaning(ctx context.Context, at target, q Query) (Result, error) {
	near := s.nearest(ctx, at, q, q.Limit)
	if near.why != "" {
		return s.degraded(ctx, at, q, near.why)
	}
	list := make([]scored, len(near.list))
	for i, n := range near.list {
		list[i] = scored{id: n.ChunkID, score: n.Similarity}
	}
	hits, err := s.hits(ctx, at, list, nil)
	return Result{Hits: hits, Mode: ModeVector, Total: len(near.list)}, err
}

// byBoth is a hybrid search: BM25 and cosine similarity are found for the union of the best of each, and their z-scores are
// added. Ranks alone would let a model that does not know the language spoil what the words say.
func (s *Service) byBoth(ctx context.Context, at target, q Query) (Result, error) {
	meaning := make(chan nearest, 1)
	go func() { meaning <- s.nearest(ctx, at, q, candidates) }()
	r, err := s.rank(ctx, at, q.Text)
	var best []scored
	if err == nil {
		best, err = s.best(ctx, at, r, q.Filter, max(candidates, q.Limit))
	}
	near := <-meaning
	if err != nil {
		return Result{}, err
	}
	if near.why == "" {
		var list []scored
		if list, near.why, err = s.fuse(ctx, at, r, best, near); err == nil && near.why == "" {
			hits, err := s.hits(ctx, at, list[:min(q.Limit, len(list))], r.found)
			return Result{Hits: hits, Mode: ModeHybrid, Total: min(r.Len()+onlyNear(list, r), Listed)}, err
		}
	}
	if err != nil {
		return Result{}, err
	}
	hits, err := s.hits(ctx, at, best[:min(q.Limit, len(best))], r.found)
	return Result{Hits: hits, Mode: ModeText, Degraded: true, Detail: "found by words alone: " + near.why, Total: min(r.Len(), Listed)}, err
}

// onlyNear counts the chunks that have none of the words.
func onlyNear(list []scored, r ranking) int {
	n := 0
	for _, c := range list {
		if r.Of(c.number) == 0 {
			n++
		}
	}
	return n
}

// nearest is the chunks closest to a question.
type nearest struct {
	question []float32
	list     []vector.Neighbour
	why      string // there are none: what is wrong, for the caller
}

// nearest never fails: a search does not need it.
func (s *Service) nearest(ctx context.Context, at target, q Query, k int) nearest {
	question, err := s.catalog.embedder.Question(ctx, q.Text)
	if err != nil {
		s.catalog.log.WarnContext(ctx, "a question has no vector", "error", err)
		return nearest{why: "the embedding model does not answer"}
	}
	list, err := s.catalog.vectors.Nearest(ctx, vector.Query{Scope: at.scope(), Vector: question, K: k, Filter: q.Filter})
	if err != nil {
		s.catalog.log.WarnContext(ctx, "the vector engine gives no neighbours", "engine", s.catalog.vectors.Engine(), "error", err)
		return nearest{why: "the vector engine does not answer"}
	}
	return nearest{question: question, list: list}
}

// candidate is a chunk with what words and meaning say of it.
type candidate struct {
	scored
	words, meaning float64
	measured       bool // it has a vector
}

// fuse orders the union of the best by words and the nearest.
func (s *Service) fuse(ctx context.Context, at target, r ranking, best []scored, near nearest) ([]scored, string, error) {
	list := make([]candidate, 0, len(best)+len(near.list))
	indexOf := make(map[uuid.UUID]int, cap(list))
	for _, b := range best {
		indexOf[b.id] = len(list)
		list = append(list, candidate{scored: b, words: b.score})
	}
	var unnumbered []uuid.UUID
	for _, n := range near.list {
		if at, known := indexOf[n.ChunkID]; known {
			list[at].meaning, list[at].measured = n.Similarity, true
			continue
		}
		unnumbered = append(unnumbered, n.ChunkID)
		indexOf[n.ChunkID] = len(list)
		list = append(list, candidate{scored: scored{id: n.ChunkID}, meaning: n.Similarity, measured: true})
	}
	if why, err := s.measure(ctx, at, near.question, list, indexOf); why != "" || err != nil {
		return nil, why, err
	}
	numbers, err := s.catalog.q.NumbersOfChunks(ctx, s.catalog.db, db.NumbersOfChunksParams{WorkspaceID: at.workspace, GenerationID: at.generation.ID, Ids: unnumbered})
	if err != nil {
		return nil, "", postgres.Translate(err, "chunks")
	}
	for _, n := range numbers {
		c := &list[indexOf[n.ID]]
		c.number, c.words = uint32(n.Number), r.Of(uint32(n.Number))
	}
	return weigh(list), "", nil
}

// measure finds the similarities of candidates that words alone have found.
func (s *Service) measure(ctx context.Context, at target, question []float32, list []candidate, indexOf map[uuid.UUID]int) (why string, err error) {
	var missing []uuid.UUID
	for _, c := range list {
		if !c.measured {
			missing = append(missing, c.id)
		}
	}
	if len(missing) == 0 {
		return "", nil
	}
	exact, err := s.catalog.vectors.Similarities(ctx, at.scope(), question, missing)
	if err != nil {
		s.catalog.log.WarnContext(ctx, "the vector engine gives no similarities", "engine", s.catalog.vectors.Engine(), "error", err)
		return "the vector engine does not answer", nil
	}
	for _, n := range exact {
		if i, known := indexOf[n.ChunkID]; known {
			list[i].meaning, list[i].measured = n.Similarity, true
		}
	}
	return "", nil
}

// weigh adds the z-scores of words and meaning, best first; of equals the one with the smaller id, which is the older one.
func weigh(list []candidate) []scored {
	words := spread(list, func(c candidate) (float64, bool) { return c.words, true })
	meaning := spread(list, func(c candidate) (float64, bool) { return c.meaning, c.measured })
	out := make([]scored, len(list))
	for i, c := range list {
		out[i] = c.scored
		out[i].score = (1 - denseWeight) * words.of(c.words)
		if c.measured { // without a vector nothing speaks for it, nor against it
			out[i].score += denseWeight * meaning.of(c.meaning)
		}
	}
	slices.SortFunc(out, func(a, b scored) int {
		if c := cmp.Compare(b.score, a.score); c != 0 {
			return c
		}
		return bytes.Compare(a.id[:], b.id[:])
	})
	return out
}

// distribution is mean and standard deviation.
type distribution struct{ mean, deviation float64 }

func spread(list []candidate, value func(candidate) (float64, bool)) distribution {
	var d distribution
	n := 0.0
	for _, c := range list {
		if v, ok := value(c); ok {
			d.mean += v
			n++
		}
	}
	if n == 0 {
		return d
	}
	d.mean /= n
	for _, c := range list {
		if v, ok := value(c); ok {
			d.deviation += (v - d.mean) * (v - d.mean)
		}
	}
	d.deviation = math.Sqrt(d.deviation / n)
	return d
}

// of is how far a value stands out. Where all are the same, as a single one is, being there at all does.
func (d distribution) of(v float64) float64 {
	if d.deviation == 0 {
		if v > 0 {
			return 1
		}
		return 0
	}
	return (v - d.mean) / d.deviation
}
