package national

import (
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
)

// maxDigits bounds the numbers that are computed with: more are no amounts, and computing with them may cost much.
const maxDigits = 40

// usable tells whether a number is one to compute with.
func usable(d en16931.Decimal) bool {
	v := d.Value()
	return d.IsPresent() && v.Exponent() <= maxDigits && v.Exponent() >= -maxDigits && v.NumDigits() <= maxDigits
}

// Sum adds what is present; absent when nothing is.
func Sum(list ...en16931.Decimal) en16931.Decimal {
	total, some := decimal.Zero, false
	for _, d := range list {
		if usable(d) {
			total, some = total.Add(d.Value()), true
		}
	}
	if !some {
		return en16931.Decimal{}
	}
	return en16931.NewDecimal(total)
}

// Minus is the number with the other sign, absent when absent.
func Minus(d en16931.Decimal) en16931.Decimal {
	if !usable(d) {
		return d
	}
	return en16931.NewDecimal(d.Value().Neg())
}

// Difference is a - b; what is absent counts nothing, and of nothing comes nothing.
func Difference(a, b en16931.Decimal) en16931.Decimal { return Sum(a, Minus(b)) }

// WithoutTax is the net amount in a gross one, by a rate in per cent, with two decimals.
func WithoutTax(gross, rate en16931.Decimal) en16931.Decimal {
	if !usable(gross) || !usable(rate) || rate.Value().LessThanOrEqual(decimal.NewFromInt(-100)) {
		return en16931.Decimal{}
	}
	hundred := decimal.NewFromInt(100)
	return en16931.NewDecimal(gross.Value().Mul(hundred).DivRound(hundred.Add(rate.Value()), 2))
}

// Same tells whether two amounts are both there and the same.
func Same(a, b en16931.Decimal) bool {
	return a.IsPresent() && b.IsPresent() && a.Value().Equal(b.Value())
}

// Nothing tells whether an amount is absent or zero.
func Nothing(d en16931.Decimal) bool { return !d.IsPresent() || d.Value().IsZero() }

// Cents is a sum with no more than two decimals, as amounts of documents have.
func Cents(d en16931.Decimal) en16931.Decimal {
	if !usable(d) || d.Value().Exponent() >= -2 {
		return d
	}
	return en16931.NewDecimal(d.Value().Round(2))
}

// sum fills the totals that the document does not state.
func (r *Reading) sum() {
	r.mergeTaxes()
	t := &r.inv.Totals
	r.fill("/totals/line_net", &t.LineNet, r.lineNet())
	r.fill("/totals/allowances", &t.Allowances, amounts(r.inv.Allowances))
	r.fill("/totals/charges", &t.Charges, amounts(r.inv.Charges))
	var bases, taxes []en16931.Decimal
	for _, x := range r.inv.Taxes {
		bases, taxes = append(bases, x.Base), append(taxes, x.Amount)
	}
	net := Sum(bases...)
	if !net.IsPresent() {
		net = Sum(t.LineNet, Minus(t.Allowances), t.Charges)
	}
	r.fill("/totals/net", &t.Net, net)
	r.fill("/totals/tax", &t.Tax, Sum(taxes...))
	r.fill("/totals/gross", &t.Gross, Sum(t.Net, t.Tax))
	r.fill("/totals/due", &t.Due, Sum(t.Gross, Minus(t.Paid), t.Rounding))
}

func (r *Reading) fill(pointer string, into *en16931.Decimal, value en16931.Decimal) {
	if into.IsPresent() || !value.IsPresent() {
		return
	}
	*into = Cents(value)
	r.computed(pointer)
}

func (r *Reading) lineNet() en16931.Decimal {
	nets := make([]en16931.Decimal, 0, len(r.inv.Lines))
	for i := range r.inv.Lines {
		if r.inv.Lines[i].Counts() {
			nets = append(nets, r.inv.Lines[i].Net)
		}
	}
	return Sum(nets...)
}

func amounts(list []en16931.AllowanceCharge) en16931.Decimal {
	out := make([]en16931.Decimal, 0, len(list))
	for _, a := range list {
		out = append(out, a.Amount)
	}
	return Sum(out...)
}

// Product is a * b, absent when one of them is.
func Product(a, b en16931.Decimal) en16931.Decimal {
	if !usable(a) || !usable(b) {
		return en16931.Decimal{}
	}
	return en16931.NewDecimal(a.Value().Mul(b.Value()))
}
