package fields_test

import (
	"testing"

	"github.com/docketapi/docket/internal/lang/identifier"
)

// The identifier of the seller's country is read as it is printed, without a country that the page does not name.
func TestTaxIdentifiersOfManyCountries(t *testing.T) {
	t.Parallel()
	for printed, place := range map[string]string{
		"GSTIN: 27AAPFU0939F1ZV":       "Pune 411001, India",
		"CNPJ: 11.222.333/0001-81":     "01310-100 São Paulo, Brasil",
		"ABN: 51 824 753 556":          "Melbourne VIC 3000, Australia",
		"UEN: 197401143C":              "Singapore 049315",
		"EIN: 94-1234567":              "Portland, OR 97201",
		"UID: CHE-116.281.710 MWST":    "8001 Zürich, Schweiz",
		"OIB: 33392005961":             "10000 Zagreb, Hrvatska",
		"GST Reg No: 197401143C":       "Singapore 049315",
		"Tax ID (EIN): 94-1234567":     "Portland, OR 97201",
		"VAT Reg. No.: 51 824 753 556": "Sydney NSW 2000, Australia",
		"USt-IdNr.: CHE-116.281.710":   "8001 Zürich, Schweiz",
	} {
		got := readText(t, `
Larch & Lane Boats Ltd                           INVOICE
3 Pier Street
%s
%s
                                                 Invoice No.   QX-4410
                                                 Date          14 September 2026
Bill To
Quiet Bay Cafe
8 Hill Street

Description              Qty     Unit price      Amount
Oar                        1         100.00      100.00
                                      Total      100.00`, place, printed).Data.Seller
		stated := ""
		for _, s := range []string{got.VATID, got.TaxID, got.RegistrationID} {
			stated += " " + identifier.Compact(s)
		}
		want := identifier.Compact(printed[len(printed)-valueLength(printed):])
		if !hasWord(stated, want) {
			t.Errorf("%s: got %+v", printed, got)
		}
	}
}

// valueLength is how long what stands behind the colon is.
func valueLength(s string) int {
	for i := range s {
		if s[i] == ':' {
			return len(s) - i - 1
		}
	}
	return 0
}

func hasWord(words, want string) bool {
	for len(words) >= len(want) {
		if words[len(words)-len(want):] == want {
			return true
		}
		words = words[:len(words)-1]
	}
	return false
}
