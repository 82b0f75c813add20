package solve_test

import (
	"math"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/solve"
)

func input(net, tax, gross []solve.Candidate) solve.Input {
	return solve.Input{Net: net, Tax: tax, Gross: gross, LineSum: math.NaN(), TaxSum: math.NaN()}
}

func c(value, score float64, ref int) solve.Candidate {
	return solve.Candidate{Value: value, Score: score, Ref: ref}
}

func TestTheEquationBeatsABetterLabel(t *testing.T) {
	t.Parallel()
	got := solve.Totals(input(
		[]solve.Candidate{c(100, .7, 0), c(90, .75, 3)}, []solve.Candidate{c(19, .8, 1)}, []solve.Candidate{c(150, .9, 4), c(119, .7, 2)},
	))
	if got.Net.Ref != 0 || got.Tax.Ref != 1 || got.Gross.Ref != 2 || !got.Holds {
		t.Errorf("got %+v", got)
	}
}

func TestAMissingTaxFollowsFromNetAndGross(t *testing.T) {
	t.Parallel()
	in := input([]solve.Candidate{c(100, .9, 0)}, nil, []solve.Candidate{c(119, .9, 1)})
	in.Rates = []float64{19}
	got := solve.Totals(in)
	if !got.HasTax || got.Tax.Ref != solve.None || math.Abs(got.Tax.Value-19) > 1e-9 {
		t.Errorf("got %+v", got)
	}
}

func TestPrintedSumsThatDoNotAddUpStay(t *testing.T) {
	t.Parallel()
	in := input([]solve.Candidate{c(100, .95, 0)}, []solve.Candidate{c(19, .95, 1)}, []solve.Candidate{c(129, .95, 2)})
	in.Exact = true
	got := solve.Totals(in)
	if got.Holds || got.Net.Ref != 0 || got.Tax.Ref != 1 || got.Gross.Ref != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestARoundedTillTotalAddsUp(t *testing.T) {
	t.Parallel()
	in := input([]solve.Candidate{c(10.02, .8, 0)}, []solve.Candidate{c(.6, .8, 1)}, []solve.Candidate{c(10.6, .8, 2)})
	if got := solve.Totals(in); got.Holds && got.Net.Ref == 0 {
		t.Errorf("without rounding: got %+v", got)
	}
	in.Rounding = []float64{-.02}
	if got := solve.Totals(in); !got.Holds || got.Net.Ref != 0 {
		t.Errorf("with rounding: got %+v", got)
	}
}

func TestTheSumOfTheLinesDecidesBetweenEquals(t *testing.T) {
	t.Parallel()
	in := input([]solve.Candidate{c(80, .6, 0), c(95, .6, 1)}, nil, []solve.Candidate{c(120, .3, 2)})
	in.LineSum = 95
	if got := solve.Totals(in); got.Net.Ref != 1 {
		t.Errorf("got %+v", got)
	}
}
