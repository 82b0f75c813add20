// Package layouttest makes pages for the tests of what is read off them.
//
// It owns how words stand on a made page. It does not own what a page is (layout).
package layouttest

import (
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Shares of the page that made letters and rows take.
const (
	letter = 0.009
	space  = 0.5 * letter
	high   = 0.011
	pitch  = 0.02
)

// Page is a page of text, a row each. A tab parts a row into segments, which begin at the eighths of the width.
func Page(rows ...string) *layout.Page {
	p := pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromText}
	for i, row := range rows {
		for column, text := range strings.Split(row, "\t") {
			if l := line(0.06+0.125*float64(column), 0.05+pitch*float64(i), text); len(l.Words) > 0 {
				p.Lines = append(p.Lines, l)
			}
		}
	}
	return layout.Build(p)
}

func line(x, y float64, text string) pages.Line {
	var l pages.Line
	for w := range strings.FieldsSeq(text) {
		width := letter * float64(len([]rune(w)))
		l.Words = append(l.Words, pages.Word{Text: w, Box: pages.Box{X0: x, Y0: y, X1: x + width, Y1: y + high}, Confidence: 1})
		x += width + space
	}
	return l
}
