package chunking

import (
	"strings"
	"unicode"

	"github.com/docketapi/docket/internal/lang"
)

// What the words must say before a language is named.
const (
	minShare  = 0.04 // of the words are frequent ones of the language
	minWeight = 1.2  // words that only one language has count 1
	minLead   = 1.15 // over the next language
	maxLooked = 4000 // words that are looked at
)

// letterWeight is what a letter says that few languages have.
const letterWeight = 0.15

// Language tells the language of a text by its frequent words and its letters: ISO 639-1, "" when it cannot be told.
func Language(text string) string {
	tally := lang.NewTally()
	words := 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if words++; words > maxLooked {
			break
		}
		w = strings.ToLower(w)
		tally.Word(w)
		tally.Letters(w, letterWeight)
	}
	return clearest(tally, words)
}

// clearest is the language that leads, if it leads.
func clearest(tally *lang.Tally, words int) string {
	ranked := tally.Ranked(0)
	if len(ranked) == 0 {
		return ""
	}
	best, second := tally.Weight(ranked[0]), 0.0
	if len(ranked) > 1 {
		second = tally.Weight(ranked[1])
	}
	if best < max(minWeight, minShare*float64(words)) || best < minLead*second {
		return ""
	}
	return ranked[0]
}
