package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/pages"
)

// quality is how much a page's words look like words, by character: 2 were all proven by check digits, 1 all in the
// dictionary, below 0 all soup.
func quality(p pages.Page) float64 {
	sum, all := 0.0, 0.0
	for _, l := range p.Lines {
		for _, w := range l.Words {
			n := float64(utf8.RuneCountInString(w.Text))
			sum, all = sum+n*worth(w.Text), all+n
		}
	}
	if all == 0 {
		return -1
	}
	return sum / all
}

// worth judges a word: 2 for an identifier whose check digits hold, 1 for a word of a language, down to -1 for letters of
// several scripts, or letters between digits.
func worth(text string) float64 {
	compact := identifier.Compact(text)
	switch {
	case identifier.ValidIBAN(compact), identifier.CheckVAT(compact) == identifier.VATChecked:
		return 2
	case lang.IsWord(lang.Key(text)):
		return 1
	case mixed(text):
		return -1
	case numeric(text):
		return 0.6
	}
	return 0.3
}

// numeric tells a word of digits and their signs.
func numeric(text string) bool {
	digits := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			return false
		case unicode.IsDigit(r):
			digits = true
		}
	}
	return digits
}

// mixed tells a word in letters of several scripts, with marks no word has, or with a small letter between digits, as
// recognition takes l for 1.
func mixed(text string) bool {
	var latin, cyrillic, greek bool
	previous := ' '
	turns := 0
	for _, r := range strings.Trim(text, ".,;:()") {
		latin = latin || unicode.Is(unicode.Latin, r)
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
		greek = greek || unicode.Is(unicode.Greek, r)
		if r == utf8.RuneError || unicode.Is(unicode.Co, r) || r == '^' || r == '~' {
			return true
		}
		if unicode.IsLower(r) && unicode.IsDigit(previous) || unicode.IsDigit(r) && unicode.IsLower(previous) {
			turns++
		}
		previous = r
	}
	return latin && cyrillic || latin && greek || cyrillic && greek || turns > 0
}

// unread tells a picture on which next to nothing was recognised.
func unread(p pages.Page) bool {
	sure, all := 0.0, 0
	for _, w := range p.Words() {
		sure += w.Confidence
		all++
	}
	return all < 5 || sure/float64(all) < 0.6
}

// foreign tells a page in letters that recognition does not know: Cyrillic, Greek, Hebrew, Arabic or Korean.
func foreign(p pages.Page) bool {
	letters, of := 0, 0
	for _, w := range p.Words() {
		for _, r := range w.Text {
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Hangul) {
				of++
			}
		}
	}
	return letters > 0 && of*3 > letters
}

// overlaid finds the words of a page by their place.
type overlaid struct{ rows map[int][]pages.Word }

// rowsOf is into how many rows a page is divided to find words.
const rowsOf = 100

func overlay(p pages.Page) *overlaid {
	o := &overlaid{rows: map[int][]pages.Word{}}
	for _, w := range p.Words() {
		row := int((w.Box.Y0 + w.Box.Y1) / 2 * rowsOf)
		o.rows[row] = append(o.rows[row], w)
	}
	return o
}

// at is the word that takes the same place as a box, more or less.
func (o *overlaid) at(b pages.Box) (pages.Word, bool) {
	var best pages.Word
	most := 0.5
	row := int((b.Y0 + b.Y1) / 2 * rowsOf)
	for r := row - 1; r <= row+1; r++ {
		for _, w := range o.rows[r] {
			across := min(b.X1, w.Box.X1) - max(b.X0, w.Box.X0)
			down := min(b.Y1, w.Box.Y1) - max(b.Y0, w.Box.Y0)
			wide := max(b.X1-b.X0, w.Box.X1-w.Box.X0)
			if across > 0 && down > 0 && across/wide > most {
				best, most = w, across/wide
			}
		}
	}
	return best, best.Text != ""
}

// agreement is the share of recognised words, of three characters and more, that stand in the other layer at their place.
func agreement(read pages.Page, over *overlaid) float64 {
	same, all := 0, 0
	for _, w := range read.Words() {
		if utf8.RuneCountInString(w.Text) < 3 {
			continue
		}
		all++
		if other, ok := over.at(w.Box); ok && lang.Key(other.Text) == lang.Key(w.Text) {
			same++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(same) / float64(all)
}
