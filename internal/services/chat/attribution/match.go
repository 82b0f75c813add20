// Package attribution finds the stretch of a source that a sentence rests on, or tells that there is none.
//
// It owns what support means: the sentence's numbers, dates, identifiers and names stand in the quote, it denies what the
// quote denies, and enough of its words do. It does not own markers or answers, and it asks no model.
package attribution

import (
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

// The thresholds, tuned on the labelled pairs in testdata: how much of a sentence's weight its quote must have.
const (
	minCover = 0.60 // without an exact fact
	// A number, date or identifier in common says much: fewer words need to be.
	minCoverFacts = 0.45
	// minSimilar is the cosine of sentence and quote above which words may differ as long as the facts agree.
	minSimilar = 0.80
	// minCoverSimilar is what must be in common even then.
	minCoverSimilar = 0.25
)

// The bounds of a quote.
const (
	maxUnits = 4
	maxQuote = 420 // bytes
)

// longestFirst sorts words by their length.
func longestFirst(words []string) {
	sort.Slice(words, func(i, j int) bool {
		if len(words[i]) != len(words[j]) {
			return len(words[i]) > len(words[j])
		}
		return words[i] < words[j]
	})
}

// Quoting is the stretch of a source that a sentence rests on, in bytes.
type Quoting struct {
	Source int
	Stretch
	Cover float64 // of the sentence's weight, 0 to 1
}

// window is a run of units of a source that can be quoted.
type window struct {
	Stretch
	quote   string
	terms   []string
	set     map[string]bool
	negated bool
	units   []*window // of a run of several: each by itself
	facts   *Quoted   // read when first asked for: most windows never are
	parts   []*window // its clauses, read when first asked for
}

func (w *window) quoted() Quoted {
	if w.facts == nil {
		q := Quote(w.quote)
		w.facts = &q
	}
	return *w.facts
}

// Sources are texts that sentences may rest on. They are for one goroutine.
type Sources struct {
	texts   []string
	windows [][]*window
	// Similar gives the cosine of a sentence and a quote; nil where nothing can.
	Similar func(sentence, quote string) (float64, bool)
}

// New reads the sources.
func New(texts ...string) *Sources {
	s := &Sources{}
	for _, t := range texts {
		s.Add(t)
	}
	return s
}

// Add reads one more source and gives its number.
func (s *Sources) Add(text string) int {
	s.texts = append(s.texts, text)
	s.windows = append(s.windows, windowsOf(text))
	return len(s.texts) - 1
}

// Text is a source's text.
func (s *Sources) Text(source int) string { return s.texts[source] }

// windowsOf gives the units of a text, a sentence or a line each, and their runs up to the bounds of a quote.
func windowsOf(text string) []*window {
	var units, out []*window
	for _, at := range Sentences(text) {
		units = append(units, newWindow(text, at))
	}
	for i := range units {
		out = append(out, units[i])
		for n := 2; n <= maxUnits && i+n <= len(units); n++ {
			if at := (Stretch{units[i].Start, units[i+n-1].End}); at.End-at.Start <= maxQuote {
				out = append(out, runOf(text, at, units[i:i+n]))
			}
		}
	}
	return out
}

func newWindow(text string, at Stretch) *window {
	quote := text[at.Start:at.End]
	w := &window{Stretch: at, quote: quote, terms: wording.Terms(quote), negated: Negated(quote), set: map[string]bool{}}
	for _, t := range w.terms {
		w.set[t] = true
	}
	return w
}

func runOf(text string, at Stretch, units []*window) *window {
	w := &window{Stretch: at, quote: text[at.Start:at.End], units: units, set: map[string]bool{}}
	for _, u := range units {
		for _, t := range u.terms {
			if !w.set[t] {
				w.set[t] = true
				w.terms = append(w.terms, t)
			}
		}
		w.negated = w.negated || u.negated
	}
	return w
}

func (w *window) has(term string) bool {
	if w.set[term] {
		return true
	}
	for _, t := range w.terms {
		if wording.Akin(term, t) {
			return true
		}
	}
	return false
}

// Support finds the best quote that supports a sentence, the shortest of equals. Sources named in preferred win over better
// ones as long as they support it too. Markers must be gone from the sentence.
func (s *Sources) Support(sentence string, preferred ...int) (Quoting, bool) {
	c := claimOf(sentence)
	if c.empty() {
		return Quoting{}, false
	}
	best, found := Quoting{}, false
	for _, source := range preferred {
		if source >= 0 && source < len(s.texts) {
			best, found = s.better(c, source, best, found)
		}
	}
	if found {
		return best, true
	}
	for source := range s.texts {
		best, found = s.better(c, source, best, found)
	}
	return best, found
}

func (s *Sources) better(c claim, source int, best Quoting, found bool) (Quoting, bool) {
	for _, w := range s.windows[source] {
		if found && best.Cover > 0.98 {
			break // none is better by enough
		}
		cover := c.cover(w)
		if found && cover < best.Cover+0.02 || !s.enough(c, cover, w) {
			continue
		}
		best, found = Quoting{Source: source, Stretch: w.Stretch, Cover: cover}, true
	}
	return best, found
}

// enough tells whether a window supports the claim. What costs most is asked last.
func (s *Sources) enough(c claim, cover float64, w *window) bool {
	similar := cover < minCover && (!c.strong() || cover < minCoverFacts)
	if similar && (s.Similar == nil || cover < minCoverSimilar) || !c.namesIn(w) || !c.factsIn(w) || c.otherBound(w) || c.denies(w) || c.misplaced(w) {
		return false
	}
	if !similar {
		return true
	}
	cosine, ok := s.Similar(c.text, w.quote)
	return ok && cosine >= minSimilar
}

// Best gives the stretch of a source that says most of a question's words, and how many of them it says. It is for quoting:
// whether it answers is the reader's to judge.
func (s *Sources) Best(source int, question string) (Quoting, int) {
	terms := wording.Terms(question)
	best, most, bestScore := Quoting{Source: source}, 0, -1.0
	for _, w := range s.windows[source] {
		hits := 0
		for _, t := range terms {
			if w.has(t) {
				hits++
			}
		}
		// Long quotes must earn their length.
		score := float64(hits) - float64(w.End-w.Start)/900
		if score > bestScore && w.End-w.Start <= 2*maxQuote {
			best, most, bestScore = Quoting{Source: source, Stretch: w.Stretch}, hits, score
		}
	}
	if len(terms) > 0 {
		best.Cover = float64(most) / float64(len(terms))
	}
	return best, most
}

// Has tells whether any source says the term or a form of it.
func (s *Sources) Has(term string) bool {
	for _, list := range s.windows {
		for _, w := range list {
			if w.has(term) {
				return true
			}
		}
	}
	return false
}

// Claimless tells whether a sentence claims nothing that could be supported: a question, a heading, the words before a list.
func Claimless(sentence string) bool {
	t := strings.TrimSpace(sentence)
	if strings.HasSuffix(t, "?") || strings.HasPrefix(t, "#") || strings.HasSuffix(t, ":") {
		return FactsOf(t).Len() == 0
	}
	return strings.IndexFunc(t, letterOrDigit) < 0
}

// StatedIn tells whether a text that is no prose, such as a tool's result, states a sentence's facts: it has at least one, and
// all of them and all its names are there.
func StatedIn(sentence, text string) bool {
	c := claimOf(sentence)
	return c.facts.Len() > 0 && c.facts.In(Quote(text)) && c.namesIn(newWindow(text, Stretch{0, len(text)}))
}
