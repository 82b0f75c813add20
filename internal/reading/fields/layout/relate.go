package layout

import (
	"math"
	"strings"
	"unicode"
)

// Relation says how a value stands to a label.
type Relation int

// The relations, strongest first.
const (
	None   Relation = iota
	Behind          // in the same segment, behind the label
	Right           // on the same row, to the right
	Below           // under the label, in its column
)

// Relate judges how surely a value belongs to a label by their places alone: 0 for not at all, up to 1.
func Relate(l *Label, v Span) (Relation, float64) {
	ls := l.Span.Seg
	if ls.Page != v.Seg.Page {
		return None, 0
	}
	if ls == v.Seg {
		return behind(l, v)
	}
	if ls.Row == v.Seg.Row {
		return right(l, v)
	}
	return below(l, v)
}

// behind scores a value in the label's own segment: the nearer the better, and another label between takes it away.
func behind(l *Label, v Span) (Relation, float64) {
	if v.Start < l.Span.End {
		return None, 0
	}
	score := 1.0
	for _, o := range l.Span.Seg.Labels {
		if o.Span.Start >= l.Span.End && o.Span.End <= v.Start {
			score -= 0.35
		}
	}
	if goesOn(l, v.Start) {
		score -= 0.35
	}
	distance := v.Start - l.Span.End
	score -= 0.006 * math.Max(0, float64(distance-3))
	return Behind, math.Max(score, 0)
}

// goesOn tells whether more words and then a colon stand between the label and a place behind it: what is labelled is
// something else then ("Invoice date of the order: ").
func goesOn(l *Label, to int) bool {
	text := l.Span.Seg.Text
	if l.Colon || to <= l.Span.End {
		return false
	}
	between := text[l.Span.End:min(to, len(text))]
	i := strings.IndexByte(between, ':')
	if i < 0 {
		return false
	}
	letters := 0
	for _, r := range between[:i] {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 3
}

// mostBetween is with how many pieces of a row between them a label and a value have nothing to do with each other.
const mostBetween = 24

func right(l *Label, v Span) (Relation, float64) {
	ls := l.Span.Seg
	if v.Seg.Box.X0 < ls.Box.X1-1 || v.Seg.at-ls.at > mostBetween {
		return None, 0
	}
	score := 0.95
	for _, s := range ls.Row.Segments[ls.at:max(ls.at, v.Seg.at)] {
		if s == ls || s.Box.X0 < ls.Box.X1-1 || s.Box.X0 >= v.Seg.Box.X0 {
			continue
		}
		score -= 0.04 // something between
		for range s.Labels {
			score -= 0.25
		}
	}
	for _, o := range ls.Labels { // a later label of the same segment is nearer
		if o.Span.Start >= l.Span.End {
			score -= 0.3
		}
	}
	for _, o := range v.Seg.Labels { // a label in the value's own segment before it
		if o.Span.End <= v.Start {
			score -= 0.3
		}
	}
	if goesOn(l, len(ls.Text)) {
		score -= 0.35
	}
	gap := (v.Seg.Box.X0 - ls.Box.X1) / ls.Page.Width
	score -= 0.12 * math.Max(0, gap-0.15)
	return Right, math.Max(score, 0)
}

const maxBelow = 4.5 // heights of a word between a label and a value under it

// below scores a value under the label: it must share the label's column.
func below(l *Label, v Span) (Relation, float64) {
	lb, vb := l.Span.Box(), v.Box()
	em := math.Max(lb.Height(), vb.Height()*0.8)
	dy := vb.Y0 - lb.Y1
	if dy < -0.4*em || dy > maxBelow*em {
		return None, 0
	}
	over := lb.OverlapX(vb)
	align := math.Min(math.Abs(lb.X0-vb.X0), math.Min(math.Abs(lb.X1-vb.X1), math.Abs(lb.CenterX()-vb.CenterX())))
	if over <= 0 && align > 1.5*em {
		return None, 0
	}
	score := 0.86 - 0.05*math.Max(0, dy/em-0.5) - 0.03*math.Min(align/em, 6)
	if over < 0.3*math.Min(lb.Width(), vb.Width()) {
		score -= 0.15
	}
	for _, s := range between(l.Span.Seg, v.Seg) {
		if s.Box.OverlapX(lb.Union(vb)) > 0 {
			score -= 0.12
			if len(s.Labels) > 0 {
				score -= 0.2
			}
		}
	}
	if hasOwnRight(l) {
		score -= 0.25
	}
	for _, o := range v.Seg.Labels {
		if o.Span.End <= v.Start {
			score -= 0.4
		}
	}
	return Below, math.Max(score, 0)
}

// between are segments on rows strictly between two.
func between(a, b *Segment) []*Segment {
	var out []*Segment
	rows := a.Page.Rows
	for i := a.Row.Index + 1; i < b.Row.Index && i < len(rows); i++ {
		out = append(out, rows[i].Segments...)
	}
	return out
}

// hasOwnRight tells whether something that is no label stands behind the label already.
func hasOwnRight(l *Label) bool {
	if rest := l.Rest(); rest.End-rest.Start > 1 {
		return true
	}
	ls := l.Span.Seg
	for _, s := range ls.Row.Segments[ls.at:] {
		if s.Box.X0 >= ls.Box.X1-1 {
			return len(s.Labels) == 0 && s.Box.X0-ls.Box.X1 < 0.25*ls.Page.Width
		}
	}
	return false
}
