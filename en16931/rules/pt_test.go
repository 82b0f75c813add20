package rules

import (
	"slices"
	"testing"
)

const ciusPT = "urn:cen.eu:en16931:2017#compliant#urn:feap.gov.pt:CIUS-PT:2.1.1"

func TestCIUSPT(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule  string
		edits []string
	}{
		"claim":    {"DT-CIUS-PT-022", []string{"CIUS-PT:2.1.1", "CIUS-PT:2.1.1-and-more"}},
		"type":     {"DT-CIUS-PT-003_i", []string{"InvoiceTypeCode>380", "InvoiceTypeCode>384"}},
		"number":   {"DT-CIUS-PT-102.1", []string{`<cbc:PayableAmount currencyID="EUR">`, `<cbc:PayableAmount currencyID="EUR">-`}},
		"total":    {"DT-CIUS-PT-160", []string{"<cac:LegalMonetaryTotal>\n    <cbc:LineExtensionAmount currencyID=\"EUR\">500.00", "<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID=\"EUR\">502.00"}},
		"rate":     {"DT-CIUS-PT-020_2.3", []string{"<cbc:Note>", "<cbc:Note>#CALCULATIONRATE#1.0850#</cbc:Note><cbc:Note>"}},
		"withheld": {"DT-CIUS-PT-020_10.5", []string{"<cbc:Note>", "<cbc:Note>#WITHHOLDINGTAXAMOUNT@WITHHOLDINGTAX-001#12.00#</cbc:Note><cbc:Note>"}},
	} {
		doc := edit(t, base(t, "ubl"), append([]string{coreID + "<", ciusPT + "<"}, c.edits...)...)
		got := ids(check(t, doc, Auto))
		if !slices.Contains(got, c.rule) || slices.Contains(got, ruleUnchecked) || slices.Contains(got, "BR-CO-10") {
			t.Errorf("%s: %v lacks %s", name, got, c.rule)
		}
	}
}
