package rules

import (
	"slices"
	"strings"
	"testing"
)

const nlcius = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"

func TestNLCIUS(t *testing.T) {
	t.Parallel()
	dutch := func(edits ...string) string {
		doc := edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", nlcius+"<", "IdentificationCode>DE", "IdentificationCode>NL")
		return edit(t, doc, edits...)
	}
	for name, c := range map[string]struct {
		rule  string
		edits []string
	}{
		"register":  {"BR-NL-1", nil},
		"type":      {"BR-NL-7", []string{"InvoiceTypeCode>380", "InvoiceTypeCode>383"}},
		"corrected": {"BR-NL-9", []string{"InvoiceTypeCode>380", "InvoiceTypeCode>384", "<cac:InvoiceDocumentReference>", "<cac:Other>", "</cac:InvoiceDocumentReference>", "</cac:Other>"}},
		"tax point": {"BR-NL-20", []string{"<cbc:DocumentCurrencyCode>", "<cbc:TaxPointDate>2031-03-14</cbc:TaxPointDate><cbc:DocumentCurrencyCode>"}},
	} {
		if got := ids(check(t, dutch(c.edits...), Auto)); !slices.Contains(got, c.rule) {
			t.Errorf("%s: %v lacks %s", name, got, c.rule)
		}
	}
	registered := ids(check(t, dutch(`schemeID="0060">HRB4711`, `schemeID="0106">12345678`), Auto))
	if slices.Contains(registered, "BR-NL-1") || slices.Contains(registered, ruleUnchecked) {
		t.Errorf("have %v", registered)
	}
	german := check(t, edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", nlcius+"<"), Auto)
	for _, f := range german {
		if strings.HasPrefix(f.Rule, "BR-NL-") {
			t.Errorf("a German seller has %s", f.Rule)
		}
	}
}

func TestNLCIUSOnCII(t *testing.T) {
	t.Parallel()
	dutch := edit(t, base(t, "cii"), "urn:cen.eu:en16931:2017<", nlcius+"<", "<ram:CountryID>DE", "<ram:CountryID>NL")
	got := ids(check(t, dutch, Auto))
	for _, rule := range []string{"BR-NL-1", "BR-NL-19", "BR-NL-26"} {
		if !slices.Contains(got, rule) {
			t.Errorf("%v lacks %s", got, rule)
		}
	}
	if slices.Contains(got, ruleUnchecked) || slices.Contains(got, "BR-NL-7") {
		t.Errorf("have %v", got)
	}
	if german := ids(check(t, edit(t, base(t, "cii"), "urn:cen.eu:en16931:2017<", nlcius+"<"), Auto)); slices.Contains(german, "BR-NL-1") {
		t.Errorf("a German seller has %v", german)
	}
}
