// Package solve chooses among candidates by the equations of EN 16931.
//
// Idea: labels name several numbers for each sum, some of them wrongly; net + tax = gross (BR-CO-15) holds for the right
// three and seldom by chance. Every triple of candidates is scored by its labels, by that equation, by the rates that
// explain the tax and by the sums of lines and tax rows; a sum that is not printed may follow from the other two. The
// best triple is taken even when the equation does not hold: what is printed stays. Source: own. Cost: the product of the
// candidates of the three roles, which the caller bounds (ten each make at most 1,300 triples).
//
// It owns arithmetic over scored candidates. It does not own where they come from or how they are shown.
package solve

import "math"

// Candidate is a number with how much its place and labels speak for it in a role. Ref is the caller's.
type Candidate struct {
	Value float64
	Score float64
	Ref   int
}

// None is the reference of a value that stands nowhere.
const None = -1

// Triple are net, tax and gross as chosen; a reference is None where the value was computed or is missing.
type Triple struct {
	Net, Tax, Gross Candidate
	HasNet, HasTax  bool
	Holds           bool // net + tax = gross
	Score           float64
	ComputedNet     bool
	ComputedTax     bool
	RatesAgree      bool
	Between         float64 // what was put on, or taken off below 0, between net and gross to make them agree
}

// Input is what the choice of totals goes by.
type Input struct {
	Net, Tax, Gross []Candidate
	Rates           []float64 // per cent that the document names
	LineSum         float64   // of the line items, NaN when unknown
	Adjusted        []float64 // LineSum with the document's labelled allowances and charges
	TaxSum          float64   // of the rows of a tax breakdown, NaN when unknown
	Exact           bool      // the text is not recognised: a labelled number is what was printed
	Between         []float64 // labelled charges above 0 and allowances below it
	Rounding        []float64 // amounts that a till slip's total may be rounded by
}

// Totals chooses net, tax and gross that speak best for each other.
func Totals(in Input) Triple {
	best := Triple{Score: math.Inf(-1)}
	for _, g := range in.Gross {
		for _, t := range in.triples(g) {
			if t.Score > best.Score+equal {
				best = t
			}
		}
	}
	return best
}

// triples are all choices of tax and net for a gross total, printed or computed.
func (in Input) triples(g Candidate) []Triple {
	out := []Triple{{Gross: g, Score: g.Score}}
	for _, n := range in.Net {
		out = append(out, in.scored(Triple{Gross: g, Net: n, HasNet: true}))
		if n.Score > netComputes && !in.printed(in.Tax) && n.Value <= g.Value+tolerance && n.Value > 0 {
			t := Triple{Gross: g, Net: n, HasNet: true, HasTax: true, ComputedTax: true}
			t.Tax = Candidate{Value: g.Value - n.Value, Ref: None}
			out = append(out, in.scored(t))
		}
		for _, x := range in.Tax {
			if x.Ref != n.Ref || x.Ref == None {
				out = append(out, in.scored(Triple{Gross: g, Net: n, Tax: x, HasNet: true, HasTax: true}))
			}
		}
	}
	for _, x := range in.Tax {
		t := Triple{Gross: g, Tax: x, HasTax: true}
		out = append(out, in.scored(t))
		if math.Abs(x.Value) < math.Abs(g.Value) && !in.printed(in.Net) {
			t.Net, t.HasNet, t.ComputedNet = Candidate{Value: g.Value - x.Value, Ref: None}, true, true
			out = append(out, in.scored(t))
		}
	}
	return out
}

// printed tells whether a role's number surely stands on the page, so that none is computed in its place.
func (in Input) printed(role []Candidate) bool {
	return in.Exact && len(role) > 0 && role[0].Score > surelyThere
}

// scored adds up what speaks for and against a choice.
func (in Input) scored(t Triple) Triple {
	t.Score = t.Gross.Score
	if t.HasNet {
		t.Score += t.Net.Score - eachSum
	}
	if t.HasTax {
		t.Score += t.Tax.Score - eachSum
	}
	if t.HasNet && t.HasTax {
		in.scoreEquation(&t)
	}
	if t.HasNet {
		t.Score += in.linesAgree(t.Net.Value)
	}
	if t.HasTax && !t.ComputedTax && near(t.Tax.Value, in.TaxSum) {
		t.Score += rowsAdd
	}
	if t.HasTax && math.Abs(t.Tax.Value) > highestTax*math.Abs(t.Gross.Value)+tolerance {
		t.Score -= taxTooHigh
	}
	if t.HasTax && t.Tax.Value*t.Gross.Value < 0 {
		t.Score -= taxAgainst
	}
	if t.HasNet && !t.HasTax && t.Net.Value > t.Gross.Value+tolerance {
		t.Score -= netTooHigh
	}
	return t
}

// linesAgree scores a net total that the lines add up to; what labelled rows take off or put on says more.
func (in Input) linesAgree(net float64) float64 {
	for _, sum := range in.Adjusted {
		if near(net, sum) {
			return linesAdjusted
		}
	}
	if near(net, in.LineSum) {
		return linesAdd
	}
	return 0
}

// scoreEquation adds what the equation and the rates say.
func (in Input) scoreEquation(t *Triple) {
	t.Holds = in.adds(t.Net.Value+t.Tax.Value, t.Gross.Value)
	in.bridge(t)
	computed := t.ComputedNet || t.ComputedTax
	switch {
	case !t.Holds:
		t.Score -= equationNot
		return
	case computed:
		t.Score += equationMade
	case t.Tax.Value == 0 && t.Between == 0:
		t.Score += equationZero * named(*t)
	case t.Between != 0:
		t.Score += equationBridged * named(*t)
	default:
		t.Score += equationHeld * named(*t)
	}
	if t.Tax.Value == 0 {
		return
	}
	switch w := in.rateWeight(t.Net.Value, t.Tax.Value); {
	case w > 0:
		t.Score += w
		t.RatesAgree = true
	case computed:
		t.Score -= rateMissing
	}
}

// bridge looks for the charge or allowance that leads from net and tax to the gross total where they do not by themselves:
// freight, a tip, a discount.
func (in Input) bridge(t *Triple) {
	if t.Holds || t.ComputedNet || t.ComputedTax || t.Net.Value <= 0 {
		return
	}
	for _, b := range in.Between {
		if near(t.Net.Value+t.Tax.Value+b, t.Gross.Value) {
			t.Holds, t.Between = true, b
			return
		}
	}
}

// adds tells whether a sum is the gross total, rounded where the document rounds.
func (in Input) adds(sum, gross float64) bool {
	if near(sum, gross) {
		return true
	}
	for _, r := range in.Rounding {
		if near(sum+r, gross) {
			return true
		}
	}
	return false
}

// named is how many of the three are named by labels, 0 to 1: the more, the less an equation holds by chance.
func named(t Triple) float64 {
	return min(1, max(0, (t.Net.Score+t.Tax.Score+t.Gross.Score-namedFrom)/namedFull))
}

// rateWeight says how well a rate explains a tax amount.
func (in Input) rateWeight(net, tax float64) float64 {
	for _, r := range in.Rates {
		if r > 0 && math.Abs(net*r/100-tax) < rateTolerance+math.Abs(net)*shareTolerance {
			return rateNamed
		}
	}
	for _, r := range usualRates {
		if math.Abs(net*r/100-tax) < rateTolerance {
			return rateUsual
		}
	}
	return 0
}

// near tells whether two sums are the same but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) < tolerance }
