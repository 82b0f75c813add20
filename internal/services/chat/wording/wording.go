// Package wording is what chat asks of the words of a text: which language a question is in, which of its words mean
// something, when two words are forms of one, and whether a question leans on the one before.
//
// It owns comparing two texts. It does not own the words themselves, which are the languages' data, nor the search's analysis:
// here two texts are compared, there millions are found.
package wording

import (
	"strings"
	"sync"
	"unicode"

	"github.com/docketapi/docket/internal/lang"
)

// Language is the ISO 639-1 code of a language that answers are worded in.
type Language string

// English is what a question without a sign of any language is taken for.
const English Language = "en"

// Languages are those that answers are worded in, English first: the languages with a file of answers.
var Languages = sync.OnceValue(func() []Language {
	out := []Language{English}
	for _, c := range codes() {
		if c != string(English) {
			out = append(out, Language(c))
		}
	}
	return out
})

var codes = sync.OnceValue(func() []string {
	var out []string
	for _, f := range lang.ReadText("answers.json") {
		out = append(out, f.Language)
	}
	return out
})

// letterWeight is what letters say that only one of the languages has, however many they are.
const letterWeight = 0.6

// Detect tells the language of a question. Without a sign of any it is English.
func Detect(text string) Language {
	tally := lang.NewTally(codes()...)
	lower := strings.ToLower(text)
	for _, w := range lang.Split(lower) {
		tally.Word(w)
	}
	for _, c := range codes() {
		if letters := lang.Of(c).Letters; letters != "" && strings.ContainsAny(lower, letters) {
			tally.Add(c, letterWeight)
		}
	}
	best := English
	for _, l := range Languages() {
		if tally.Weight(string(l)) > tally.Weight(string(best)) {
			best = l
		}
	}
	return best
}

// IsStopWord tells whether a word in lower case, unfolded, says nothing by itself in any of the languages.
func IsStopWord(word string) bool { return lang.IsStopWord(word, codes()...) }

// Terms are the words of a text that mean something, folded, in order.
func Terms(text string) []string {
	var out []string
	for _, w := range lang.Split(strings.ToLower(text)) {
		if !IsStopWord(w) && len(w) > 1 || isDigits(w) {
			out = append(out, lang.Fold(w))
		}
	}
	return out
}

func isDigits(w string) bool {
	for _, r := range w {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return w != ""
}

// minStem is how many letters two words must begin with in common to be forms of one.
const minStem = 4

// Akin tells whether two folded words seem to be forms of one: equal, or with a common beginning that leaves short ends. One
// inside the other counts for long words, as in German compounds.
func Akin(a, b string) bool {
	if a == b {
		return true
	}
	if hasDigit(a) || hasDigit(b) {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for n < len(a) && a[n] == b[n] {
		n++
	}
	if n >= minStem && len(a)-n <= 2 && len(b)-n <= 3 && 5*n >= 3*len(b) {
		return true
	}
	return len(a) >= 6 && strings.Contains(b, a)
}

func hasDigit(w string) bool { return strings.ContainsAny(w, "0123456789") }

// Dependent tells whether a question leans on the one before: it has a word that stands for something said there.
func Dependent(question string) bool {
	own := string(Detect(question))
	for i, w := range lang.Split(strings.ToLower(question)) {
		if lang.IsPronoun(w, own) || i == 0 && lang.IsOpener(w) {
			return true
		}
	}
	return false
}
