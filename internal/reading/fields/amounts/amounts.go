// Package amounts holds the numbers of an invoice that may be its sums and rates, and what their places say of them: that
// one is the sum of those above it, or stands among the line items.
//
// It owns those relations. It does not own which number is which total (totals, taxes) nor the line items (lines).
package amounts

import (
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/lines"
)

// Pool is a set of candidates with the amounts that may be sums. Steps read it and do not change it.
type Pool struct {
	*candidates.Set
	Sums []*candidates.Bound // amounts that may be totals: no per cents, and none beyond all bounds

	columns map[*candidates.Bound]*candidates.Bound // a column's sum -> its first number
	rows    map[*layout.Row][]*candidates.Bound
	tables  map[int][]lines.Region // by page
}

// Of gathers the amounts of a set.
func Of(set *candidates.Set) *Pool {
	p := &Pool{Set: set, rows: map[*layout.Row][]*candidates.Bound{}}
	limit := decimal.New(1, maxDigits)
	for _, a := range set.Amounts {
		row := a.Span.Seg.Row
		p.rows[row] = append(p.rows[row], a)
		if !a.Amount.Percent && a.Decimal().Value().Abs().LessThan(limit) {
			p.Sums = append(p.Sums, a)
		}
	}
	p.columns = columnSums(p.Sums)
	return p
}

// WithItems is the same pool when it is known where the line items stand.
func (p *Pool) WithItems(tables []lines.Region) *Pool {
	out := *p
	out.tables = map[int][]lines.Region{}
	for _, t := range tables {
		out.tables[t.Page] = append(out.tables[t.Page], t)
	}
	return &out
}

// InRow are the numbers of a row, per cents among them.
func (p *Pool) InRow(row *layout.Row) []*candidates.Bound { return p.rows[row] }

// ColumnStart is the first number of a column that an amount is the sum of, nil for any other amount.
func (p *Pool) ColumnStart(sum *candidates.Bound) *candidates.Bound { return p.columns[sum] }

// AmongItems tells whether an amount stands in a table of line items and is not the sum of its column: the items' amounts
// add up in their rows as totals do.
func (p *Pool) AmongItems(a *candidates.Bound) bool {
	if p.columns[a] != nil {
		return false
	}
	b := Box(a)
	for _, r := range p.tables[a.Page().Number] {
		if r.Box.OverlapX(b) > 0 && r.Box.OverlapY(b) > sharedHeight*b.Height() {
			return true
		}
	}
	return false
}

// Rates are the per cents that the document names and that can be VAT rates.
func (p *Pool) Rates() []float64 {
	var out []float64
	for _, a := range p.Amounts {
		if a.Amount.Percent && IsRate(Value(a)) {
			out = append(out, Value(a))
		}
	}
	return out
}

// IsRate tells whether a number of per cents can be a VAT rate.
func IsRate(v float64) bool { return v > 0 && v <= highestRate }

// Value is an amount's number.
func Value(a *candidates.Bound) float64 { return a.Decimal().Value().InexactFloat64() }

// Box is where an amount stands.
func Box(a *candidates.Bound) layout.Box { return a.Span.Box() }
