package terms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// atom is a series of letters, digits and marks.
type atom struct {
	word       string // in lower case, composed
	start, end int
	after      string // what stands between it and the next one, "" for the last
	runes      int
	digits     int
	upper      bool // no letter in lower case
	unspaced   bool // of a script that puts nothing between words
}

// invisible runes stand inside words and are not part of them.
var invisible = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\ufeff", "")

func atoms(text string) []atom {
	var out []atom
	for at := 0; at < len(text); {
		start := at
		for start < len(text) && !inWord(runeAt(text, start)) {
			start += sizeAt(text, start)
		}
		if len(out) > 0 {
			out[len(out)-1].after = text[at:start]
		}
		end := start
		for end < len(text) && (inWord(runeAt(text, end)) || end > start && runeAt(text, end) == '\u00ad') {
			end += sizeAt(text, end)
		}
		if end > start {
			out = append(out, newAtom(text, start, end))
		}
		at = max(end, start)
	}
	return out
}

func newAtom(text string, start, end int) atom {
	written := text[start:end]
	a := atom{start: start, end: end, upper: true}
	for _, r := range written {
		a.runes++
		if unicode.IsDigit(r) {
			a.digits++
		}
		if unicode.IsLower(r) {
			a.upper = false
		}
		a.unspaced = a.unspaced || unspaced(r)
	}
	if a.runes == len(written) {
		a.word = strings.ToLower(written)
		return a
	}
	a.word = strings.ToLower(norm.NFKC.String(invisible.Replace(written)))
	return a
}

// unspaced tells whether a rune is of a script that puts nothing between words. All of them are behind Thai.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// Unspaced tells whether a rune is of a script that puts nothing between words.
func Unspaced(r rune) bool { return unspaced(r) }

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

func runeAt(s string, i int) rune {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

func sizeAt(s string, i int) int {
	if s[i] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return n
}
