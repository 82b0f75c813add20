package counting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mention is a run of a question's tokens that names a seller, or several.
type mention struct {
	start, end int
	sellers    []int
	doubtful   bool // a guess: written otherwise, or half a name where the thing bought may be meant
}

// thing tells whether what follows may be what was bought: "spent for light", but not "total for Light".
func thing(before []token, lex lexicon) bool {
	n := len(before)
	return n > 0 && names().beforeThing[before[n-1].folded] && (n == 1 || lex.is(before, n-2, "sum") == 0 && lex.is(before, n-2, "invoice") == 0)
}

// bought tells whether the word before i, but for articles, leads to what was bought, or the question asks what something cost.
func bought(list []token, i int, lex lexicon) bool {
	seller, line := (&parser{list: list, lex: lex}).leads(list, i)
	return line || !seller && lex.within(list, "costs")
}

// mentions finds the sellers that a question names. unsure: a word may name one and may mean something else.
// With things, a word that is no more than a trade and stands where what was bought does is none.
func (d directory) mentions(list []token, lex lexicon, things bool) (found []mention, unsure bool) {
	for i := 0; i < len(list); i++ {
		if list[i].invoice != "" {
			continue
		}
		m, plain := d.at(list, i, lex)
		if m.end == 0 || isConnector(list[m.start:m.end]) {
			continue
		}
		if plain { // only words that mean something else too
			switch {
			case i == 0 || !names().beforeSeller[list[i-1].folded]:
				continue
			case monthNames()[list[i].folded] > 0:
				if m.end < len(list) && beginsYear(list[m.end]) {
					continue
				}
				return nil, true
			case !d.whole(m, list):
				continue
			}
		}
		half := !d.whole(m, list)
		if half && isGeneric(list[m.start:m.end]) {
			if things && bought(list, m.start, lex) {
				continue
			}
			return nil, true
		}
		m.doubtful = half && (!d.exact(list[m.start:m.end]) || thing(list[:i], lex) && !d.properly(list[m.start:m.end], lex))
		m.end = d.swallowForm(list, m.end)
		found = append(found, d.narrow(m, list))
		i = m.end - 1
	}
	return found, false
}

// at reads the longest name, or part of one, that begins at i. plain: the question's language knows each of its words.
func (d directory) at(list []token, i int, lex lexicon) (m mention, plain bool) {
	common := d.find(list[i], lex)
	if len(common) == 0 {
		return mention{}, false
	}
	m = mention{start: i, end: i + 1, sellers: common}
	plain = isPlain(list[i], lex)
	for j := i + 1; j < len(list); j++ {
		if next := intersect(m.sellers, d.find(list[j], lex)); len(next) > 0 && !repeats(list[i:j], list[j]) {
			m.sellers, m.end = next, j+1
			plain = plain && isPlain(list[j], lex)
			continue
		}
		if !names().connectors[list[j].folded] || j-m.end > 1 {
			break
		}
	}
	return m, plain
}

func beginsYear(t token) bool {
	_, ok := t.year()
	return ok
}

// isConnector tells whether the words only join those of names, whichever way they are spelled: they name nobody.
func isConnector(list []token) bool {
	return !slices.ContainsFunc(list, func(t token) bool { return !names().connectors[key(t.folded)] && !names().connectors[t.folded] })
}

func isGeneric(list []token) bool {
	return !slices.ContainsFunc(list, func(t token) bool { return !names().trades[key(t.folded)] && !names().connectors[t.folded] })
}

// properly tells whether words are written as a name where other words are not written like names.
func (d directory) properly(list []token, lex lexicon) bool {
	return !lex.capitals && !slices.ContainsFunc(list, func(t token) bool {
		r, _ := utf8.DecodeRuneInString(t.text)
		return !unicode.IsUpper(r) && !names().connectors[t.folded]
	})
}

// exact tells whether at least one word is one of a name as it is written, in a mention that is not all of generic words.
func (d directory) exact(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool {
		k := key(t.folded)
		stem, _ := strings.CutSuffix(k, "s")
		return !names().trades[k] && (d.byWord[k] != nil || len(stem) >= 3 && d.byWord[stem] != nil)
	})
}

func repeats(list []token, t token) bool {
	return slices.ContainsFunc(list, func(o token) bool { return o.folded == t.folded })
}

func isPlain(t token, lex lexicon) bool {
	_, number := t.number()
	return lex.knows(t.folded) || monthNames()[t.folded] > 0 || number || names().connectors[t.folded]
}

// find gives the sellers with a word: as it is, without the s of a genitive, or, for a word that means nothing else, with a
// slip of the pen.
func (d directory) find(t token, lex lexicon) []int {
	k := key(t.folded)
	if ids := d.byWord[k]; ids != nil {
		return ids
	}
	if stem, ok := strings.CutSuffix(k, "s"); ok && len(stem) >= 3 {
		if ids := d.byWord[stem]; ids != nil {
			return ids
		}
	}
	if isPlain(t, lex) || legalForms[t.folded] || len(k) < 5 {
		return nil
	}
	var out []int
	for w, ids := range d.byWord {
		if len(w) >= 5 && w[0] == k[0] && near(w, k) {
			out = append(out, ids...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func intersect(a, b []int) []int {
	var out []int
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
