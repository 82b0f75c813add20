package rules

import (
	"slices"
	"strings"
	"testing"
)

const ciusRO = "urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1"

// romanian is the valid UBL invoice as one of Romania.
func romanian(t *testing.T, edits ...string) string {
	t.Helper()
	doc := strings.ReplaceAll(base(t, "ubl"), "EUR", "RON")
	return edit(t, doc, append([]string{"urn:cen.eu:en16931:2017<", ciusRO + "<", "<cac:Address>", "<cac:Address><cbc:CountrySubentity>Altmark</cbc:CountrySubentity>"}, edits...)...)
}

func TestCIUSRO(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule  string
		edits []string
	}{
		"currency":  {"BR-RO-030", []string{"DocumentCurrencyCode>RON", "DocumentCurrencyCode>USD"}},
		"claim":     {"BR-RO-001", []string{"CIUS-RO:1.0.1<", "CIUS-RO:1.0.0<"}},
		"number":    {"BR-RO-010", []string{"<cbc:ID>HK-2031-0007<", "<cbc:ID>HK<"}},
		"type":      {"BR-RO-020_1", []string{"InvoiceTypeCode>380", "InvoiceTypeCode>383"}},
		"county":    {"BR-RO-110", []string{"IdentificationCode>DE", "IdentificationCode>RO"}},
		"item name": {"BR-RO-L1024", []string{"<cac:Item>", "<cac:Item><cbc:Name>" + strings.Repeat("x", 101) + "</cbc:Name>"}},
	} {
		if got := ids(check(t, romanian(t, c.edits...), Auto)); !slices.Contains(got, c.rule) {
			t.Errorf("%s: %v lacks %s", name, got, c.rule)
		}
	}
	if got := ids(check(t, romanian(t), Auto)); slices.ContainsFunc(got, func(id string) bool { return strings.HasPrefix(id, "BR-RO") || id == ruleUnchecked }) {
		t.Errorf("the valid invoice has %v", got)
	}
}

// What Romania asks of UBL is asked of the same terms of CII.
func TestCIUSROOnCII(t *testing.T) {
	t.Parallel()
	cii := func(edits ...string) []string {
		doc := strings.ReplaceAll(base(t, "cii"), "EUR", "RON")
		return ids(check(t, edit(t, doc, append([]string{"urn:cen.eu:en16931:2017<", ciusRO + "<"}, edits...)...), Auto))
	}
	for name, c := range map[string]struct {
		rule  string
		edits []string
	}{
		"currency": {"BR-RO-030", []string{"InvoiceCurrencyCode>RON", "InvoiceCurrencyCode>USD"}},
		"claim":    {"BR-RO-001", []string{"CIUS-RO:1.0.1<", "CIUS-RO:1.0.0<"}},
		"number":   {"BR-RO-010", []string{"<ram:ID>HK-2031-0007<", "<ram:ID>HK<"}},
		"type":     {"BR-RO-020_1", []string{"<ram:TypeCode>380<", "<ram:TypeCode>383<"}},
		"county":   {"BR-RO-110", []string{"<ram:CountryID>DE", "<ram:CountryID>RO"}},
	} {
		if got := cii(c.edits...); !slices.Contains(got, c.rule) {
			t.Errorf("%s: %v lacks %s", name, got, c.rule)
		}
	}
	got := slices.DeleteFunc(cii(), func(id string) bool { return id == "BR-RO-211" }) // the place of delivery has no county
	if slices.ContainsFunc(got, func(id string) bool { return strings.HasPrefix(id, "BR-RO") || id == ruleUnchecked }) {
		t.Errorf("the valid invoice has %v", got)
	}
}
