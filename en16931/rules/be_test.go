package rules

import (
	"slices"
	"strings"
	"testing"
)

const ublBE = "urn:cen.eu:en16931:2017#conformant#urn:UBL.BE:1.0.0.20180214"

// belgian makes the valid UBL invoice nearly one of UBL.BE; the countries stay.
var belgian = []string{
	"<cac:AdditionalDocumentReference>", "<cac:AdditionalDocumentReference><cbc:ID>UBL.BE</cbc:ID><cbc:DocumentDescription>CommercialInvoice</cbc:DocumentDescription></cac:AdditionalDocumentReference><cac:AdditionalDocumentReference>",
	`<cbc:ID schemeID="AAB">METER-3</cbc:ID>
    <cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>`, `<cbc:ID schemeID="AAB">METER-3</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode><cbc:DocumentDescription>Meter</cbc:DocumentDescription>`,
	"<cac:TaxCategory>\n        <cbc:ID>S</cbc:ID>", "<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Name>03</cbc:Name>",
}

func TestUBLBE(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule  string
		edits []string
	}{
		"documents": {"ubl-BE-02", []string{">CommercialInvoice<", ">Invoice<"}},
		"class":     {"ubl-BE-10", []string{"<cbc:Name>03<", "<cbc:Name>04<"}},
		"notes":     {"PEPPOL-EN16931-R002", []string{"<cbc:Note>", "<cbc:Note>Second</cbc:Note><cbc:Note>"}},
		"line VAT":  {"ubl-BE-14", nil},
	} {
		doc := edit(t, base(t, "ubl"), append([]string{coreID + "<", ublBE + "<"}, belgian...)...)
		got := ids(check(t, edit(t, doc, c.edits...), Auto))
		if !slices.Contains(got, c.rule) || slices.Contains(got, ruleUnchecked) {
			t.Errorf("%s: %v lacks %s", name, got, c.rule)
		}
		if slices.ContainsFunc(got, func(id string) bool { return strings.HasPrefix(id, "DE-R-") }) {
			t.Errorf("%s: rules of Peppol are asked that UBL.BE has not: %v", name, got)
		}
	}
}
