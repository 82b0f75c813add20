package counting

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// identifiers are words with a digit, with the signs that numbers of invoices have.
var identifiers = regexp.MustCompile(`[\pL\pN]+(?:[-/._#][\pL\pN]+)*`)

// NumberWords are the words of a question that may be numbers of invoices.
func NumberWords(question string) []string {
	const most = 6
	var out []string
	for _, w := range identifiers.FindAllString(question, -1) {
		if len(out) < most && len(w) >= 3 && len(w) <= 60 && strings.ContainsAny(w, "0123456789") {
			out = append(out, w)
		}
	}
	return out
}

// telling is whether a number alone says that it is one: it has letters and figures, and is no day, quarter or amount.
func telling(w string) bool {
	letters := strings.IndexFunc(w, unicode.IsLetter) >= 0
	return letters && strings.ContainsAny(w, "0123456789") && utf8.RuneCountInString(w) >= 5
}

// tokenize divides a question, the numbers of invoices whole. A number of nothing but figures is one only behind a word that says so.
func tokenize(question string, numbers []string) []token {
	at, length, found := -1, 0, ""
	for _, loc := range identifiers.FindAllStringIndex(question, -1) {
		w := question[loc[0]:loc[1]]
		for _, n := range numbers {
			if strings.EqualFold(w, n) && (telling(w) || announced(question[:loc[0]])) && at < 0 {
				at, length, found = loc[0], len(w), n
			}
		}
	}
	if at < 0 {
		return tokens(question)
	}
	out := append(tokens(question[:at]), token{text: question[at : at+length], folded: "#", invoice: found})
	return append(out, tokenize(question[at+length:], numbers)...)
}

// announced tells whether the last word before a number says that it is one.
func announced(before string) bool {
	list := tokens(before)
	if len(list) == 0 {
		return false
	}
	for _, lex := range lexicons() {
		for _, c := range []string{"numbered", "no", "one"} {
			if k := lex.is(list, len(list)-1, c); k == 1 && (c != "one" || lex.is(list, len(list)-1, "invoice") > 0) {
				return true
			}
		}
	}
	return false
}
