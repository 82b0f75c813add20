package fields

import (
	"math"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/solve"
)

// till is what a till slip says besides its sums: what was given, handed back and rounded.
type till struct{ cash, change, rounding []float64 }

// labelled is the score from which a label names a number of the till.
const labelled = 0.6

func (d *document) readTill(amounts []*candidates.Bound) till {
	var t till
	for i, a := range amounts {
		if s, _ := d.As(a, locale.Cash); s > labelled {
			t.cash = append(t.cash, math.Abs(value(a)))
			if i+1 < len(amounts) && changeUnder(a, amounts[i+1]) {
				t.change = append(t.change, math.Abs(value(amounts[i+1])))
			}
		}
		if s, _ := d.As(a, locale.Change); s > labelled {
			t.change = append(t.change, math.Abs(value(a)))
		}
		if s, _ := d.As(a, locale.Rounding); s > labelled && value(a) != 0 && math.Abs(value(a)) < 1 {
			t.rounding = append(t.rounding, value(a))
			if !a.Amount.Signed { // some tills print it without its sign
				t.rounding = append(t.rounding, -value(a))
			}
		}
	}
	return t
}

// changeUnder tells whether a number stands in the column of another, at most two rows below: the change stands under the
// cash, whatever became of its label.
func changeUnder(a, b *candidates.Bound) bool {
	x, y := box(a), box(b)
	return y.Y0 >= x.Y1-0.3*x.Height() && y.Y0-x.Y1 < 2.5*x.Height() && math.Abs(x.X1-y.X1) < 2*x.Height() && b.Amount.Cents
}

// boost raises the gross totals that the till confirms: given less handed back, or another total after rounding.
func (t till) boost(gross []solve.Candidate) {
	before := append([]solve.Candidate(nil), gross...)
	for i := range gross {
		g := &gross[i]
		switch {
		case t.paidExactly(g.Value):
			g.Score += 0.6
		case t.given(g.Value):
			g.Score += 0.15
		}
		for _, o := range before {
			if o.Score > 0.4 && t.rounds(o.Value, g.Value) {
				g.Score += 0.35
				break
			}
		}
	}
}

// paidExactly tells whether the amount is what was given less what was handed back.
func (t till) paidExactly(v float64) bool {
	for _, c := range t.cash {
		for _, h := range t.change {
			if h != 0 && math.Abs(c-h-v) < 0.005 {
				return true
			}
		}
	}
	return false
}

func (t till) given(v float64) bool {
	for _, c := range t.cash {
		if math.Abs(c-v) < 0.005 {
			return true
		}
	}
	return false
}

// rounds tells whether one total becomes the other by a printed rounding.
func (t till) rounds(from, to float64) bool {
	for _, r := range t.rounding {
		if math.Abs(from+r-to) < 0.005 {
			return true
		}
	}
	return false
}
