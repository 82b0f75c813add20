package pages

import (
	"slices"
	"unicode"
)

// logical puts the letters of a word that is written from right to left into the order in which it is read: pdftotext tells
// them from left to right. Numbers and Latin letters inside keep their order.
func logical(text string) string {
	letters := []rune(text)
	if !slices.ContainsFunc(letters, RightToLeft) {
		return text
	}
	slices.Reverse(letters)
	for i := 0; i < len(letters); {
		end := i
		for end < len(letters) && leftToRight(letters[end]) {
			end++
		}
		for end > i && !unicode.IsLetter(letters[end-1]) && !unicode.IsDigit(letters[end-1]) {
			end-- // a sign at the end belongs to what follows
		}
		slices.Reverse(letters[i:end])
		i = max(end, i+1)
	}
	return string(letters)
}

// RightToLeft tells letters of scripts that are written from right to left.
func RightToLeft(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew) && unicode.IsLetter(r)
}

// leftToRight tells digits, Latin letters and the signs inside numbers.
func leftToRight(r rune) bool {
	switch r {
	case '.', ',', '/', '-', ':', '+', '%':
		return true
	}
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !RightToLeft(r)
}
