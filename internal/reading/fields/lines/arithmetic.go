package lines

import (
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
)

var cent = decimal.New(15, -3)

// agrees tells whether quantity times price, for a base quantity, is the amount, rounding left aside.
func agrees(qty, price, net *token, base en16931.Decimal) bool {
	want := num(qty).Value().Mul(num(price).Value())
	if base.IsPresent() && base.Value().IsPositive() {
		if near(want.Div(base.Value()), num(net).Value(), cent) {
			return true
		}
	}
	return near(want, num(net).Value(), cent)
}

func near(a, b, tolerance decimal.Decimal) bool {
	return a.Abs().Sub(b.Abs()).Abs().LessThanOrEqual(tolerance)
}

// agreeing looks for other numbers in and around the cells that make quantity times price the amount; without any it
// leaves what was found.
func (t *table) agreeing(it *item, qty, unitPrice, net *token) (*token, *token, *token) {
	qtys := options(qty, it.all(quantity, unit, base, position))
	prices := options(unitPrice, append(it.all(price, base, priceGross, discount), t.around(it, price)...))
	nets := options(net, it.all(netAmount, amount, grossAmount))
	for _, n := range nets {
		for _, p := range prices {
			for _, q := range qtys {
				if q != p && p != n && !num(n).Value().IsZero() && agrees(q, p, n, num(it.number(base))) {
					return q, p, n
				}
			}
		}
	}
	return qty, unitPrice, net
}

// maxOptions bounds the numbers that are tried for one value.
const maxOptions = 8

func options(first *token, more []*token) []*token {
	var out []*token
	if first != nil {
		out = append(out, first)
	}
	for _, k := range more {
		if k != first && len(out) < maxOptions {
			out = append(out, k)
		}
	}
	return out
}

// all are the plain numbers in the columns of some roles.
func (it *item) all(rs ...role) []*token {
	var out []*token
	for _, r := range rs {
		for _, c := range it.cells {
			for i := range c.tokens {
				if k := &c.tokens[i]; c.role == r && k.number && !k.value.Percent {
					out = append(out, k)
				}
			}
		}
	}
	return out
}

// around are the numbers of a role's column in the item's text rows.
func (t *table) around(it *item, r role) []*token {
	var out []*token
	for _, rows := range [][][]token{it.above, it.below} {
		for _, row := range rows {
			cut := t.inColumn(row, r)
			for i := range cut {
				if cut[i].number && !cut[i].value.Percent {
					out = append(out, &cut[i])
				}
			}
		}
	}
	return out
}
