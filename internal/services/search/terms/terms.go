// Package terms finds what is indexed of a text: its words, the parts of compounds, and identifiers such as invoice numbers,
// VAT ids, IBANs and amounts, each in one spelling whatever spaces and punctuation it was written with.
//
// It owns what a word is. It does not own stems (the database's snowball dictionaries make them) nor how terms are ranked.
package terms

import (
	"strings"
)

// maxWord is how many bytes of a word count: longer ones are data in letters, not words.
const maxWord = 64

// Token is a word of a text, or a series of words that are one identifier.
type Token struct {
	Word       string // in lower case, composed
	Start, End int    // its bytes in the text
	// Exact tokens are compared as they are, in any language: identifiers without their punctuation, and numbers.
	Exact bool
	// Extra tokens say what other tokens say in another form; they do not count for the length of a text.
	Extra bool
}

// Of gives the tokens of a text to be found.
func Of(text string) []Token { return scan(text, false) }

// OfQuestion gives the tokens of a question. People type identifiers in lower case, so any short word may begin one.
func OfQuestion(text string) []Token { return scan(text, true) }

func scan(text string, loose bool) []Token {
	all := atoms(text)
	groups := glue(all)
	out := make([]Token, 0, len(text)/6)
	at := 0
	for i, g := range groups {
		out = g.tokens(out, text)
		for range g.atoms {
			out = dates(out, all, at)
			at++
		}
		out = wide(out, groups[i:])
		if i == 0 || !g.onlyDigits() || !groups[i-1].precedes(g) { // the rest of a series begins nothing
			out = spaced(out, groups[i:], loose)
		}
	}
	return out
}

// tokens adds the words of a group, and what they are together.
func (g group) tokens(out []Token, text string) []Token {
	first, last := g.atoms[0], g.atoms[len(g.atoms)-1]
	if n, ok := g.number(); ok {
		out = append(out, Token{Word: n, Start: first.start, End: last.end, Exact: true})
		if whole, fraction, cut := strings.Cut(n, "."); cut && strings.Trim(fraction, "0") == "" {
			out = append(out, Token{Word: whole, Start: first.start, End: last.end, Exact: true, Extra: true})
		}
		return out
	}
	for _, a := range g.atoms {
		out = a.tokens(out, text)
	}
	if len(g.atoms) == 1 || !g.digits() && !g.compound() {
		return out
	}
	if joined := g.joined(); len(joined) <= maxWord {
		out = append(out, Token{Word: joined, Start: first.start, End: last.end, Exact: Exact(joined), Extra: true})
	}
	return out
}

// tokens adds the words of an atom: itself, or pairs of characters in scripts that put nothing between words.
func (a atom) tokens(out []Token, text string) []Token {
	if !a.unspaced {
		if len(a.word) > maxWord {
			return out
		}
		return append(out, Token{Word: a.word, Start: a.start, End: a.end, Exact: Exact(a.word)})
	}
	runes := []rune(a.word)
	if len(runes) == 1 {
		return append(out, Token{Word: a.word, Start: a.start, End: a.end, Exact: true})
	}
	at := places(text, a)
	for i := range runes[:len(runes)-1] {
		t := Token{Word: string(runes[i : i+2]), Start: a.start, End: a.end, Exact: true}
		if at != nil {
			t.Start, t.End = at[i], at[i+2]
		}
		out = append(out, t)
	}
	return out
}
