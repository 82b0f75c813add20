package fields

import (
	"sort"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
)

// lineRates makes the breakdown of a document that prints its taxes without their bases: the lines' net amounts by rate
// are the bases when they add up to the net total and each gives a tax that stands on the page.
func (d *document) lineRates(b *builder) bool {
	t := b.data.Totals
	if !t.Net.IsPresent() || !t.Tax.IsPresent() {
		return false
	}
	bases, rates, ok := basesByRate(b.data.Lines)
	if !ok || len(rates) < 2 || !sumsTo(bases, t.Net.Value()) {
		return false
	}
	taxes := make([]en16931.Tax, 0, len(rates))
	printed := make([]*candidates.Bound, 0, len(rates))
	sum := decimal.Zero
	for _, r := range rates {
		base := bases[r]
		rate := decimal.RequireFromString(r)
		amount := d.printedTax(base.Mul(rate).Div(decimal.New(100, 0)))
		if amount == nil && !rate.IsZero() {
			return false
		}
		tax := en16931.Tax{Base: en16931.NewDecimal(base), Category: "S", Rate: en16931.NewDecimal(rate), Amount: en16931.NewDecimal(decimal.Zero)}
		if amount != nil {
			tax.Amount = amount.Decimal()
			sum = sum.Add(amount.Decimal().Value())
		} else {
			tax.Category = "Z"
		}
		taxes, printed = append(taxes, tax), append(printed, amount)
	}
	if !sum.Equal(t.Tax.Value()) {
		return false
	}
	b.data.Taxes = taxes
	d.proveLineRates(b, printed)
	return true
}

func (d *document) proveLineRates(b *builder, printed []*candidates.Bound) {
	for i, amount := range printed {
		p := pointerf("/taxes/%d", i)
		b.proofs.Computed(p+"/rate", 0.9)
		b.proofs.Computed(p+"/base", 0.9)
		if amount != nil {
			b.proofs.Value(p+"/amount", &amount.Value, 0.9)
		} else {
			b.proofs.Computed(p+"/amount", 0.9)
		}
	}
}

// basesByRate sums the lines by their rate, highest rate first; a line without either spoils it.
func basesByRate(lines []en16931.Line) (bases map[string]decimal.Decimal, rates []string, ok bool) {
	bases = map[string]decimal.Decimal{}
	for _, l := range lines {
		if !l.TaxRate.IsPresent() || !l.Net.IsPresent() {
			return nil, nil, false
		}
		key := l.TaxRate.Value().String()
		if _, have := bases[key]; !have {
			rates = append(rates, key)
		}
		bases[key] = bases[key].Add(l.Net.Value())
	}
	sort.Slice(rates, func(i, j int) bool {
		return decimal.RequireFromString(rates[i]).GreaterThan(decimal.RequireFromString(rates[j]))
	})
	return bases, rates, true
}

func sumsTo(parts map[string]decimal.Decimal, want decimal.Decimal) bool {
	sum := decimal.Zero
	for _, p := range parts {
		sum = sum.Add(p)
	}
	return sum.Equal(want)
}

// printedTax is the amount outside the lines' table that a tax is printed as, a cent of rounding apart at most.
func (d *document) printedTax(want decimal.Decimal) *candidates.Bound {
	if want.IsZero() {
		return nil
	}
	for _, a := range d.Amounts {
		if a.Amount.Cents && !a.Amount.Percent && d.outside(a) == 1 && a.Decimal().Value().Sub(want).Abs().LessThanOrEqual(decimal.New(1, -2)) {
			return a
		}
	}
	return nil
}
