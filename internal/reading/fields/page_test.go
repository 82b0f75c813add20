package fields_test

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/pages"
)

// sheet lays text out on a page by columns and rows of a grid, as a printer with letters of one width would.
type sheet struct{ page pages.Page }

const (
	gridWidth  = 100 // characters a row
	gridHeight = 70  // rows a page
)

func newSheet(number int) *sheet {
	return &sheet{pages.Page{Number: number, Width: 595, Height: 842, Source: pages.FromText}}
}

// put writes text with its first letter at a place of the grid.
func (s *sheet) put(row, column int, text string) {
	const w, h = 1.0 / gridWidth, 1.0 / gridHeight
	var l pages.Line
	at := column
	for word := range strings.SplitSeq(text, " ") {
		n := utf8.RuneCountInString(word)
		if n > 0 {
			box := pages.Box{X0: float64(at) * w, Y0: float64(row)*h + 0.2*h, X1: float64(at+n) * w, Y1: float64(row+1) * h}
			l.Words = append(l.Words, pages.Word{Text: word, Box: box, Confidence: 1})
		}
		at += n + 1
	}
	if len(l.Words) == 0 {
		return
	}
	l.Box = pages.Box{X0: l.Words[0].Box.X0, Y0: l.Words[0].Box.Y0, X1: l.Words[len(l.Words)-1].Box.X1, Y1: l.Words[0].Box.Y1}
	s.page.Lines = append(s.page.Lines, l)
}

// putRight writes text that ends at a column.
func (s *sheet) putRight(row, end int, text string) {
	s.put(row, end-utf8.RuneCountInString(text), text)
}

// text lays out lines; two spaces and more part cells.
func (s *sheet) text(lines string) *sheet {
	for row, line := range strings.Split(lines, "\n") {
		column := 0
		for line != "" {
			n := len(line) - len(strings.TrimLeft(line, " "))
			line, column = line[n:], column+n
			end := strings.Index(line, "  ")
			if end < 0 {
				end = len(line)
			}
			s.put(row, column, line[:end])
			column += utf8.RuneCountInString(line[:end])
			line = line[end:]
		}
	}
	return s
}
