package totals_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/layout/layouttest"
	"github.com/docketapi/docket/internal/reading/fields/totals"
)

func TestTotalsOfAPage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		rows            []string
		net, tax, gross string
	}{
		{"labelled", []string{"Nettobetrag\t\t\t\t100,00", "MwSt. 19 %\t\t\t\t19,00", "Gesamtbetrag\t\t\t\t119,00"}, "100.00", "19.00", "119.00"},
		{"in any order", []string{"Total due\t\t\t\t120.00", "VAT 20 %\t\t\t\t20.00", "Subtotal\t\t\t\t100.00"}, "100.00", "20.00", "120.00"},
		{"no amounts", []string{"Guten Tag"}, "", "", ""},
	} {
		pool := amounts.Of(candidates.Find([]*layout.Page{layouttest.Page(c.rows...)}))
		got := totals.Read(totals.Input{Pool: pool}).Totals
		if got.Net.String() != c.net || got.Tax.String() != c.tax || got.Gross.String() != c.gross {
			t.Errorf("%s: net %q, tax %q, gross %q", c.name, got.Net, got.Tax, got.Gross)
		}
	}
}
