package rules

import (
	"slices"
	"testing"
)

const hrCIUS = "urn:cen.eu:en16931:2017#compliant#urn:mfin.gov.hr:cius-2025:1.0#conformant#urn:mfin.gov.hr:ext-2025:1.0"

// croatian makes the valid UBL invoice one of Croatia; the countries stay.
var croatian = []string{
	"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "P1",
	"<cbc:DueDate>", "<cbc:IssueTime>08:15:00</cbc:IssueTime><cbc:DueDate>",
	`      <cac:PartyTaxScheme>
        <cbc:CompanyID>60A271828182</cbc:CompanyID>
        <cac:TaxScheme>
          <cbc:ID>FC</cbc:ID>
        </cac:TaxScheme>
      </cac:PartyTaxScheme>
`, "",
	"</cac:Party>\n  </cac:AccountingSupplierParty>", "</cac:Party><cac:SellerContact><cbc:ID>69435151530</cbc:ID><cbc:Name>Imke Brandis</cbc:Name></cac:SellerContact></cac:AccountingSupplierParty>",
	"<cbc:CustomizationID>", `<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><ext:UBLExtension><ext:ExtensionContent>
<h:HRFISK20Data xmlns:h="urn:mfin.gov.hr:schema:xsd:HRExtensionAggregateComponents-1"><h:HRTaxTotal><cbc:TaxAmount currencyID="EUR">89.30</cbc:TaxAmount><h:HRTaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">470.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">89.30</cbc:TaxAmount><h:HRTaxCategory><cbc:ID>S</cbc:ID><cbc:Name>HR:PDV25</cbc:Name>
<cbc:Percent>19</cbc:Percent><h:HRTaxScheme><cbc:ID>VAT</cbc:ID></h:HRTaxScheme></h:HRTaxCategory></h:HRTaxSubtotal></h:HRTaxTotal><h:HRLegalMonetaryTotal>
<cbc:TaxExclusiveAmount currencyID="EUR">470.00</cbc:TaxExclusiveAmount><h:OutOfScopeOfVATAmount currencyID="EUR">0.00</h:OutOfScopeOfVATAmount></h:HRLegalMonetaryTotal></h:HRFISK20Data>
</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions><cbc:CustomizationID>`,
}

func TestHRCIUS(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "ubl"), append([]string{coreID + "<", hrCIUS + "<"}, croatian...)...)
	for name, c := range map[string]struct {
		rule  string
		edits []string
	}{
		"process":   {"HR-BR-34", []string{">P1<", ">P13<"}},
		"operator":  {"HR-BR-9", []string{"69435151530", "69435151531"}},
		"class":     {"HR-BR-25", nil},
		"VAT total": {"HR-BR-55", []string{`<h:HRTaxTotal><cbc:TaxAmount currencyID="EUR">89.30`, `<h:HRTaxTotal><cbc:TaxAmount currencyID="EUR">89.31`}},
	} {
		if got := ids(check(t, edit(t, doc, c.edits...), Auto)); !slices.Contains(got, c.rule) {
			t.Errorf("%s: %v lacks %s", name, got, c.rule)
		}
	}
	got := ids(check(t, doc, Auto))
	for _, rule := range []string{"HR-BR-34", "HR-BR-9", "HR-BR-55", "HR-BR-27", ruleUnchecked} {
		if slices.Contains(got, rule) {
			t.Errorf("the valid invoice has %s: %v", rule, got)
		}
	}
}

func TestOIB(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"69435151530": true, "HR69435151530": true, "69435151531": false, "6943515153": false, "6943515153X": false, "": false} {
		if got := isOIB(s); got != want {
			t.Errorf("%q: have %v", s, got)
		}
	}
}
