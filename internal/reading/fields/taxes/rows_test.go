package taxes_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/layout/layouttest"
	"github.com/docketapi/docket/internal/reading/fields/taxes"
)

func TestRowsAreToldByTheirEquation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rows, want string }{
		{"two rates", "19 %\t\t100,00\t\t19,00|7 %\t\t50,00\t\t3,50", "19: 100.00 19.00; 7: 50.00 3.50"},
		{"the order does not matter", "19,00\t\t100,00\t\t19 %", "19: 100.00 19.00"},
		{"one rate twice", "19 %\t\t100,00\t\t19,00|19 %\t\t10,00\t\t1,90", "19: 100.00 19.00"},
		{"a tax that does not follow", "19 %\t\t100,00\t\t18,00", ""},
		{"no rate", "100,00\t\t19,00", ""},
	} {
		pool := amounts.Of(candidates.Find([]*layout.Page{layouttest.Page(strings.Split(c.rows, "|")...)}))
		var got []string
		for _, r := range taxes.Rows(pool) {
			got = append(got, r.Rate.Decimal().String()+": "+r.Base.Decimal().String()+" "+r.Amount.Decimal().String())
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
