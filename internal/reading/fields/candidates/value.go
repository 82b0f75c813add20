// Package candidates finds what on a page could be the value of a field: dates, amounts, identifiers and names with the
// labels that speak for them.
//
// It owns recognition of single values and their scores. It does not own the choice among them (solve).
package candidates

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Value is a typed value on a page.
type Value struct {
	Span     layout.Span
	Text     string // normalised: an identifier without spaces, else as on the page
	Date     locale.DateReading
	Amount   locale.Amount
	Quality  int    // of identifiers: identifier.VATQuality, or 1 for a valid IBAN
	Repaired string // what stood on the page when OCR errors were mended
}

// Decimal is the amount's number.
func (v *Value) Decimal() en16931.Decimal { return v.Amount.Value }

// Page is the page that a value stands on.
func (v *Value) Page() *layout.Page { return v.Span.Seg.Page }

// FromOCR tells whether recognition read the value.
func (v *Value) FromOCR() bool { return v.Page().Source == pages.FromOCR }

// Label is the label that speaks best for a value in some role.
type Label struct {
	*layout.Label
	Relation layout.Relation
	Score    float64
}

// Bound is a value with the labels that could name it, best first.
type Bound struct {
	Value
	Labels []Label
}

// As is the score that labels give the value in any of the roles, with the label; other labels that fit better take
// from it.
func (b *Bound) As(langs func(string) float64, roles ...locale.Role) (float64, *Label) {
	var best *Label
	bestScore, other := 0.0, 0.0
	for i := range b.Labels {
		l := &b.Labels[i]
		if l.Has(roles...) {
			if s := l.Score * roleWeight(l, langs, roles); s > bestScore {
				best, bestScore = l, s
			}
		} else if l.Score > other {
			other = l.Score
		}
	}
	if best == nil {
		return 0, nil
	}
	if other > best.Score {
		bestScore *= max(rivalLeast, 1-rivalSlope*(other-best.Score))
	}
	return bestScore, best
}

// roleWeight lowers a label that means the role only in a language that the document is not in.
func roleWeight(l *Label, langs func(string) float64, roles []locale.Role) float64 {
	w := 0.0
	for _, e := range l.Entries {
		for _, r := range roles {
			if e.Role == r {
				w = max(w, langs(e.Lang))
			}
		}
	}
	q := 1.0
	if l.Near {
		q = misreadLabel
	}
	if !l.Colon && !l.AtStart {
		q *= embeddedLabel
	}
	return q * (foreignLabel + (1-foreignLabel)*w)
}

// Bind relates values to labels of the same page.
func Bind(p *layout.Page, values []Value) []*Bound {
	byRow := labelsByRow(p)
	out := make([]*Bound, 0, len(values))
	for _, v := range values {
		b := &Bound{Value: v}
		row := v.Span.Seg.Row
		for i := row.Index + 1; i >= 0; i-- {
			if i < len(byRow) && i < row.Index && row.Y0-p.Rows[i].Y1 > reach*p.Em {
				break
			}
			if i < len(byRow) {
				b.relate(byRow[i])
			}
		}
		out = append(out, b)
	}
	return out
}

func labelsByRow(p *layout.Page) [][]*layout.Label {
	byRow := make([][]*layout.Label, len(p.Rows))
	for _, l := range p.Labels {
		i := l.Span.Seg.Row.Index
		byRow[i] = append(byRow[i], l)
	}
	return byRow
}

func (b *Bound) relate(labels []*layout.Label) {
	for _, l := range labels {
		if l.Span.Overlaps(b.Span) {
			continue
		}
		if rel, score := layout.Relate(l, b.Span); score >= minRelation {
			b.Labels = append(b.Labels, Label{l, rel, score})
		}
	}
}
