package attribution

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/lang"
)

var (
	negations = wordSet("negations.txt")
	opposites = pairs("opposites.txt")
	agents    = wordSet("agents.txt")
)

// pairs reads lines of two groups of words that exclude each other, apart by a bar.
func pairs(name string) [][2][]string {
	var out [][2][]string
	for _, l := range lines(name) {
		left, right, _ := strings.Cut(l, "|")
		out = append(out, [2][]string{phrasesOf(left), phrasesOf(right)})
	}
	return out
}

// phrasesOf are the phrases of a group with a space around each word.
func phrasesOf(group string) []string {
	var out []string
	for _, w := range strings.Fields(group) {
		out = append(out, " "+strings.ReplaceAll(w, "_", " ")+" ")
	}
	return out
}

// spacedWords are the words of a text, folded, with a space around each.
func spacedWords(text string) string {
	words := lang.Split(strings.ToLower(text))
	for i, w := range words {
		words[i] = lang.Fold(w)
	}
	return " " + strings.Join(words, " ") + " "
}

// saysAny finds a phrase, its last word perhaps with an ending.
func saysAny(words string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool {
		if strings.Contains(words, p) {
			return true
		}
		stem := strings.TrimSuffix(p, " ")
		return len(stem) > 5 && (strings.Contains(words, stem+"s ") || strings.Contains(words, stem+"n "))
	})
}

// Negated tells whether a text denies something.
func Negated(text string) bool {
	words := lang.Split(strings.ToLower(text))
	for i, w := range words {
		folded := lang.Fold(w)
		if negations[folded] || strings.HasSuffix(w, "n't") {
			return true
		}
		if (w == "ne" || w == "n") && i+1 < len(words) && !restricts(words[i+1:]) {
			return true
		}
	}
	return false
}

// restricts tells whether a French "ne" before the words only restricts: il ne couvre que les vitres.
func restricts(words []string) bool {
	return slices.Contains(words, "que") || slices.Contains(words, "qu")
}

// denies tells whether the part of the quote that is about the same says the opposite: a sentence beside it that denies
// something else does not count.
func (c claim) denies(w *window) bool {
	about := c.closest(w, w.units)
	clauses := about.clauses()
	return c.negated != c.negatedIn(about, clauses) || c.opposes(about) || c.opposes(c.closest(about, clauses)) || c.reversed(about) ||
		slices.ContainsFunc(w.units, c.deniedFact)
}

// deniedFact tells whether a sentence of the quote has a fact of the claim and denies something of it: repairs up to 500 need
// no approval.
func (c claim) deniedFact(u *window) bool {
	return u.negated && !c.negated && c.facts.anyIn(u.quoted()) && c.negatedIn(u, u.clauses())
}

// closest is the part that says most of the claim; the whole when there are none.
func (c claim) closest(whole *window, parts []*window) *window {
	out, most := whole, -1.0
	for _, u := range parts {
		if cover := c.cover(u); cover > most {
			out, most = u, cover
		}
	}
	return out
}

// negatedIn tells whether a sentence of the quote denies something of the claim: a clause that denies something else does not
// count, unless the claim denies too.
func (c claim) negatedIn(about *window, clauses []*window) bool {
	if !about.negated || c.negated {
		return about.negated
	}
	return len(clauses) == 0 || slices.ContainsFunc(clauses, func(u *window) bool { return u.negated && c.sharesTerm(u) })
}

// sharesTerm tells whether a part of the quote says a word of the claim; a unit or currency is none.
func (c claim) sharesTerm(w *window) bool {
	return slices.ContainsFunc(c.terms, func(t string) bool { return units[t] == "" && scales[t] == "" && w.has(t) })
}

// opposes tells whether sentence and quote take opposite sides: one says net, the other only gross.
func (c claim) opposes(w *window) bool {
	quote := ""
	for _, p := range opposites {
		for side := range 2 {
			if !saysAny(c.words, p[side]) || saysAny(c.words, p[1-side]) {
				continue
			}
			if quote == "" {
				quote = spacedWords(w.quote)
			}
			if !saysAny(quote, p[side]) && saysAny(quote, p[1-side]) {
				return true
			}
		}
	}
	return false
}

// reversed tells whether two names have changed their places around the same word, with nothing that would tell who does it to
// whom: A bought B is not B bought A.
func (c claim) reversed(w *window) bool {
	if len(c.names) < 2 || saysAgent(c.words) {
		return false
	}
	first, last := c.names[0], c.names[len(c.names)-1]
	quote := spacedWords(w.quote)
	at, before := strings.Index(quote, " "+first+" "), strings.Index(quote, " "+last+" ")
	if at < 0 || before < 0 || before >= at || saysAgent(quote[before:at+1]) {
		return false
	}
	from, to := strings.Index(c.words, " "+first+" "), strings.LastIndex(c.words, " "+last+" ")
	if from < 0 || to <= from {
		return false
	}
	between := strings.Fields(quote[before:at])
	return slices.ContainsFunc(strings.Fields(c.words[from:to]), func(word string) bool {
		return !slices.Contains(c.names, word) && len(word) > 3 && slices.Contains(between, word)
	})
}

func saysAgent(words string) bool {
	return slices.ContainsFunc(strings.Fields(words), func(w string) bool { return agents[w] })
}
