// Package lingo is what chat knows of languages: which one a text is in, which of its words mean something, and when two
// words are forms of one.
//
// It owns German, English and French; other languages are read by their words' beginnings alone. It does not own the search's
// analysis: here two texts are compared, there millions are found.
package lingo

import (
	"embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed data
var data embed.FS

// Language is an ISO 639-1 code.
type Language string

// The languages that answers are worded in.
const (
	German  Language = "de"
	English Language = "en"
	French  Language = "fr"
)

var languages = []Language{English, German, French}

var (
	stop = loadWords("stop")
	hint = loadWords("hint") // words that tell a language, though they mean something
)

func loadWords(kind string) map[Language]map[string]bool {
	out := make(map[Language]map[string]bool, len(languages))
	for _, l := range languages {
		b, err := data.ReadFile("data/" + kind + "_" + string(l) + ".txt")
		if err != nil {
			panic(err) // the file is part of the program
		}
		set := map[string]bool{}
		for _, w := range strings.Fields(string(b)) {
			set[w] = true
		}
		out[l] = set
	}
	return out
}

// marks are letters that only one of the languages has.
var marks = map[Language]string{German: "äöüß", French: "éèêàâçùîïôœ"}

// Detect tells the language of a text. Without a sign of any it is English.
func Detect(text string) Language {
	score := map[Language]float64{}
	lower := strings.ToLower(text)
	for _, w := range Words(lower) {
		n := 0
		for _, l := range languages {
			if stop[l][w] || hint[l][w] {
				n++
			}
		}
		for _, l := range languages {
			if stop[l][w] || hint[l][w] {
				score[l] += 1 / float64(n)
			}
		}
	}
	for l, letters := range marks {
		if strings.ContainsAny(lower, letters) {
			score[l] += 0.6
		}
	}
	best := English
	for _, l := range languages {
		if score[l] > score[best] {
			best = l
		}
	}
	return best
}

// Words are the runs of letters, digits and inner apostrophes of a text; an apostrophe after one or two letters, as in
// French l'heure, divides.
func Words(text string) []string {
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

// Fold is a text in lower case without accents: ä is a, ß is ss.
func Fold(text string) string {
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			ascii = false
			break
		}
	}
	text = strings.ToLower(text)
	if ascii {
		return text
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Stopword tells whether a word in lower case, unfolded, says nothing by itself in any of the languages.
func Stopword(word string) bool {
	for _, l := range languages {
		if stop[l][word] {
			return true
		}
	}
	return false
}

// Terms are the words of a text that mean something, folded, in order.
func Terms(text string) []string {
	var out []string
	for _, w := range Words(strings.ToLower(text)) {
		if !Stopword(w) && len(w) > 1 || isDigits(w) {
			out = append(out, Fold(w))
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

var pronouns = loadWords("pronoun")

// Dependent tells whether a question leans on the one before: it has a word that stands for something said there.
func Dependent(question string) bool {
	lower := strings.ToLower(question)
	own := pronouns[Detect(question)]
	for i, w := range Words(lower) {
		if own[w] || i == 0 && opens[w] {
			return true
		}
	}
	return false
}

// opens are words that begin a question which goes on with the one before.
var opens = map[string]bool{"and": true, "und": true, "et": true, "also": true, "auch": true}
