package fields

import (
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

var cent = decimal.New(1, -2)

// remainder fills the totals around net, tax and gross, where their equations agree: lines less allowances plus charges
// is net, gross less what is paid is due.
func (d *document) remainder(b *builder, amounts []*candidates.Bound) {
	t := &b.data.Totals
	if t.Net.IsPresent() {
		d.aroundNet(b, amounts)
	}
	if !t.Gross.IsPresent() || d.Receipt {
		return
	}
	due := d.named(amounts, locale.Due)
	paid := d.named(amounts, locale.Paid)
	for _, x := range due {
		if x.Decimal().Value().Equal(t.Gross.Value()) {
			t.Due = x.Decimal()
			b.proofs.Value("/totals/due", &x.Value, 0.9)
			return
		}
	}
	for _, x := range due {
		for _, p := range paid {
			left := t.Gross.Value().Sub(p.Decimal().Value().Abs())
			if left.Sub(x.Decimal().Value()).Abs().LessThan(cent) && !p.Decimal().Value().IsZero() {
				t.Due, t.Paid = x.Decimal(), en16931.NewDecimal(p.Decimal().Value().Abs())
				b.proofs.Value("/totals/due", &x.Value, 0.95)
				b.proofs.Value("/totals/paid", &p.Value, 0.95)
				return
			}
		}
	}
}

// named are the amounts that a label names clearly in a role.
func (d *document) named(amounts []*candidates.Bound, roles ...locale.Role) []*candidates.Bound {
	var out []*candidates.Bound
	for _, a := range amounts {
		if s, _ := d.As(a, roles...); s > labelled && a.Amount.Cents {
			out = append(out, a)
		}
	}
	return out
}

func (d *document) aroundNet(b *builder, amounts []*candidates.Bound) {
	net := b.data.Totals.Net.Value()
	for _, l := range d.named(amounts, locale.LineNet) {
		v := l.Decimal().Value()
		if v.Equal(net) {
			d.lineNet(b, l)
			return
		}
		for _, a := range d.named(amounts, locale.Allowance) {
			if x := a.Decimal().Value().Abs(); !x.IsZero() && v.Sub(x).Sub(net).Abs().LessThan(cent) {
				d.lineNet(b, l)
				b.data.Totals.Allowances = en16931.NewDecimal(x)
				b.proofs.Value("/totals/allowances", &a.Value, 0.9)
				b.data.Allowances = []en16931.AllowanceCharge{{Amount: en16931.NewDecimal(x)}}
				b.proofs.Value("/allowances/0/amount", &a.Value, 0.9)
				return
			}
		}
		for _, c := range d.named(amounts, locale.Charge) {
			if x := c.Decimal().Value(); !x.IsZero() && v.Add(x).Sub(net).Abs().LessThan(cent) {
				d.lineNet(b, l)
				b.data.Totals.Charges = c.Decimal()
				b.proofs.Value("/totals/charges", &c.Value, 0.9)
				b.data.Charges = []en16931.AllowanceCharge{{Amount: c.Decimal()}}
				b.proofs.Value("/charges/0/amount", &c.Value, 0.9)
				return
			}
		}
	}
}

func (d *document) lineNet(b *builder, l *candidates.Bound) {
	b.data.Totals.LineNet = l.Decimal()
	b.proofs.Value("/totals/line_net", &l.Value, 0.85)
}
