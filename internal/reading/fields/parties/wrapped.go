package parties

import (
	"math"
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// wrapped takes in the end of a name that goes on in the next line: the legal form stands there, in the same letters, and
// nothing else that could be said of it.
func wrapped(n name) name {
	if n.span.Seg != nil && n.span.Start == 0 {
		if above := lineAbove(n.span.Seg); above != nil && sameLetters(n.span.Seg, above) && joins.MatchString(above.Text) && !hasDigit(above.Text) {
			return name{span: above.Whole(), also: []layout.Span{n.span}, lines: n.lines, score: n.score, recipientUnclear: n.recipientUnclear}
		}
	}
	if n.span.Seg == nil || len(n.also) > 0 || n.span.End < len(n.span.Seg.Text) {
		return n
	}
	next := n.span.Seg.CloseLine()
	if next == nil || postal.HasLegalForm(n.text()) && !legalOnly(next.Text) || !sameLetters(n.span.Seg, next) || hasDigit(next.Text) || len(next.Words) > wrappedWords || isLabelled(next.Whole()) || isAddressLine(next) {
		return n
	}
	first, _, _ := strings.Cut(n.text(), " ")
	if !postal.HasLegalForm(n.text()+" "+next.Text) || strings.Contains(lang.Key(next.Text), lang.Key(first)) {
		return n
	}
	n.also = []layout.Span{next.Whole()}
	return n
}

// joins is how a line ends whose name goes on.
var joins = regexp.MustCompile(`(?:&|\+| and| und| et| y| e| og| och| en)$`)

// lineAbove is the line that a segment follows closely, nil where there is none.
func lineAbove(s *layout.Segment) *layout.Segment {
	for i := s.Row.Index - 1; i >= 0 && i >= s.Row.Index-2; i-- {
		for _, above := range s.Page.Rows[i].Segments {
			if above.CloseLine() == s {
				return above
			}
		}
	}
	return nil
}

// sameLetters tells whether two lines are as high as each other and begin, end or are centred at the same place.
func sameLetters(a, b *layout.Segment) bool {
	h := a.Box.Height()
	if math.Abs(b.Box.Height()-h) > wrappedHeight*h {
		return false
	}
	near := func(x, y float64) bool { return math.Abs(x-y) < wrappedEdge*h }
	return near(a.Box.X0, b.Box.X0) || near(a.Box.X1, b.Box.X1) || near(a.Box.X0+a.Box.X1, b.Box.X0+b.Box.X1)
}
