package attribution

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

// claim is a sentence as it is compared.
type claim struct {
	text    string
	words   string // folded, a space around each
	terms   []string
	names   []string // folded; each must stand in the quote
	facts   Facts
	rates   []string // the units that it says something for each of
	paces   []string // the units that its words speak of one of: an annual rent
	limits  []limit
	negated bool
}

func claimOf(sentence string) claim {
	c := claim{text: sentence, words: spacedWords(sentence), rates: ratesOf(sentence), paces: pacesOf(sentence), limits: limitsOf(sentence), facts: FactsOf(sentence), negated: Negated(sentence), names: namesOf(sentence)}
	seen := map[string]bool{}
	for _, t := range wording.Terms(sentence) {
		if !seen[t] && months()[t] == 0 && numerals[t] == "" && scales[t] == "" && !strings.ContainsAny(t, "0123456789") { // numbers and dates are facts
			seen[t] = true
			c.terms = append(c.terms, t)
		}
	}
	return c
}

func (c claim) empty() bool { return len(c.terms) == 0 && c.facts.Len() == 0 }

// strong tells whether the sentence has a fact that two texts hardly share by chance.
func (c claim) strong() bool {
	if len(c.facts.Dates) > 0 || len(c.facts.IDs) > 0 {
		return true
	}
	for _, n := range c.facts.Numbers {
		if len(strings.Map(digitsOnly, n.Text)) >= 3 {
			return true
		}
	}
	return len(c.facts.Numbers) > 1
}

func digitsOnly(r rune) rune {
	if unicode.IsDigit(r) {
		return r
	}
	return -1
}

// cover is how much of the sentence's weight the quote has. Long words say more than short ones; each fact counts as a long
// word, and In has seen that all are there.
func (c claim) cover(w *window) float64 {
	all := 1.5 * float64(c.facts.Len())
	got := all
	for _, t := range c.terms {
		weight := termWeight(t)
		all += weight
		if w.has(t) {
			got += weight
		}
	}
	if all == 0 {
		return 0
	}
	return got / all
}

func termWeight(term string) float64 {
	switch n := utf8.RuneCountInString(term); {
	case n <= 3:
		return 0.6
	case n <= 6:
		return 1
	default:
		return 1.3
	}
}

// factsIn looks for the digits of the numbers before it reads the quote: that is cheap, and mostly they are not there.
func (c claim) factsIn(w *window) bool {
	for _, u := range c.rates {
		if !speaksOf(w.quote, u) {
			return false
		}
	}
	if c.pacedOtherwise(w) {
		return false
	}
	if c.facts.Len() == 0 {
		return true
	}
	digits := strings.Map(digitsOnly, w.quote)
	for _, n := range c.facts.Numbers {
		if !slices.ContainsFunc(n.Values, func(v string) bool { return maybeIn(v, digits) }) {
			return false
		}
	}
	return c.facts.In(w.quoted())
}

// maybeIn tells whether a value may be among digits: small ones may be written out, zeros may be a word.
func maybeIn(value, digits string) bool {
	value = strings.Map(digitsOnly, value)
	return len(value) <= 2 || strings.Contains(digits, strings.TrimRight(value, "0"))
}

func (c claim) namesIn(w *window) bool {
	for _, n := range c.names {
		if !w.has(n) {
			return false
		}
	}
	return true
}
