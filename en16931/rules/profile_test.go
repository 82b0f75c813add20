package rules

import (
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
		"urn:factur-x.eu:1p0:minimum":                                                    Minimum,
		"urn:factur-x.eu:1p0:basicwl":                                                    Minimum,
		"urn:zugferd.de:2p0:basicwl":                                                     Minimum,
		"urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic":                    EN16931,
		"urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended":                EN16931,
		"urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0":                   EN16931,
		"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0": EN16931,
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
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Kettler</ram:Name></ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>Oremosse</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>10.00</ram:TaxBasisTotalAmount><ram:GrandTotalAmount>11.90</ram:GrandTotalAmount><ram:DuePayableAmount>11.90</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`
	if got := check(t, doc, Auto); len(got) > 0 {
		t.Errorf("have %+v", got)
	}
	if got := ids(check(t, doc, EN16931)); len(got) < 5 {
		t.Errorf("as EN 16931 it has only %v", got)
	}
	broken := edit(t, doc, "<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>EU", "<ram:Name>Kettler</ram:Name>", "")
	if got := ids(check(t, broken, Auto)); len(got) != 2 || got[0] != "BR-06" && got[1] != "BR-06" {
		t.Errorf("have %v", got)
	}
}

func TestExtensionsAreGivenLeave(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "cii"), "urn:cen.eu:en16931:2017<", "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended<",
		"<ram:LineTotalAmount>500.00", "<ram:LineTotalAmount>501.00", "<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>EURO")
	severity := map[string]en16931.Severity{}
	for _, f := range check(t, doc, Auto) {
		severity[f.Rule] = f.Severity
	}
	if severity["BR-CO-10"] != en16931.Warning || severity["BR-CL-04"] != en16931.Fatal {
		t.Errorf("have %v", severity)
	}
	for _, f := range check(t, doc, EN16931) {
		if f.Rule == "BR-CO-10" && f.Severity != en16931.Fatal {
			t.Error("asked for EN 16931, the extension is given leave")
		}
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
	if got := judge(nil, Auto); got != nil {
		t.Errorf("have %+v", got)
	}
}
