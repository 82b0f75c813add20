package search_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/search"
)

// naive is BM25 as the textbook has it, over chunks of words that no analysis changes.
type naive struct {
	chunks map[uuid.UUID][][]string // of each document
}

func (n naive) scores(question []string) map[uuid.UUID]float64 {
	total, words := 0.0, 0.0
	df := map[string]float64{}
	for _, chunks := range n.chunks {
		for _, c := range chunks {
			total++
			words += float64(len(c))
			for _, q := range question {
				if slices.Contains(c, q) {
					df[q]++
				}
			}
		}
	}
	out := map[uuid.UUID]float64{}
	for id, chunks := range n.chunks {
		for _, c := range chunks {
			score := 0.0
			for _, q := range question {
				tf := 0.0
				for _, w := range c {
					if w == q {
						tf++
					}
				}
				idf := math.Log(1 + (total-df[q]+0.5)/(df[q]+0.5))
				score += idf * tf * 2.2 / (tf + 1.2*(1-0.75+0.75*float64(len(c))*total/words))
			}
			out[id] = max(out[id], score)
		}
	}
	return out
}

// TestPackedPostingsAreExact holds the index against naive BM25 while documents come, change, go, and segments are merged.
func TestPackedPostingsAreExact(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		s := newStack(t, config{})
		r := rand.New(rand.NewPCG(seed, 7))
		n := naive{map[uuid.UUID][][]string{}}
		var ids []uuid.UUID
		for step := range 60 {
			switch pick := r.IntN(10); {
			case pick < 2 && len(ids) > 0:
				id := ids[r.IntN(len(ids))]
				_, err := s.pool.Exec(t.Context(), `DELETE FROM documents WHERE id = $1`, id)
				must(t, err)
				delete(n.chunks, id)
				ids = slices.DeleteFunc(ids, func(x uuid.UUID) bool { return x == id })
			case pick < 3 && len(ids) > 0:
				id := ids[r.IntN(len(ids))]
				n.chunks[id] = randomChunks(r, 40)
				s.index(t, s.caller, id, "xx", joined(n.chunks[id])...)
			default:
				chunks := randomChunks(r, []int{3, 30, 400}[r.IntN(3)])
				id := s.add(t, s.caller, "xx", joined(chunks)...)
				ids, n.chunks[id] = append(ids, id), chunks
			}
			if step%7 == 6 {
				must(t, s.MergeSegments(t.Context()))
			}
			if step%3 == 0 {
				compare(t, s, n, r)
			}
		}
	}
}

// compare asks a question of both.
func compare(t *testing.T, s *stack, n naive, r *rand.Rand) {
	t.Helper()
	question := slices.Compact(slices.Sorted(slices.Values(randomWords(r, 1+r.IntN(4)))))
	want := n.scores(question)
	res, err := s.Search(t.Context(), s.caller, search.Query{Text: strings.Join(question, " "), Mode: search.ModeText, Limit: 100})
	must(t, err)
	got := map[uuid.UUID]float64{}
	for _, h := range res.Hits {
		got[h.DocumentID] = max(got[h.DocumentID], h.Score)
		if h.Score > want[h.DocumentID]+1e-9 {
			t.Fatalf("%v: a chunk has %v, none of its document more than %v", question, h.Score, want[h.DocumentID])
		}
	}
	best := 0.0
	for _, v := range want {
		best = max(best, v)
	}
	if len(res.Hits) > 0 && math.Abs(res.Hits[0].Score-best) > 1e-9 || len(res.Hits) == 0 && best > 0 {
		t.Fatalf("%v: the best of %d hits is not %v", question, len(res.Hits), best)
	}
	if !slices.IsSortedFunc(res.Hits, func(a, b search.Hit) int { return cmp.Compare(b.Score, a.Score) }) {
		t.Fatalf("%v: hits are out of order", question)
	}
	if len(res.Hits) < 100 {
		for id, v := range want {
			if math.Abs(got[id]-v) > 1e-9 {
				t.Fatalf("%v: document %s has %v, want %v", question, id, got[id], v)
			}
		}
	}
}

// randomWords are of a vocabulary whose first words are far more frequent than its last.
func randomWords(r *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "w" + strings.Repeat("x", 3) + string(rune('a'+int(26*math.Pow(r.Float64(), 3)))) + string(rune('a'+r.IntN(4)))
	}
	return out
}

func randomChunks(r *rand.Rand, most int) [][]string {
	out := make([][]string, 1+r.IntN(most))
	for i := range out {
		out[i] = randomWords(r, 1+r.IntN(200))
	}
	return out
}

func joined(chunks [][]string) []string {
	out := make([]string, len(chunks))
	for i, c := range chunks {
		out[i] = strings.Join(c, " ")
	}
	return out
}
