package totals

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// remainder fills the totals around net, tax and gross, where their equations agree: lines less allowances plus charges
// is net, gross less what is paid is due.
func (r *reader) remainder() {
	t := &r.out.Totals
	if t.Net.IsPresent() && !t.Charges.IsPresent() && !t.Allowances.IsPresent() {
		r.aroundNet()
	}
	if !t.Gross.IsPresent() || r.Receipt {
		return
	}
	if r.leftBelow() {
		return
	}
	due := r.named(locale.Due)
	paid := r.named(locale.Paid)
	for _, x := range due {
		if x.Decimal().Value().Equal(t.Gross.Value()) {
			t.Due = x.Decimal()
			r.out.Proofs.Value("/totals/due", &x.Value, dueIsGross)
			return
		}
	}
	for _, x := range due {
		for _, p := range paid {
			left := t.Gross.Value().Sub(p.Decimal().Value().Abs())
			if left.Sub(x.Decimal().Value()).Abs().LessThan(cent) && !p.Decimal().Value().IsZero() {
				t.Due, t.Paid = x.Decimal(), en16931.NewDecimal(p.Decimal().Value().Abs())
				r.out.Proofs.Value("/totals/due", &x.Value, dueAfterPaid)
				r.out.Proofs.Value("/totals/paid", &p.Value, dueAfterPaid)
				return
			}
		}
	}
}

// leftBelow takes what is paid and what is left from two amounts under the gross total, in its column, that add up to it: no
// label is needed for that, and none that says less is believed against it.
func (r *reader) leftBelow() bool {
	t := &r.out.Totals
	below := r.belowGross()
	for i, p := range below {
		for _, x := range below[i+1:] {
			paid, left := p.Decimal().Value().Abs(), x.Decimal().Value()
			if paid.IsZero() || left.Sign() < 0 || !t.Gross.Value().Sub(paid).Equal(left) || r.partOfTotal(paid) || r.partOfTotal(left) {
				continue
			}
			t.Due, t.Paid = x.Decimal(), en16931.NewDecimal(paid)
			r.out.Proofs.Value("/totals/due", &x.Value, dueAfterPaid)
			r.out.Proofs.Value("/totals/paid", &p.Value, dueAfterPaid)
			return true
		}
	}
	return false
}

// partOfTotal tells whether an amount is the net total or the tax: they add up to the gross total too.
func (r *reader) partOfTotal(v decimal.Decimal) bool {
	t := r.out.Totals
	return t.Net.IsPresent() && v.Equal(t.Net.Value()) || t.Tax.IsPresent() && v.Equal(t.Tax.Value())
}

// belowGross are the amounts of money in the column under the gross total, from above.
func (r *reader) belowGross() []*candidates.Bound {
	var gross *candidates.Bound
	var out []*candidates.Bound
	for _, a := range r.Sums {
		switch at := amounts.Box(a); {
		case gross == nil && r.totalNamed(a) > 0 && a.Decimal().Value().Equal(r.out.Totals.Gross.Value()):
			gross = a
		case gross == nil || a.Page() != gross.Page() || !a.Amount.Cents:
		case math.Abs(at.X1-amounts.Box(gross).X1) < leftEdge*at.Height() && at.Y0 > amounts.Box(gross).Y0 && at.Y0-amounts.Box(gross).Y1 < leftReach*at.Height():
			out = append(out, a)
		}
	}
	return out
}

// named are the amounts that a label names clearly in a role.
func (r *reader) named(roles ...locale.Role) []*candidates.Bound {
	var out []*candidates.Bound
	for _, a := range r.Sums {
		if s, _ := r.As(a, roles...); s > clearLabel && a.Amount.Cents {
			out = append(out, a)
		}
	}
	return out
}

// aroundNet takes the sum of the lines with the allowance or charge that leads from it to the net total.
func (r *reader) aroundNet() {
	net := r.out.Totals.Net.Value()
	for _, l := range r.named(locale.LineNet) {
		v := l.Decimal().Value()
		if v.Equal(net) {
			r.takeLineNet(l)
			return
		}
		for _, a := range r.named(locale.Allowance) {
			if x := a.Decimal().Value().Abs(); !x.IsZero() && v.Sub(x).Sub(net).Abs().LessThan(cent) {
				r.takeLineNet(l)
				r.out.Totals.Allowances = en16931.NewDecimal(x)
				r.out.Proofs.Value("/totals/allowances", &a.Value, aroundNet)
				r.out.Allowances = []en16931.AllowanceCharge{{Amount: en16931.NewDecimal(x)}}
				r.out.Proofs.Value("/allowances/0/amount", &a.Value, aroundNet)
				return
			}
		}
		for _, c := range r.named(locale.Charge) {
			if x := c.Decimal().Value(); !x.IsZero() && v.Add(x).Sub(net).Abs().LessThan(cent) {
				r.takeLineNet(l)
				r.out.Totals.Charges = c.Decimal()
				r.out.Proofs.Value("/totals/charges", &c.Value, aroundNet)
				r.out.Charges = []en16931.AllowanceCharge{{Amount: c.Decimal()}}
				r.out.Proofs.Value("/charges/0/amount", &c.Value, aroundNet)
				return
			}
		}
	}
}

func (r *reader) takeLineNet(l *candidates.Bound) {
	r.out.Totals.LineNet = l.Decimal()
	r.out.Proofs.Value("/totals/line_net", &l.Value, lineNet)
}
