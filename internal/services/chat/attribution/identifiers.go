package attribution

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
)

var (
	identifier = regexp.MustCompile(`\b(?:[\pL\d]+(?:[-/_.][\pL\d]+)+|[\pL]+\d[\pL\d]*|\d+[\pL][\pL\d]*)\b`)
	iban       = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b`)
)

// isIdentifier tells whether a run is an identifier: letters and digits mixed, or digits in groups that make no number.
func isIdentifier(run string) bool {
	digits, letters := 0, 0
	for _, r := range run {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	if digits == 0 || digits+letters < 4 {
		return false
	}
	if letters > 0 {
		return !unitAfterNumber.MatchString(run)
	}
	return strings.ContainsAny(run, "-/_")
}

// unitAfterNumber is a quantity without a space, such as 30kg or 2,5mm: a number, not an identifier.
var unitAfterNumber = regexp.MustCompile(`^[\d.,]+\pL{1,4}$`)

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// foldKeepCase takes the accents off and leaves capitals.
func foldKeepCase(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		if folded := lang.Fold(string(r)); unicode.IsUpper(r) {
			b.WriteString(strings.ToUpper(folded))
		} else {
			b.WriteString(folded)
		}
	}
	return b.String()
}
