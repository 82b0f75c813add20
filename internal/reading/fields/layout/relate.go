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

// Relate scores how surely a value belongs to a label by their places alone: 0 for not at all, up to 1.
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
			score -= labelBetween
		}
	}
	if goesOn(l, v.Start) {
		score -= otherLabelled
	}
	distance := v.Start - l.Span.End
	score -= eachLetter * math.Max(0, float64(distance-freeLetters))
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

// right scores a value on the label's row: what stands between, and a wide gap, take from it.
func right(l *Label, v Span) (Relation, float64) {
	ls := l.Span.Seg
	if v.Seg.Box.X0 < ls.Box.X1-1 || v.Seg.at-ls.at > mostBetween {
		return None, 0
	}
	score := rightScore
	for _, s := range ls.Row.Segments[ls.at:max(ls.at, v.Seg.at)] {
		if s == ls || s.Box.X0 < ls.Box.X1-1 || s.Box.X0 >= v.Seg.Box.X0 {
			continue
		}
		score -= segmentBetween
		for range s.Labels {
			score -= labelBetweenRight
		}
	}
	for _, o := range ls.Labels { // a later label of the same segment is nearer
		if o.Span.Start >= l.Span.End {
			score -= laterLabel
		}
	}
	for _, o := range v.Seg.Labels { // a label in the value's own segment before it
		if o.Span.End <= v.Start {
			score -= laterLabel
		}
	}
	if goesOn(l, len(ls.Text)) {
		score -= otherLabelled
	}
	gap := (v.Seg.Box.X0 - ls.Box.X1) / ls.Page.Width
	score -= wideGap * math.Max(0, gap-freeGap)
	return Right, math.Max(score, 0)
}

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
	if over <= 0 && align > alignedWithin*em {
		return None, 0
	}
	score := belowScore - eachHeight*math.Max(0, dy/em-freeHeight) - eachAside*math.Min(align/em, mostAside)
	if over < sharedWidth*math.Min(lb.Width(), vb.Width()) {
		score -= littleShared
	}
	for _, s := range between(l.Span.Seg, v.Seg) {
		if s.Box.OverlapX(lb.Union(vb)) > 0 {
			score -= rowBetween
			if len(s.Labels) > 0 {
				score -= labelInRow
			}
		}
	}
	if hasOwnRight(l) {
		score -= hasValue
	}
	for _, o := range v.Seg.Labels {
		if o.Span.End <= v.Start {
			score -= ownLabel
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
			return len(s.Labels) == 0 && s.Box.X0-ls.Box.X1 < valueReach*ls.Page.Width
		}
	}
	return false
}
