package fields

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// taxRow is a row of the tax breakdown: rate x base = amount.
type taxRow struct{ rate, base, amount *candidates.Bound }

// breakdown reads the tax breakdown: rows that hold a rate, a base and the amount that follows from them. Without such
// rows a single rate that explains the document's tax makes the only one.
func (d *document) breakdown(b *builder) {
	rows := d.taxRows()
	if !d.rowsExplain(b, rows) {
		rows = nil
	}
	for i, r := range rows {
		p := pointerf("/taxes/%d", i)
		b.data.Taxes = append(b.data.Taxes, en16931.Tax{Base: r.base.Decimal(), Amount: r.amount.Decimal(), Category: "S", Rate: r.rate.Decimal()})
		b.proofs.Value(p+"/rate", &r.rate.Value, 0.9)
		b.proofs.Value(p+"/base", &r.base.Value, 0.9)
		b.proofs.Value(p+"/amount", &r.amount.Value, 0.9)
	}
	if len(rows) == 0 && !d.lineRates(b) {
		d.onlyRate(b)
	}
}

// rowsExplain tells whether the rows' taxes add up to the document's.
func (d *document) rowsExplain(b *builder, rows []taxRow) bool {
	sum := decimal.Zero
	for _, r := range rows {
		sum = sum.Add(r.amount.Decimal().Value())
	}
	t := b.data.Totals.Tax
	return len(rows) > 0 && (!t.IsPresent() || t.Value().Sub(sum).Abs().LessThan(decimal.New(3, -2)))
}

func (d *document) taxRows() []taxRow {
	byRow := map[*layout.Row][]*candidates.Bound{}
	var order []*layout.Row
	for _, a := range d.Amounts {
		if d.outside(a) < 1 {
			continue // a quantity may be a rate's number, and a price a tenth of its line
		}
		r := a.Span.Seg.Row
		if byRow[r] == nil {
			order = append(order, r)
		}
		byRow[r] = append(byRow[r], a)
	}
	var out []taxRow
	seen := map[float64]bool{}
	for _, r := range order {
		if len(byRow[r]) > 8 {
			continue
		}
		if t, ok := d.taxRowIn(byRow[r]); ok && !seen[value(t.rate)] {
			seen[value(t.rate)] = true
			out = append(out, t)
		}
	}
	return out
}

// taxRowIn finds rate, base and tax among a row's numbers. A row of a line table that carries its own tax is left out by
// rowsExplain.
func (d *document) taxRowIn(nums []*candidates.Bound) (taxRow, bool) {
	for _, rate := range nums {
		v := value(rate)
		if v <= 0 || v > 30 || !rate.Amount.Percent && !knownRate(v) {
			continue
		}
		for _, base := range nums {
			for _, tax := range nums {
				if base == rate || tax == rate || base == tax || !base.Amount.Cents || !tax.Amount.Cents {
					continue
				}
				if math.Abs(value(base)*v/100-value(tax)) < 0.011 && value(tax) != 0 {
					return taxRow{rate, base, tax}, true
				}
			}
		}
	}
	return taxRow{}, false
}

func knownRate(v float64) bool {
	switch v {
	case 5, 5.5, 6, 7, 8.1, 9, 10, 12, 13, 15, 19, 20, 21, 22, 23, 24, 25, 25.5:
		return true
	}
	return false
}

// onlyRate makes the single row of a document whose tax is one of the rates it names of its net total.
func (d *document) onlyRate(b *builder) {
	t := b.data.Totals
	if !t.Net.IsPresent() || !t.Tax.IsPresent() || t.Tax.Value().IsZero() {
		return
	}
	for _, a := range d.Amounts {
		if !a.Amount.Percent || value(a) <= 0 {
			continue
		}
		want := t.Net.Value().Mul(a.Decimal().Value()).Div(decimal.New(100, 0)).Round(2)
		if want.Sub(t.Tax.Value()).Abs().LessThanOrEqual(decimal.New(1, -2)) {
			b.data.Taxes = []en16931.Tax{{Base: t.Net, Amount: t.Tax, Category: "S", Rate: a.Decimal()}}
			b.proofs.Value("/taxes/0/rate", &a.Value, 0.9)
			b.proofs.Computed("/taxes/0/base", 0.9)
			b.proofs.Computed("/taxes/0/amount", 0.9)
			return
		}
	}
}
