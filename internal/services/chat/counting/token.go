package counting

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
)

// token is a word, a number or a sign of a question.
type token struct {
	text    string // as it was written
	folded  string
	invoice string // the number of an invoice that it is
}

// maxTokens bounds the questions that are looked at: nobody counts in longer ones.
const maxTokens = 60

// word is what tokens are: dates in figures stay whole, as do 2. and Q2.
var word = regexp.MustCompile(`\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.\d{1,2}\.|\d{1,2}/\d{4}|\d{4}-\d{2}\b|[\pL\pM_]+\d*|\d+(?:st|nd|rd|th|er|ème|eme|e)\b|\d{1,3}(?:[ \x{a0}\x{202f}'’]\d{3})+(?:[.,]\d{1,2})?\b|\d+(?:[.,]\d+)*|[-–—€$£%<>=+&]`)

// tokens divides a text. Signs that end or divide sentences are left out.
func tokens(text string) []token {
	var out []token
	for _, w := range word.FindAllString(joinInitials(text), -1) {
		f := lang.Fold(w)
		if marked, ok := toldByMarks[strings.ToLower(w)]; ok {
			f = marked
		}
		if f == "—" || f == "–" {
			f = "-"
		}
		out = append(out, token{text: w, folded: f})
	}
	return out
}

// toldByMarks are words that only the marks on their letters tell from others: a verb from a noun, what would be from what was.
var toldByMarks = map[string]string{"facturé": "facturee", "hätte": "hätte", "hätten": "hätten", "wäre": "wäre", "wären": "wären"}

// dotted is a run of words with dots and no spaces between them.
var dotted = regexp.MustCompile(`\pL+(?:\.\pL+)+`)

// joinInitials makes one word of each dotted abbreviation: e.K. is said without its dots, too.
func joinInitials(text string) string {
	return dotted.ReplaceAllStringFunc(text, func(s string) string {
		for _, part := range strings.Split(s, ".") {
			if utf8.RuneCountInString(part) > 1 {
				return s
			}
		}
		return strings.ReplaceAll(s, ".", "")
	})
}

func (t token) number() (n int, ok bool) {
	s := strings.TrimRightFunc(t.folded, unicode.IsLetter)
	if s == "" || len(s) > 4 {
		return 0, false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = 10*n + int(r-'0')
	}
	return n, true
}

// year is the token as a year that invoices may have.
func (t token) year() (int, bool) {
	n, ok := t.number()
	return n, ok && len(t.folded) == 4 && n >= 1990 && n <= 2099
}
