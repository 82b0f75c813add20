package chunking

import (
	_ "embed" // the words
	"strings"
	"sync"
	"unicode"
)

//go:embed data/stopwords.txt
var stopwordFile string

// stopwords gives the languages in which a word is a frequent one.
var stopwords = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, l := range dataLines(stopwordFile) {
		seen := map[string]bool{}
		for _, w := range l.words {
			if !seen[w] {
				seen[w] = true
				out[w] = append(out[w], l.language)
			}
		}
	}
	return out
})

type dataLine struct {
	language string
	words    []string
}

// dataLines reads a file of this package's: a language and its words a line, # before remarks.
func dataLines(file string) []dataLine {
	var out []dataLine
	for line := range strings.Lines(file) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "#" {
			out = append(out, dataLine{f[0], f[1:]})
		}
	}
	return out
}

// What the words must say before a language is named.
const (
	minShare  = 0.04 // of the words are frequent ones of the language
	minWeight = 1.2  // words that only one language has count 1
	minLead   = 1.15 // over the next language
	maxLooked = 4000 // words that are looked at
)

// letterHints are letters that few languages have.
var letterHints = map[rune][]string{
	'ß': {"de"}, 'ä': {"de", "sv", "fi"}, 'ö': {"de", "sv", "fi"}, 'ü': {"de"}, 'å': {"sv", "da", "nb"}, 'ø': {"da", "nb"}, 'æ': {"da", "nb"},
	'ñ': {"es"}, '¿': {"es"}, '¡': {"es"}, 'ã': {"pt"}, 'õ': {"pt"}, 'ç': {"fr", "pt"}, 'è': {"fr", "it"}, 'ê': {"fr", "pt"}, 'œ': {"fr"}, 'ì': {"it"}, 'ò': {"it"},
}

const letterWeight = 0.15

// Language tells the language of a text by its frequent words and its letters: ISO 639-1, "" when it cannot be told.
func Language(text string) string {
	weights := map[string]float64{}
	words := 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if words++; words > maxLooked {
			break
		}
		w = strings.ToLower(w)
		langs := stopwords()[w]
		for _, l := range langs {
			weights[l] += 1 / float64(len(langs))
		}
		for _, r := range w {
			for _, l := range letterHints[r] {
				weights[l] += letterWeight
			}
		}
	}
	return clearest(weights, words)
}

// clearest is the language that leads, if it leads.
func clearest(weights map[string]float64, words int) string {
	best, second := "", 0.0
	for l, w := range weights {
		switch {
		case best == "" || w > weights[best] || w == weights[best] && l < best:
			if best != "" {
				second = max(second, weights[best])
			}
			best = l
		default:
			second = max(second, w)
		}
	}
	if best == "" || weights[best] < max(minWeight, minShare*float64(words)) || weights[best] < minLead*second {
		return ""
	}
	return best
}
