package lines

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// at is a text on a made page: from x to the right, or up to x when it is written with a leading ">". Lengths are
// points of an A4 page, letters are 4.6 wide and 9 high.
type at struct {
	x    float64
	text string
}

const (
	letter = 4.6
	high   = 9.0
)

// sheet draws rows 14 points apart, the first at y.
func sheet(number int, y float64, source pages.Source, rows ...[]at) pages.Page {
	p := pages.Page{Number: number, Width: 595, Height: 842, Source: source}
	for i, r := range rows {
		for _, a := range r {
			p.Lines = append(p.Lines, textLine(a, y+14*float64(i), p))
		}
	}
	return p
}

func textLine(a at, y float64, p pages.Page) pages.Line {
	x := a.x
	text, right := strings.CutPrefix(a.text, ">")
	if right {
		x -= letter * float64(utf8.RuneCountInString(text))
	}
	var l pages.Line
	for _, w := range strings.Fields(text) {
		width := letter * float64(utf8.RuneCountInString(w))
		b := pages.Box{X0: x / p.Width, Y0: y / p.Height, X1: (x + width) / p.Width, Y1: (y + high) / p.Height}
		l.Words = append(l.Words, pages.Word{Text: w, Box: b, Confidence: 0.98})
		x += width + letter*0.6
	}
	l.Box = l.Words[0].Box
	l.Box.X1 = l.Words[len(l.Words)-1].Box.X1
	return l
}

func layoutOf(ps ...pages.Page) []*layout.Page {
	var built []*layout.Page
	for _, p := range ps {
		built = append(built, layout.Build(p))
	}
	return built
}

func extract(c Context, ps ...pages.Page) Result { return Extract(layoutOf(ps...), c) }

func comma() Context { return Context{Numbers: locale.Numbers{Decimal: ','}} }
func dot() Context   { return Context{Numbers: locale.Numbers{Decimal: '.'}} }
