package terms

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
)

// german are the letters that German spells out where they cannot be typed; the Nordic languages do the same.
var german = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe")

// Forms gives the ways a word in lower case is typed: as it is, with its umlauts spelled out, without accents.
func Forms(word string) []string {
	if ascii(word) {
		return []string{word}
	}
	out := []string{word}
	for _, form := range []string{lang.Fold(german.Replace(word)), lang.Fold(word)} {
		if !slices.Contains(out, form) {
			out = append(out, form)
		}
	}
	return out
}

// Folded gives a word's forms without accents, with a space between where there are two.
func Folded(word string) string {
	if ascii(word) {
		return word
	}
	return strings.Join(slices.DeleteFunc(Forms(word), func(f string) bool { return f == word && !ascii(f) && lang.Fold(f) != f }), " ")
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Exact tells whether a word is compared as it is: an identifier, a number, or of a script without words.
func Exact(word string) bool {
	for _, r := range word {
		if unicode.IsDigit(r) || unspaced(r) {
			return true
		}
	}
	return false
}
