package rules

import (
	"slices"
	"testing"

	"github.com/docketapi/docket/en16931"
)

func TestProfileOf(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]Profile{
		"":                        EN16931,
		"urn:cen.eu:en16931:2017": EN16931,
		" " + peppolBisID + "\n":  Peppol,
		xrechnungID:               XRechnung,
		xrechnungID + "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0":    XRechnung,
		"urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.1": XRechnung2,
		"urn:zugferd.de:2p0:minimum":                                                     Minimum,
		"urn:factur-x.eu:1p0:minimum":                                                    FacturXMinimum,
		"urn:factur-x.eu:1p0:basicwl":                                                    FacturXBasicWL,
		"urn:zugferd.de:2p0:basicwl":                                                     Minimum,
		"urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic":                    FacturXBasic,
		"urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended":                FacturXExtended,
		"urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0":                   NLCIUS,
		"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0": PeppolSelfBilling,
	} {
		if got := ProfileOf(id); got != want {
			t.Errorf("%q: have %s, want %s", id, got, want)
		}
	}
}

func TestMinimumNeedsNoLines(t *testing.T) {
	t.Parallel()
	const doc = `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:factur-x.eu:1p0:minimum</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>7</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">20310314</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Kettler</ram:Name><ram:PostalTradeAddress><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress></ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>Oremosse</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>10.00</ram:TaxBasisTotalAmount><ram:GrandTotalAmount>11.90</ram:GrandTotalAmount><ram:DuePayableAmount>11.90</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`
	if got := check(t, doc, Auto); len(got) > 0 {
		t.Errorf("have %+v", got)
	}
	if got := ids(check(t, doc, EN16931)); len(got) < 5 {
		t.Errorf("as EN 16931 it has only %v", got)
	}
	broken := edit(t, doc, "<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>EU", "<ram:Name>Kettler</ram:Name>", "")
	if got := ids(check(t, broken, Auto)); !slices.Contains(got, "BR-06") || !slices.Contains(got, "BR-CL-04") {
		t.Errorf("have %v", got)
	}
	older := edit(t, doc, "factur-x.eu:1p0:", "zugferd.de:2p0:", "<ram:PostalTradeAddress><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>", "")
	if got := check(t, older, Auto); len(got) > 0 {
		t.Errorf("ZUGFeRD 2.0 has %+v", got)
	}
}

const extendedID = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"

// What Factur-X EXTENDED asks for stands in the place of what it takes away from EN 16931.
func TestExtendedHasRulesOfItsOwn(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "cii"), "urn:cen.eu:en16931:2017<", extendedID+"<")
	if got := check(t, doc, Auto); !Valid(got) {
		t.Fatalf("the valid document has %+v", got)
	}
	for _, c := range []struct {
		rule  string
		edits []string
	}{
		{"BR-FXEXT-CO-10", []string{"<ram:LineTotalAmount>500.00", "<ram:LineTotalAmount>501.00"}},
		{"BR-CL-04", []string{"<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>EURO"}},
		{"BR-FXEXT-06", []string{"</ram:LineID>", "</ram:LineID><ram:ParentLineID>1</ram:ParentLineID>"}},
		{"BR-FXEXT-11", []string{"</ram:LineID>", "</ram:LineID><ram:ParentLineID>none</ram:ParentLineID>"}},
		{"BR-FXEXT-08", []string{"</ram:LineID>", "</ram:LineID><ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode>"}},
		{"BR-FXEXT-CO-16", []string{"<ram:DuePayableAmount>", "<ram:DuePayableAmount>9"}},
		{"BR-FXEXT-CO-15", []string{"<ram:GrandTotalAmount>", "<ram:GrandTotalAmount>9"}},
		{"BR-FXEXT-CO-13", []string{"<ram:TaxBasisTotalAmount>", "<ram:TaxBasisTotalAmount>9"}},
		{"BR-CO-14", []string{"<ram:CalculatedAmount>", "<ram:CalculatedAmount>9"}},
	} {
		broken := check(t, edit(t, doc, c.edits...), Auto)
		if !slices.ContainsFunc(broken, func(f en16931.Finding) bool { return f.Rule == c.rule && f.Severity == en16931.Fatal }) {
			t.Errorf("%s is not broken in %v", c.rule, ids(broken))
		}
		if slices.Contains(ids(broken), "BR-CO-10") {
			t.Error("a rule that is replaced is judged, too")
		}
	}
	strict := check(t, edit(t, doc, "<ram:LineTotalAmount>500.00", "<ram:LineTotalAmount>501.00"), EN16931)
	if !slices.Contains(ids(strict), "BR-CO-10") {
		t.Error("asked for EN 16931, its rules are replaced")
	}
}

// Each amount in a sum may be off by a cent.
func TestExtendedLeavesACentForEachAmount(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "cii"), "urn:cen.eu:en16931:2017<", extendedID+"<", "<ram:LineTotalAmount>500.00", "<ram:LineTotalAmount>500.01")
	if got := ids(check(t, doc, Auto)); slices.Contains(got, "BR-FXEXT-CO-10") {
		t.Errorf("have %v", got)
	}
}

func TestPINTHasToAddUp(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", "urn:peppol:pint:billing-1@aunz-1<")
	if got := check(t, doc, Auto); !Valid(got) {
		t.Fatalf("the valid document has %+v", got)
	}
	if got := check(t, edit(t, doc, "<cbc:TaxInclusiveAmount currencyID=\"EUR\">", "<cbc:TaxInclusiveAmount currencyID=\"EUR\">9"), Auto); Valid(got) {
		t.Errorf("a wrong total passes: %v", ids(got))
	}
}

// ZUGFeRD 1.0 knew other codes: they are no reason to refuse its invoices, wrong sums are.
func TestOlderSpecificationsAreGivenLeave(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "cii"), "urn:cen.eu:en16931:2017<", "urn:ferd:CrossIndustryDocument:invoice:1p0:comfort<",
		"<ram:LineTotalAmount>500.00", "<ram:LineTotalAmount>501.00", "<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>EURO")
	severity := map[string]en16931.Severity{}
	for _, f := range check(t, doc, Auto) {
		severity[f.Rule] = f.Severity
	}
	if severity["BR-CO-10"] != en16931.Fatal || severity["BR-CL-04"] != en16931.Warning {
		t.Errorf("have %v", severity)
	}
}

func TestOtherDocumentsHaveNoFindings(t *testing.T) {
	t.Parallel()
	if got := check(t, `<Order xmlns="urn:example"/>`, Auto); got != nil {
		t.Errorf("have %+v", got)
	}
	if got := findingsOf(nil, Auto); got != nil {
		t.Errorf("have %+v", got)
	}
}
