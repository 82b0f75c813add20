package fields

import (
	"math"

	"github.com/docketapi/docket/internal/reading/fields/lines"
	"github.com/docketapi/docket/internal/reading/fields/solve"
)

// readLines reads the line items, before the totals are chosen: their sum helps to choose.
func (d *document) readLines(b *builder, in solve.Input) lines.Result {
	r := lines.Extract(d.Pages, lines.Context{
		Numbers: d.Locale.Numbers, Nets: strongValues(in.Net), Grosses: strongValues(in.Gross), Rates: in.Rates, Receipt: d.Receipt,
	})
	b.data.Lines = r.Lines
	b.proofs = append(b.proofs, r.Evidence...)
	return r
}

// strongValues are the numbers that labels name for a total.
func strongValues(cs []solve.Candidate) []float64 {
	var out []float64
	for _, c := range cs {
		if c.Score > 0.4 {
			out = append(out, c.Value)
		}
	}
	return out
}

// lineSum is the lines' sum when they can be trusted, NaN when not.
func lineSum(r lines.Result) float64 {
	if !r.NetSum.IsPresent() || r.Score < 0.5 {
		return math.NaN()
	}
	return r.NetSum.Value().InexactFloat64()
}
