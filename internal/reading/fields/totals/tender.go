package totals

import (
	"math"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/solve"
)

// tender is what a receipt says besides its sums: what was given, handed back and rounded.
type tender struct{ cash, change, rounding []float64 }

// readTender reads what labels of the till name.
func (r *reader) readTender() tender {
	var t tender
	for i, a := range r.Sums {
		if s, _ := r.As(a, locale.Cash); s > clearLabel {
			t.cash = append(t.cash, math.Abs(amounts.Value(a)))
			if i+1 < len(r.Sums) && changeUnder(a, r.Sums[i+1]) {
				t.change = append(t.change, math.Abs(amounts.Value(r.Sums[i+1])))
			}
		}
		if s, _ := r.As(a, locale.Change); s > clearLabel {
			t.change = append(t.change, math.Abs(amounts.Value(a)))
		}
		if s, _ := r.As(a, locale.Rounding); s > clearLabel && amounts.Value(a) != 0 && math.Abs(amounts.Value(a)) < mostRounded {
			t.rounding = append(t.rounding, amounts.Value(a))
			if !a.Amount.Signed { // some tills print it without its sign
				t.rounding = append(t.rounding, -amounts.Value(a))
			}
		}
	}
	return t
}

// changeUnder tells whether a number stands in the column of another, at most two rows below: the change stands under the
// cash, whatever became of its label.
func changeUnder(a, b *candidates.Bound) bool {
	x, y := amounts.Box(a), amounts.Box(b)
	return y.Y0 >= x.Y1-changeLap*x.Height() && y.Y0-x.Y1 < changeReach*x.Height() && math.Abs(x.X1-y.X1) < changeEdge*x.Height() && b.Amount.Cents
}

// boost raises the gross totals that the till confirms: given less handed back, or another total after rounding.
func (t tender) boost(gross []solve.Candidate) {
	before := append([]solve.Candidate(nil), gross...)
	for i := range gross {
		g := &gross[i]
		switch {
		case t.exactly(g.Value):
			g.Score += paidExactly
		case t.given(g.Value):
			g.Score += paidWhole
		}
		for _, o := range before {
			if o.Score > roundsFrom && t.rounds(o.Value, g.Value) {
				g.Score += roundsTo
				break
			}
		}
	}
}

// exactly tells whether the amount is what was given less what was handed back.
func (t tender) exactly(v float64) bool {
	for _, c := range t.cash {
		for _, h := range t.change {
			if h != 0 && math.Abs(c-h-v) < halfCent {
				return true
			}
		}
	}
	return false
}

// given tells whether the amount is what was given.
func (t tender) given(v float64) bool {
	for _, c := range t.cash {
		if math.Abs(c-v) < halfCent {
			return true
		}
	}
	return false
}

// rounds tells whether one total becomes the other by a printed rounding.
func (t tender) rounds(from, to float64) bool {
	for _, r := range t.rounding {
		if math.Abs(from+r-to) < halfCent {
			return true
		}
	}
	return false
}
