package lang

import (
	"slices"
	"sort"
)

// Tally adds up how much a text's words and letters speak for each language. Who asks decides from which weight on, and by
// which lead, a language is told.
type Tally struct {
	weights map[string]float64
	among   []string // the languages that are asked for, nil for all
}

// NewTally starts a tally of some languages, of all without any.
func NewTally(among ...string) *Tally { return &Tally{weights: map[string]float64{}, among: among} }

// Word counts a word in lower case, as it is written.
func (t *Tally) Word(word string) { t.share(words().written[word], 1) }

// FoldedWord counts a word as Key makes it: for texts whose marks recognition may have lost.
func (t *Tally) FoldedWord(key string) { t.share(words().folded[key], 1) }

// Letters adds a weight for each letter of a word in lower case to the languages that have it.
func (t *Tally) Letters(word string, weight float64) {
	for _, r := range word {
		if r < 0x80 {
			continue
		}
		for _, c := range words().letters[r] {
			t.Add(c, weight)
		}
	}
}

// Add adds a weight to a language.
func (t *Tally) Add(code string, weight float64) {
	if t.among == nil || slices.Contains(t.among, code) {
		t.weights[code] += weight
	}
}

// share divides a weight among those of the languages that are asked for.
func (t *Tally) share(codes []string, weight float64) {
	n := len(codes)
	if t.among != nil {
		n = 0
		for _, c := range codes {
			if slices.Contains(t.among, c) {
				n++
			}
		}
	}
	for _, c := range codes {
		t.Add(c, weight/float64(n))
	}
}

// Weight is what speaks for a language.
func (t *Tally) Weight(code string) float64 { return t.weights[code] }

// Ranked are the languages of at least a weight, the strongest first.
func (t *Tally) Ranked(least float64) []string {
	var out []string
	for c, n := range t.weights {
		if n >= least {
			out = append(out, c)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := t.weights[out[i]], t.weights[out[j]]
		return a > b || a == b && out[i] < out[j]
	})
	return out
}
