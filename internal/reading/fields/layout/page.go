// Package layout rebuilds what a reader sees from words with boxes: rows, the segments in them (a cell's or a column's
// piece of a row), blocks of segments that stand under each other, and the labels in them.
//
// It owns geometry and label finding. It does not own what a label's value may be (candidates) or who is chosen (solve).
package layout

import (
	"sort"

	"github.com/docketapi/docket/internal/reading/pages"
)

// Page is a page rebuilt. Lengths are points of 1/72 inch, x to the right and y down.
type Page struct {
	Number        int // from 1
	Width, Height float64
	Source        pages.Source
	Segments      []*Segment // in reading order by rows
	Rows          []*Row
	Labels        []*Label
	// Em is the usual height of a word on the page.
	Em float64
	// Cut tells that the page has more words than are read.
	Cut      bool
	Long     int // words left out because they are longer than MaxWord
	lean     lean
	mirrored bool // it is written from right to left, and boxes are turned around
}

// Row is what stands at one height.
type Row struct {
	Index    int
	Segments []*Segment // from left to right
	Y0, Y1   float64
}

// Box is a rectangle in points.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Height of the box.
func (b Box) Height() float64 { return b.Y1 - b.Y0 }

// Width of the box.
func (b Box) Width() float64 { return b.X1 - b.X0 }

// CenterY is the height of the box's middle.
func (b Box) CenterY() float64 { return (b.Y0 + b.Y1) / 2 }

// CenterX is the middle from left to right.
func (b Box) CenterX() float64 { return (b.X0 + b.X1) / 2 }

// Union is the smallest box around both.
func (b Box) Union(o Box) Box {
	return Box{min(b.X0, o.X0), min(b.Y0, o.Y0), max(b.X1, o.X1), max(b.Y1, o.Y1)}
}

// OverlapX is the length that both share from left to right, negative for a gap.
func (b Box) OverlapX(o Box) float64 { return min(b.X1, o.X1) - max(b.X0, o.X0) }

// OverlapY is the length that both share in height, negative for a gap.
func (b Box) OverlapY(o Box) float64 { return min(b.Y1, o.Y1) - max(b.Y0, o.Y0) }

// Limits keep a hostile page from costing more than any invoice needs.
const (
	// MaxWords is how many words of a page are read.
	MaxWords = 20_000
	// MaxWord is how many bytes the text of a word may have: longer ones are seals and encoded files, which no field holds.
	MaxWord = 300
)

// Build rebuilds one page.
func Build(p pages.Page) *Page {
	out := &Page{Number: p.Number, Width: p.Width, Height: p.Height, Source: p.Source}
	if !(out.Width > 0) || !(out.Height > 0) || out.Width > 1e6 || out.Height > 1e6 {
		out.Width, out.Height = 595, 842
	}
	pieces := cutLines(p, out)
	out.Em = medianHeight(pieces)
	out.Rows = chainRows(mergeTouching(pieces))
	for i, r := range out.Rows {
		r.Index = i
		for k, s := range r.Segments {
			s.Row, s.at = r, k
			s.finish()
			out.Segments = append(out.Segments, s)
		}
	}
	out.findLabels()
	return out
}

// cutLines turns the source's lines into pieces without wide gaps.
func cutLines(p pages.Page, out *Page) []*Segment {
	var pieces []*Segment
	for _, words := range out.readWords(p) {
		var cur *Segment
		for _, word := range words {
			if cur == nil || cur.breaksBefore(word) {
				cur = &Segment{Page: out}
				pieces = append(pieces, cur)
			}
			cur.add(word)
		}
	}
	return pieces
}

// word takes a word over in points; words without text or extent are left out.
func (p *Page) word(w pages.Word) (Word, bool) {
	b := Box{w.Box.X0 * p.Width, w.Box.Y0 * p.Height, w.Box.X1 * p.Width, w.Box.Y1 * p.Height}
	text := cleanText(w.Text)
	if len(text) > MaxWord {
		p.Long++
	}
	ok := text != "" && len(text) <= MaxWord && b.X1 > b.X0 && b.Y1 > b.Y0 && b.X0 > -p.Width && b.X1 < 2*p.Width &&
		b.Y0 > -p.Height && b.Y1 < 2*p.Height
	out := Word{Text: text, Box: b, Seen: b, Confidence: w.Confidence}
	if text == w.Text { // else they count other characters
		out.Alternatives = w.Alternatives
	}
	return out, ok
}

func medianHeight(segs []*Segment) float64 {
	var hs []float64
	for _, s := range segs {
		for _, w := range s.Words {
			hs = append(hs, w.Box.Height())
		}
	}
	if len(hs) == 0 {
		return 10
	}
	sort.Float64s(hs)
	return hs[len(hs)/2]
}

// Fraction is a box as fractions of the page, cut at its edges.
func (p *Page) Fraction(b Box) [4]float64 {
	c := func(v, size float64) float64 { return min(max(v/size, 0), 1) }
	return [4]float64{c(b.X0, p.Width), c(b.Y0, p.Height), c(b.X1, p.Width), c(b.Y1, p.Height)}
}
