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
