package pages

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Characters is how many letters and digits the page's words have.
func (p Page) Characters() int {
	n := 0
	for _, l := range p.Lines {
		for _, w := range l.Words {
			for _, r := range w.Text {
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					n++
				}
			}
		}
	}
	return n
}

// Garbled tells a text layer that is nonsense: a font without a usable map to characters gives private-use or replacement
// characters, or letters shifted against the alphabet. Such a page must be read as a picture.
func (p Page) Garbled() bool {
	c := soupCount{seen: map[string]bool{}}
	for _, l := range p.Lines {
		for _, w := range l.Words {
			c.add(w.Text)
		}
	}
	switch {
	case c.broken*10 > c.characters*3:
		return true
	case c.words >= 20 && c.plausible*10 < c.words*4:
		return true
	}
	// Every language in Latin letters has a vowel among three letters or so; shifted letters have one among six.
	return c.letters >= 60 && c.vowels*100 < c.letters*20
}

// soupCount counts what tells text from soup. Letters and vowels are those of ASCII, in each different word once: a table may
// have one abbreviation in every row, and codes of letters and digits, which it leaves out, are of no language.
type soupCount struct {
	characters, broken, words, plausible, letters, vowels int

	seen map[string]bool
}

func (c *soupCount) add(word string) {
	for _, r := range word {
		c.characters++
		if brokenRune(r) {
			c.broken++
		}
	}
	c.words++
	if plausibleWord(word) {
		c.plausible++
	}
	if !c.seen[word] && !strings.ContainsFunc(word, unicode.IsDigit) {
		c.addLetters(word)
	}
	c.seen[word] = true
}

func (c *soupCount) addLetters(word string) {
	for _, r := range word {
		if lower := r | 0x20; lower >= 'a' && lower <= 'z' {
			c.letters++
			if strings.ContainsRune("aeiouy", lower) {
				c.vowels++
			}
		}
	}
}

func brokenRune(r rune) bool {
	return r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.IsControl(r) || !unicode.IsGraphic(r)
}

// plausibleWord tells a number, or letters in one of the three ways words are written (lower, Capital, UPPER); with
// punctuation around.
func plausibleWord(s string) bool {
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) })
	var upper, lower, digits, other int
	for i, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsUpper(r):
			if i > 0 {
				upper++
			}
		case unicode.IsLetter(r):
			lower++
		case unicode.IsPunct(r), unicode.IsSymbol(r):
			other++
		default:
			return false
		}
	}
	if digits > 0 || s == "" {
		return other <= digits
	}
	return other <= 2 && (upper == 0 || lower == 0)
}
