package chunking

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/rangetable"

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

// Language tells the language of a text by its script where that is enough, else by its frequent words and its letters: ISO 639-1,
// "" when it cannot be told.
func Language(text string) string {
	if l := byScript(text); l != "" {
		return l
	}
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

// mostLooked is how many characters of a text are looked at for its script.
const mostLooked = 20_000

// byScript tells the languages that have a script of their own, and those of Cyrillic by the letters that only one has.
func byScript(text string) string {
	counts, letters, looked := map[string]int{}, 0, 0
	var own [4]int // Ukrainian, Serbian, Russian, and the hard sign, which only Bulgarian has for a vowel
	for _, r := range text {
		if looked++; looked > mostLooked {
			break
		}
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r < 0x370 {
			continue
		}
		for name, table := range scripts {
			if unicode.Is(table, r) {
				counts[name]++
			}
		}
		for i, set := range [...]string{"іїєґІЇЄҐ", "јљњћђџЈЉЊЋЂЏ", "ыэёЫЭЁ", "ъЪ"} {
			if strings.ContainsRune(set, r) {
				own[i]++
			}
		}
	}
	most := func(name string) bool { return counts[name]*2 > letters }
	switch {
	case counts["ja"] > 0 && (counts["ja"]+counts["zh"])*2 > letters && counts["ja"]*10 > counts["zh"]:
		return "ja"
	case most("zh"):
		return "zh"
	case most("ko"):
		return "ko"
	case most("el"):
		return "el"
	case most("he"):
		return "he"
	case !most("cyrillic"):
		return ""
	case own[2] > 0 && own[2] >= own[0]+own[1]:
		return "ru"
	case own[0] > own[1]:
		return "uk"
	case own[1] > 0:
		return "sr"
	case own[3]*50 > letters:
		return "bg"
	}
	return "ru"
}

var scripts = map[string]*unicode.RangeTable{
	"zh": unicode.Han, "ja": kanaTable, "ko": unicode.Hangul, "el": unicode.Greek, "he": unicode.Hebrew, "cyrillic": unicode.Cyrillic,
}

// kanaTable is both of the scripts that only Japanese has.
var kanaTable = rangetable.Merge(unicode.Hiragana, unicode.Katakana)
