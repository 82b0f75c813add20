package totals

import (
	"math"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/solve"
)

// Ground is what the choice of the gross total rests on.
type Ground struct {
	Label  float64 // how clearly a label names it, 0 to 1
	Text   float64 // least confidence of a character of it: 1 where it was not recognised
	Closes bool    // net + tax = gross, all three printed and the tax not zero
	Lines  bool    // the line items add up to the net or the gross total
	Places int     // where the number is printed, up to three
	Larger bool    // a larger amount is named as a total
	Above  bool    // a larger amount stands on the pages, whatever it is
	Parts  bool    // something else named as a total, as what is due, paid or left is another number
	Form   bool    // it is written like money: with hundredths, or with its currency
}

// ground says what the choice of the gross total rests on.
func (r *reader) ground(t solve.Triple, in solve.Input) Ground {
	g := Ground{Closes: t.Holds && !t.ComputedNet && !t.ComputedTax && t.HasNet && t.HasTax && t.Tax.Value != 0, Text: 1}
	if t.Gross.Ref != solve.None {
		a := r.Sums[t.Gross.Ref]
		g.Label, g.Text = r.totalNamed(a), a.Span.Confidence()
		g.Form = a.Amount.Cents || a.Amount.Currency != ""
	}
	g.Lines = !math.IsNaN(in.LineSum) && (math.Abs(in.LineSum-t.Gross.Value) < halfCent || t.HasNet && math.Abs(in.LineSum-t.Net.Value) < halfCent)
	for _, a := range r.Sums {
		v := amounts.Value(a)
		switch named := r.totalNamed(a); {
		case math.Abs(v-t.Gross.Value) < halfCent:
			g.Places = min(3, g.Places+1)
		case named >= clearLabel:
			g.Parts = true
			g.Larger = g.Larger || math.Abs(v) > math.Abs(t.Gross.Value)
		case a.Amount.Cents && math.Abs(v) > math.Abs(t.Gross.Value):
			g.Above = true
		}
	}
	return g
}

// totalNamed is how clearly a label names an amount as the total.
func (r *reader) totalNamed(a *candidates.Bound) float64 {
	roles := []locale.Role{locale.Gross, locale.Due, locale.Total}
	if r.Receipt {
		roles = append(roles, locale.Net)
	}
	s, _ := r.As(a, roles...)
	return s
}
