package amounts_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
)

func TestRatesOfVAT(t *testing.T) {
	t.Parallel()
	for _, rate := range []float64{5, 7, 19, 20, 25, 27} {
		if !amounts.IsRate(rate) {
			t.Errorf("%v per cent is a rate of VAT", rate)
		}
	}
	for _, rate := range []float64{-19, 50, 100, 1900} {
		if amounts.IsRate(rate) {
			t.Errorf("%v per cent is no rate of VAT", rate)
		}
	}
}
