package counting

import "slices"

// mostSlips bounds the words of a question that are mended: with more of them it is another language's, or about something else.
const mostSlips = 2

// shortestSlip is how many letters a word has at least to be mended.
const shortestSlip = 5

// deciding are the categories whose words narrow by what they say: a slip in one may be another word, and is never mended.
var deciding = append(append([]string{"thing", "except", "earlier", "than"}, statuses...), currency...)

// correct gives a question with the slips of the pen mended in words that nothing else explains; false when there are none, or too
// many. A word that follows one that leads to what lines say may be anything, and stays.
func (l lexicon) correct(list []token, d directory) ([]token, bool) {
	out, n := slices.Clone(list), 0
	for i, t := range list {
		if t.invoice != "" || len(t.folded) < shortestSlip || l.known(t.folded) || monthNames()[t.folded] > 0 || d.byWord[key(t.folded)] != nil {
			continue
		}
		if i > 0 && (l.is(list, i-1, "thing") > 0 || names().beforeThing[list[i-1].folded] || names().beforeSeller[list[i-1].folded]) {
			continue
		}
		if w, ok := l.closest(t.folded); ok {
			out[i].folded, n = w, n+1
		}
	}
	return out, n > 0 && n <= mostSlips
}

// known tells whether a word stands in any phrase.
func (l lexicon) known(folded string) bool {
	_, ok := slices.BinarySearch(l.words, folded)
	return ok || l.knows(folded)
}

// closest is the word of the phrases that is one slip away from another; false when there is none, when there are several that mean
// different things, or when it decides.
func (l lexicon) closest(folded string) (string, bool) {
	best := ""
	for _, w := range l.words {
		if w[0] != folded[0] || len(w)-len(folded) > 1 || len(folded)-len(w) > 1 || distance(w, folded) != 1 {
			continue
		}
		if best != "" && !slices.Equal(l.meanings[w], l.meanings[best]) {
			return "", false
		}
		best = w
	}
	if slices.ContainsFunc(l.meanings[best], func(c string) bool { return slices.Contains(deciding, c) }) {
		return "", false
	}
	return best, best != ""
}
