package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/pages"
)

const (
	// maxSheetLines is how many lines are put in order together: a page that a person made has a tenth of it.
	maxSheetLines = 20000
	maxHeading    = 120 // characters
	maxHeadLines  = 4
)

// piece is a line of the page model on its way into a block. Lengths are fractions of the page.
type piece struct {
	page           int
	text           string
	x0, y0, x1, y1 float64
	em             float64 // the height of its words
}

// sheetsOf are the lines of a page that have text: one sheet, or several where it has more lines than are put in order together.
func sheetsOf(p pages.Page) [][]piece {
	var out [][]piece
	for lines := range slices.Chunk(p.Lines, maxSheetLines) {
		out = append(out, piecesOf(p, lines))
	}
	return out
}

func piecesOf(p pages.Page, lines []pages.Line) []piece {
	out := make([]piece, 0, len(lines))
	for _, l := range lines {
		text := Clean(l.Text())
		if text == "" {
			continue
		}
		out = append(out, piece{page: p.Number, text: text, x0: l.Box.X0, y0: l.Box.Y0, x1: l.Box.X1, y1: l.Box.Y1, em: wordHeight(l)})
	}
	return out
}

func wordHeight(l pages.Line) float64 {
	hs := make([]float64, 0, len(l.Words))
	for _, w := range l.Words {
		hs = append(hs, w.Box.Y1-w.Box.Y0)
	}
	return median(hs)
}

// median sorts v.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}

func (p piece) line(start, end int) Line {
	return Line{Start: start, End: end, Page: p.page, X0: p.x0, Y0: p.y0, X1: p.x1, Y1: p.y1}
}

// beside tells that both stand at one height, one left of the other.
func (p piece) beside(o piece) bool {
	shared := min(p.y1, o.y1) - max(p.y0, o.y0)
	return shared > 0.5*min(p.y1-p.y0, o.y1-o.y0) && (p.x1 <= o.x0+0.005 || o.x1 <= p.x0+0.005)
}

// join makes one block of lines. A word that was parted at the end of a line is put together again.
func join(kind Kind, level int, list []piece) Block {
	b := Block{Kind: kind, Level: level}
	var text strings.Builder
	for i, p := range list {
		line, end := p.text, "\n"
		switch {
		case i+1 == len(list):
			end = ""
		case parted(line, list[i+1].text):
			line, end = line[:len(line)-1], ""
		}
		b.Lines = append(b.Lines, p.line(text.Len(), text.Len()+len(line)))
		text.WriteString(line)
		text.WriteString(end)
	}
	b.Text = text.String()
	return b
}

// parted tells a hyphen that only the end of the line put there: small letters on both sides.
func parted(line, next string) bool {
	if !strings.HasSuffix(line, "-") {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(line[:len(line)-1])
	after, _ := utf8.DecodeRuneInString(next)
	word, _, _ := strings.Cut(next, " ")
	return unicode.IsLower(before) && unicode.IsLower(after) && !suspended[word]
}

// suspended are the words after which a hyphen at a line's end belongs to the text: "Ein- und Ausgang".
var suspended = map[string]bool{"und": true, "oder": true, "bzw.": true, "and": true, "or": true, "en": true, "of": true, "och": true, "og": true}

// Clean is text that can be stored and shown: valid UTF-8, without control and invisible characters, runs of spaces as one.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r) || r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2064':
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
