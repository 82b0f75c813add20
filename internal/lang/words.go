package lang

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Words is what a language's words.json says.
type Words struct {
	// Stop are the words that say nothing by themselves.
	Stop []string `json:"stop"`
	// Telling are other frequent words, those of invoices above all: they tell the language.
	Telling []string `json:"telling"`
	// Abbreviations stand before a point that ends no sentence.
	Abbreviations []string `json:"abbreviations"`
	// Pronouns stand for something that was said before.
	Pronouns []string `json:"pronouns"`
	// Openers begin a question that goes on with the one before.
	Openers []string `json:"openers"`
}

// vocabulary is the words of all languages.
type vocabulary struct {
	written, folded map[string][]string // a word in lower case, or as Key makes it -> languages
	stop, pronouns  map[string]map[string]bool
	abbreviations   map[string]bool
	openers         map[string]bool
	letters         map[rune][]string
}

var words = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{
		written: map[string][]string{}, folded: map[string][]string{}, stop: map[string]map[string]bool{},
		pronouns: map[string]map[string]bool{}, abbreviations: map[string]bool{}, openers: map[string]bool{}, letters: map[rune][]string{},
	}
	for _, f := range ReadJSON[Words]("words.json") {
		v.add(f.Language, f.Data)
	}
	return v
})

func (v *vocabulary) add(code string, w Words) {
	v.stop[code], v.pronouns[code] = set(w.Stop), set(w.Pronouns)
	for _, word := range slices.Concat(w.Stop, w.Telling) {
		word = strings.ToLower(word)
		addOnce(v.written, word, code)
		addOnce(v.folded, Key(word), code)
	}
	for _, a := range w.Abbreviations {
		v.abbreviations[a] = true
	}
	for _, o := range w.Openers {
		v.openers[o] = true
	}
	for _, r := range Of(code).Letters {
		v.letters[r] = append(v.letters[r], code)
	}
}

func addOnce(to map[string][]string, word, code string) {
	if !slices.Contains(to[word], code) {
		to[word] = append(to[word], code)
	}
}

// IsWord tells whether a text, as Key makes it, is a frequent word of a language.
func IsWord(key string) bool { return len(words().folded[key]) > 0 }

// IsWritten tells whether a word in lower case, as it is written, is a frequent word of a language.
func IsWritten(word string) bool { return len(words().written[word]) > 0 }

// IsStopWord tells whether a word in lower case, unfolded, says nothing by itself in one of the languages.
func IsStopWord(word string, codes ...string) bool {
	return slices.ContainsFunc(codes, func(c string) bool { return words().stop[c][word] })
}

// IsPronoun tells whether a word in lower case stands for something that was said before.
func IsPronoun(word, code string) bool { return words().pronouns[code][word] }

// IsOpener tells whether a word in lower case begins a question that goes on with the one before, in any language.
func IsOpener(word string) bool { return words().openers[word] }

// IsAbbreviation tells whether a word in lower case, without its last point, is an abbreviation in any language.
func IsAbbreviation(word string) bool { return words().abbreviations[word] }

// Split gives the runs of letters, digits and inner apostrophes of a text; an apostrophe after one or two letters, as in
// French l'heure, divides.
func Split(text string) []string {
	var out []string
	for _, run := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
	}) {
		out = append(out, divide(strings.ReplaceAll(run, "’", "'"))...)
	}
	return out
}

func divide(run string) []string {
	run = strings.Trim(run, "'")
	if run == "" {
		return nil
	}
	if at := strings.IndexByte(run, '\''); at > 0 && at <= 2 && at+1 < len(run) {
		return append([]string{run[:at]}, divide(run[at+1:])...)
	}
	return []string{run}
}
