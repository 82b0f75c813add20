package taxes

import (
	"fmt"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
)

// byLines makes the breakdown of a document that prints its taxes without their bases: the lines' net amounts by rate
// are the bases when they add up to the net total and each gives a tax that stands on the page.
func (r *reader) byLines() bool {
	t := r.Totals
	if !t.Net.IsPresent() || !t.Tax.IsPresent() {
		return false
	}
	bases, rates, ok := basesByRate(r.Lines)
	if !ok || len(rates) < 2 || !sumsTo(bases, t.Net.Value()) {
		return false
	}
	taxes := make([]en16931.Tax, 0, len(rates))
	printed := make([]*candidates.Bound, 0, len(rates))
	sum := decimal.Zero
	for _, key := range rates {
		base := bases[key]
		rate := decimal.RequireFromString(key)
		amount := r.printedTax(base.Mul(rate).Div(decimal.New(100, 0)))
		if amount == nil && !rate.IsZero() {
			return false
		}
		tax := en16931.Tax{Base: en16931.NewDecimal(base), Category: standardRate, Rate: en16931.NewDecimal(rate), Amount: en16931.NewDecimal(decimal.Zero)}
		if amount != nil {
			tax.Amount = amount.Decimal()
			sum = sum.Add(amount.Decimal().Value())
		} else {
			tax.Category = zeroRate
		}
		taxes, printed = append(taxes, tax), append(printed, amount)
	}
	if !sum.Equal(t.Tax.Value()) {
		return false
	}
	r.out.Taxes = taxes
	r.proveByLines(printed)
	return true
}

// proveByLines notes the taxes that are printed; bases and rates follow from the lines.
func (r *reader) proveByLines(printed []*candidates.Bound) {
	for i, amount := range printed {
		p := fmt.Sprintf("/taxes/%d", i)
		r.out.Proofs.Computed(p+"/rate", explained)
		r.out.Proofs.Computed(p+"/base", explained)
		if amount != nil {
			r.out.Proofs.Value(p+"/amount", &amount.Value, explained)
		} else {
			r.out.Proofs.Computed(p+"/amount", explained)
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

// sumsTo tells whether parts add up exactly.
func sumsTo(parts map[string]decimal.Decimal, want decimal.Decimal) bool {
	sum := decimal.Zero
	for _, p := range parts {
		sum = sum.Add(p)
	}
	return sum.Equal(want)
}

// printedTax is the amount outside the lines' table that a tax is printed as, a cent of rounding apart at most.
func (r *reader) printedTax(want decimal.Decimal) *candidates.Bound {
	if want.IsZero() {
		return nil
	}
	for _, a := range r.Amounts {
		if a.Amount.Cents && !a.Amount.Percent && !r.AmongItems(a) && a.Decimal().Value().Sub(want).Abs().LessThanOrEqual(cent) {
			return a
		}
	}
	return nil
}
