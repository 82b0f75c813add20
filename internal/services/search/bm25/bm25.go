// Package bm25 ranks chunks by the words of a question: Okapi BM25 with exact statistics.
//
// It owns the formula and the sum over a question's words. It does not own where postings come from nor what is dead.
package bm25

import (
	"cmp"
	"math"
	"slices"

	"github.com/docketapi/docket/internal/services/search/postings"
)

// The usual parameters: how soon a word that is repeated counts no more, and how much long chunks are held back.
const (
	K1 = 1.2
	B  = 0.75
)

// Stats are of all chunks that are alive in a workspace.
type Stats struct {
	Chunks int64
	Words  int64 // of all of them together
}

// Scored is a chunk with its score.
type Scored struct {
	Number uint32
	Score  float64
}

// Scores are the sums of a question over the chunks that have any of its words. Make them with New. Chunks are known by
// numbers that must be below size.
type Scores struct {
	stats   Stats
	values  []float64
	found   []uint32 // numbers with a value
	slots   []uint32 // of merge: place in the list, from 1
	scratch []postings.Posting
}

// New makes Scores of no chunk.
func New(stats Stats, size uint32) *Scores {
	return &Scores{stats: stats, values: make([]float64, size)}
}

// Add adds one word of the question: lists are the postings of the ways to write it, none of them dead. A chunk that has it
// in several ways has it as often as in the most frequent one, for a word with an umlaut is indexed in each way. It gives how
// many chunks have the word.
func (s *Scores) Add(lists ...[]postings.Posting) int {
	list := s.merge(lists)
	if len(list) == 0 {
		return 0
	}
	n, df := float64(s.stats.Chunks), float64(len(list))
	idf := math.Log(1 + (n-df+0.5)/(df+0.5))
	average := float64(s.stats.Words) / max(n, 1)
	flat, slope := K1*(1-B), K1*B/max(average, 1)
	for _, p := range list {
		tf := float64(p.Times)
		value := idf * tf * (K1 + 1) / (tf + flat + slope*float64(p.Words))
		if s.values[p.Number] == 0 {
			s.found = append(s.found, p.Number)
		}
		s.values[p.Number] += value
	}
	return len(list)
}

// merge makes one list of several, each chunk once. One list is given back as it is.
func (s *Scores) merge(lists [][]postings.Posting) []postings.Posting {
	lists = slices.DeleteFunc(lists, func(l []postings.Posting) bool { return len(l) == 0 })
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	if s.slots == nil {
		s.slots = make([]uint32, len(s.values))
	}
	out := s.scratch[:0]
	for _, l := range lists {
		for _, p := range l {
			if at := s.slots[p.Number]; at > 0 {
				out[at-1].Times = max(out[at-1].Times, p.Times)
				continue
			}
			out = append(out, p)
			s.slots[p.Number] = uint32(len(out)) // at most one for each chunk
		}
	}
	for _, p := range out {
		s.slots[p.Number] = 0
	}
	s.scratch = out
	return out
}

// Of gives the score of a chunk; 0 when it has none of the words.
func (s *Scores) Of(number uint32) float64 {
	if int64(number) >= int64(len(s.values)) {
		return 0
	}
	return s.values[number]
}

// Len is how many chunks have any of the words.
func (s *Scores) Len() int { return len(s.found) }

// Top gives the best chunks that keep lets through, best first; of equals the earlier ones. keep nil is all.
func (s *Scores) Top(k int, keep func(number uint32) bool) []Scored {
	best := make([]Scored, 0, min(k, len(s.found))+1)
	for _, n := range s.found {
		c := Scored{n, s.values[n]}
		if len(best) == k && compare(c, best[k-1]) > 0 || keep != nil && !keep(n) {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, c, compare)
		best = slices.Insert(best, at, c)
		if len(best) > k {
			best = best[:k]
		}
	}
	return best
}

// All is Top for many: it sorts what keep lets through.
func (s *Scores) All(most int, keep func(number uint32) bool) []Scored {
	var out []Scored
	for _, n := range s.found {
		if keep(n) {
			out = append(out, Scored{n, s.values[n]})
		}
	}
	slices.SortFunc(out, compare)
	return out[:min(most, len(out))]
}

func compare(a, b Scored) int {
	if c := cmp.Compare(b.Score, a.Score); c != 0 {
		return c
	}
	return cmp.Compare(a.Number, b.Number)
}
