package chunking

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"github.com/docketapi/docket/internal/lang"
)

// sentenceEnds gives where the sentences of a text end, the last at its end. A line's end is a space; a point after an
// abbreviation, an initial or an ordinal number ends nothing.
func sentenceEnds(text string) []int {
	flat := strings.ReplaceAll(text, "\n", " ") // as long; the rules of Unicode would end a sentence there
	var ends []int
	for parts := sentences.FromString(flat); parts.Next(); {
		at := parts.End()
		if at < len(flat) && goesOn(flat[:at], flat[at:]) {
			continue
		}
		ends = append(ends, at)
	}
	return ends
}

// maxWord bounds what is taken for the word before a point.
const maxWord = 64

// goesOn tells that the sentence before has not ended: its last point belongs to a word, or what follows cannot begin one.
func goesOn(before, after string) bool {
	trimmed := strings.TrimRight(before, " \t")
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " \t"))
	if !strings.HasSuffix(trimmed, ".") {
		return false
	}
	word := trimmed[max(0, len(trimmed)-maxWord) : len(trimmed)-1]
	if i := strings.LastIndexAny(word, " \t\u00a0"); i >= 0 {
		word = word[i+1:]
	}
	word = strings.ToLower(strings.TrimLeft(word, `([{"'„“«`))
	switch {
	case lang.IsAbbreviation(word) || unicode.IsLower(next):
		return true
	case word != "" && len(word) <= 2 && strings.Trim(word, "0123456789") == "":
		return true // an ordinal: "am 3. März"
	}
	first, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsLetter(first) // an initial: "J. Weber"
}
