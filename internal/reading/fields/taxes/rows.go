package taxes

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// Row is a row of the tax breakdown: rate x base = amount.
type Row struct{ Rate, Base, Amount *candidates.Bound }

// Rows finds the rows that hold a rate, a base and the amount that follows from them, one for each rate. They need no
// label: the equation tells them.
func Rows(pool *amounts.Pool) []Row {
	byRow := map[*layout.Row][]*candidates.Bound{}
	var order []*layout.Row
	for _, a := range pool.Amounts {
		if pool.AmongItems(a) {
			continue // a quantity may be a rate's number, and a price a tenth of its line
		}
		r := a.Span.Seg.Row
		if byRow[r] == nil {
			order = append(order, r)
		}
		byRow[r] = append(byRow[r], a)
	}
	var out []Row
	seen := map[float64]bool{}
	for _, r := range order {
		if len(byRow[r]) > maxNumbers {
			continue
		}
		if t, ok := rowIn(byRow[r]); ok && !seen[amounts.Value(t.Rate)] {
			seen[amounts.Value(t.Rate)] = true
			out = append(out, t)
		}
	}
	return out
}

// rowIn finds rate, base and tax among a row's numbers. A row of a line table that carries its own tax is left out by
// explain.
func rowIn(nums []*candidates.Bound) (Row, bool) {
	for _, rate := range nums {
		v := amounts.Value(rate)
		if !amounts.IsRate(v) || !rate.Amount.Percent && !knownRates[v] {
			continue
		}
		for _, base := range nums {
			for _, tax := range nums {
				if base == rate || tax == rate || base == tax || !base.Amount.Cents || !tax.Amount.Cents {
					continue
				}
				if math.Abs(amounts.Value(base)*v/100-amounts.Value(tax)) < rowTolerance && amounts.Value(tax) != 0 {
					return Row{rate, base, tax}, true
				}
			}
		}
	}
	return Row{}, false
}

// explain tells whether the rows' taxes add up to the document's.
func (r *reader) explain(rows []Row) bool {
	sum := decimal.Zero
	for _, row := range rows {
		sum = sum.Add(row.Amount.Decimal().Value())
	}
	t := r.Totals.Tax
	return len(rows) > 0 && (!t.IsPresent() || t.Value().Sub(sum).Abs().LessThan(sumTolerance))
}
