package consequences_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/consequences"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/layout/layouttest"
)

func TestWhatFollows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, data string
		debit      bool
		want       string // pointers that were filled
	}{
		{"the only rate is every line's", `{"taxes":[{"rate":"19","category":"S"}],"lines":[{},{"tax_rate":"7"}]}`, false, "/lines/0/tax_category /lines/0/tax_rate"},
		{"of two rates none is", `{"taxes":[{"rate":"19","category":"S"},{"rate":"7","category":"S"}],"lines":[{},{"tax_rate":"7.0"}]}`, false, "/lines/1/tax_category"},
		{"allowances and charges too", `{"taxes":[{"rate":"19","category":"S"}],"allowances":[{"amount":"1"}],"charges":[{"amount":"1","tax_rate":"19"}]}`, false,
			"/allowances/0/tax_category /allowances/0/tax_rate /charges/0/tax_category"},
		{"lines that give the net total", `{"totals":{"net":"9","allowances":"2","charges":"1"},"lines":[{"net":"4"},{"net":"6"}]}`, false, "/totals/line_net"},
		{"lines that do not", `{"totals":{"net":"9"},"lines":[{"net":"4"},{"net":"6"}]}`, false, ""},
		{"a line without its net", `{"totals":{"net":"4"},"lines":[{"net":"4"},{}]}`, false, ""},
		{"a VAT id tells the country", `{"seller":{"vat_id":"DE136695976","address":{"city":"Kiel"}},"buyer":{"vat_id":"EL094259216","address":{"city":"Volos"}}}`, false,
			"/buyer/address/country /seller/address/country"},
		{"an address that names one", `{"seller":{"vat_id":"DE136695976","address":{"city":"Wien","country":"AT"}}}`, false, ""},
		{"a VAT id that is none", `{"seller":{"vat_id":"DE12","address":{"city":"Kiel"}}}`, false, ""},
		{"an account asks for a transfer", `{"payment":{"accounts":[{"iban":"DE1"}]}}`, false, "/payment/means_code"},
		{"a mandate does not", `{"payment":{"accounts":[{"iban":"DE1"}]}}`, true, ""},
		{"what is paid does not", `{"payment":{"accounts":[{"iban":"DE1"}]},"totals":{"due":"0"}}`, false, ""},
		{"words say how", `{"payment":{"accounts":[{"iban":"DE1"}],"text":"PayPal"}}`, false, ""},
	} {
		var inv en16931.Invoice
		if err := json.Unmarshal([]byte(c.data), &inv); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range consequences.Fill(&inv, c.debit) {
			got = append(got, e.Pointer)
		}
		if slices.Sort(got); strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestFilledValues(t *testing.T) {
	t.Parallel()
	var inv en16931.Invoice
	err := json.Unmarshal([]byte(`{"taxes":[{"rate":"19","category":"S"}],"lines":[{"net":"4"},{"net":"6"}],"totals":{"net":"10"},
		"buyer":{"vat_id":"EL094259216","address":{"city":"Volos"}},"payment":{"accounts":[{"iban":"DE1"}]}}`), &inv)
	if err != nil {
		t.Fatal(err)
	}
	consequences.Fill(&inv, false)
	got := []string{inv.Lines[1].TaxRate.String(), inv.Lines[1].TaxCategory, inv.Totals.LineNet.String(), inv.Buyer.Address.Country, inv.Payment.MeansCode}
	if want := []string{"19", "S", "10", "GR", "30"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestDirectDebit(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]bool{"Mandatsreferenz: MR-2207": true, "Kundennummer: MR-2207": false} {
		if got := consequences.DirectDebit([]*layout.Page{layouttest.Page(row)}); got != want {
			t.Errorf("%s: %v", row, got)
		}
	}
}
