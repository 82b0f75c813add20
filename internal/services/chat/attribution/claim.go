package attribution

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/services/chat/lingo"
)

var (
	negations = wordSet("negations.txt")
	nouns     = wordSet("nouns.txt")
	opposites = pairs("opposites.txt")
)

// pairs reads lines of two groups of words that exclude each other, apart by a bar.
func pairs(name string) [][2]map[string]bool {
	var out [][2]map[string]bool
	for _, l := range lines(name) {
		left, right, _ := strings.Cut(l, "|")
		p := [2]map[string]bool{{}, {}}
		for i, side := range []string{left, right} {
			for _, w := range strings.Fields(side) {
				p[i][w] = true
			}
		}
		out = append(out, p)
	}
	return out
}

// Negated tells whether a text denies something.
func Negated(text string) bool {
	for _, w := range lingo.Words(strings.ToLower(text)) {
		if negations[lingo.Fold(w)] || strings.HasSuffix(w, "n't") {
			return true
		}
	}
	return false
}

// claim is a sentence as it is compared.
type claim struct {
	text    string
	terms   []string
	names   []string // folded; each must stand in the quote
	facts   Facts
	negated bool
}

func claimOf(sentence string) claim {
	c := claim{text: sentence, facts: FactsOf(sentence), negated: Negated(sentence), names: namesOf(sentence)}
	seen := map[string]bool{}
	for _, t := range lingo.Terms(sentence) {
		if !seen[t] && months[t] == 0 && !strings.ContainsAny(t, "0123456789") { // numbers and dates are facts
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
	if c.facts.Len() == 0 {
		return true
	}
	digits := strings.Map(digitsOnly, w.quote)
	for _, n := range c.facts.Numbers {
		if !slices.ContainsFunc(n.Values, func(v string) bool { return strings.Contains(digits, strings.Map(digitsOnly, v)) }) {
			return false
		}
	}
	return c.facts.In(w.quoted())
}

func (c claim) namesIn(w *window) bool {
	for _, n := range c.names {
		if !w.has(n) {
			return false
		}
	}
	return true
}

// denies tells whether the part of the quote that is about the same says the opposite: a sentence beside it that denies
// something else does not count.
func (c claim) denies(w *window) bool {
	about, most := w, -1.0
	for _, u := range w.units {
		if cover := c.cover(u); cover > most {
			about, most = u, cover
		}
	}
	return c.negated != about.negated || c.opposes(about)
}

// opposes tells whether sentence and quote take opposite sides: one says net, the other only gross.
func (c claim) opposes(w *window) bool {
	for _, p := range opposites {
		for side := range 2 {
			if saysAny(c.terms, p[side]) && !saysAny(c.terms, p[1-side]) && !saysAny(w.terms, p[side]) && saysAny(w.terms, p[1-side]) {
				return true
			}
		}
	}
	return false
}

func saysAny(terms []string, set map[string]bool) bool {
	for _, t := range terms {
		if set[t] {
			return true
		}
	}
	return false
}

// namesOf gives the words of a sentence that look like names: capitals that neither the beginning of the sentence nor, in
// German, a common noun explains.
func namesOf(sentence string) []string {
	var out []string
	seen := map[string]bool{}
	first := true
	for _, w := range lingo.Words(sentence) {
		folded := lingo.Fold(w)
		begins := first
		first = false
		if !nameLike(w, folded) || seen[folded] || begins && !capitals(w) && !soundsLikeName(sentence, w) {
			continue
		}
		seen[folded] = true
		out = append(out, folded)
	}
	return out
}

func nameLike(word, folded string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(r) || utf8.RuneCountInString(word) < 2 || strings.ContainsAny(word, "0123456789") {
		return false
	}
	if lingo.Stopword(strings.ToLower(word)) || months[folded] != 0 || negations[folded] {
		return false
	}
	return !commonNoun(folded)
}

// commonNoun knows nouns in their forms, and compounds that end in one.
func commonNoun(folded string) bool {
	if nouns[folded] {
		return true
	}
	for _, end := range []string{"s", "en", "n", "e", "es", "er", "ern"} {
		if stem, ok := strings.CutSuffix(folded, end); ok && nouns[stem] {
			return true
		}
	}
	for i := 3; i <= len(folded)-4; i++ {
		if nouns[folded[i:]] {
			return true
		}
	}
	for _, end := range nounEndings {
		if len(folded) > len(end)+3 && strings.HasSuffix(folded, end) {
			return true
		}
	}
	return false
}

// nounEndings make German nouns of verbs and adjectives.
var nounEndings = []string{"ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "taet", "tat", "ismus", "ment", "ments"}

func capitals(w string) bool { return len([]rune(w)) > 1 && w == strings.ToUpper(w) }

// soundsLikeName tells of the first word of a sentence whether it is a name: another capital or a company's form follows.
func soundsLikeName(sentence, word string) bool {
	at := strings.Index(sentence, word)
	rest := strings.TrimLeft(sentence[at+len(word):], " ")
	next, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsUpper(next) && next != '&' {
		return !strings.HasPrefix(sentence[at+len(word):], " ") || !commonStart(word)
	}
	return true
}

// commonStart tells whether a word may begin a sentence without being a name: it is in small letters elsewhere, or ends
// like a word of the language. Without a dictionary every long word may.
func commonStart(word string) bool { return utf8.RuneCountInString(word) > 3 }

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
