package totals

import (
	"fmt"
	"math"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/lines"
	"github.com/docketapi/docket/internal/reading/fields/proof"
	"github.com/docketapi/docket/internal/reading/fields/solve"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Input is what the totals are chosen from: the amounts, the line items as read, and the amount that a payment code asks
// for, absent where there is none.
type Input struct {
	*amounts.Pool
	Items lines.Result
	Asked en16931.Decimal
}

// Result is the totals with what was taken off and put on, and the proofs of the values.
type Result struct {
	Totals              en16931.Totals
	Allowances, Charges []en16931.AllowanceCharge
	Proofs              proof.List
	Ground              Ground // of the gross total
}

// Read chooses the totals of one invoice.
func Read(in Input) Result {
	r := reader{Input: in, ranker: ranker{in.Pool}}
	if equation := r.equation(); len(equation.Gross) > 0 {
		best := solve.Totals(equation)
		r.write(best)
		r.out.Ground = r.ground(best, equation)
		r.remainder()
	}
	return r.out
}

type reader struct {
	Input
	ranker ranker
	out    Result
}

// equation gathers the candidates of each sum with all that speaks for them.
func (r *reader) equation() solve.Input {
	in := r.ranker.roles()
	in.LineSum, in.TaxSum = lineSum(r.Items), math.NaN()
	in.Rates, in.Exact = r.Rates(), r.Source == pages.FromText
	in.Adjusted = r.adjusted(in.LineSum)
	in.Between = r.between(false)
	in.Tax = append(withTaxSum(in.Tax), r.taxOfRows()...)
	r.boostAsked(in.Gross)
	if r.Receipt {
		t := r.readTender()
		t.boost(in.Gross)
		in.Rounding = t.rounding
	}
	return in
}

// LineContext is what the labels of totals tell before the line items are known: it helps to find them.
func LineContext(pool *amounts.Pool) lines.Context {
	in := ranker{pool}.roles()
	return lines.Context{
		Numbers: pool.Locale.Numbers, Nets: strongValues(in.Net), Grosses: strongValues(in.Gross), Rates: pool.Rates(),
		Receipt: pool.Receipt,
	}
}

// strongValues are the numbers that labels name for a total.
func strongValues(cs []solve.Candidate) []float64 {
	var out []float64
	for _, c := range cs {
		if c.Score > hintFrom {
			out = append(out, c.Value)
		}
	}
	return out
}

// lineSum is the lines' sum when they can be trusted, NaN when not.
func lineSum(r lines.Result) float64 {
	if !r.NetSum.IsPresent() || r.Score < linesTrusted {
		return math.NaN()
	}
	return r.NetSum.Value().InexactFloat64()
}

func (r *reader) write(t solve.Triple) {
	score := totalConfidence + totalPerScore*t.Gross.Score
	if t.Holds {
		score += totalHolds
	}
	r.writeTotal("gross", &r.out.Totals.Gross, t.Gross, score)
	if t.HasNet {
		r.writeTotal("net", &r.out.Totals.Net, t.Net, score)
		r.bridge(t.Between, score)
	}
	if t.HasTax {
		r.writeTotal("tax", &r.out.Totals.Tax, t.Tax, score)
	}
}

// bridge writes what was put on or taken off between the printed net total, which is that of the lines then, and the gross.
func (r *reader) bridge(between, score float64) {
	v, err := en16931.ParseDecimal(fmt.Sprintf("%.2f", math.Abs(between)))
	if between == 0 || err != nil {
		return
	}
	t := &r.out.Totals
	net := t.Net.Value()
	if t.LineNet = t.Net; between > 0 {
		t.Charges, r.out.Charges = v, []en16931.AllowanceCharge{{Amount: v}}
		t.Net = en16931.NewDecimal(net.Add(v.Value()))
		r.out.Proofs.Computed("/totals/charges", score*totalComputed)
	} else {
		t.Allowances, r.out.Allowances = v, []en16931.AllowanceCharge{{Amount: v}}
		t.Net = en16931.NewDecimal(net.Sub(v.Value()))
		r.out.Proofs.Computed("/totals/allowances", score*totalComputed)
	}
	r.out.Proofs.Drop(func(p string) bool { return p == "/totals/net" })
	r.out.Proofs.Computed("/totals/net", score*totalComputed)
}

// writeTotal takes a sum that stands on the page, or one that follows from the other two.
func (r *reader) writeTotal(name string, to *en16931.Decimal, c solve.Candidate, score float64) {
	pointer := "/totals/" + name
	if c.Ref == solve.None {
		v, err := en16931.ParseDecimal(fmt.Sprintf("%.2f", c.Value))
		if err != nil {
			return
		}
		*to = v
		r.out.Proofs.Computed(pointer, score*totalComputed)
		return
	}
	a := r.Sums[c.Ref]
	*to = a.Decimal()
	r.out.Proofs.Value(pointer, &a.Value, score)
}
