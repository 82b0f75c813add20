package cii_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/cii"
	"github.com/docketapi/docket/en16931/xmltree"
)

// settlement reads a document with nothing but the settlement.
func settlement(t *testing.T, xml string) en16931.Invoice {
	t.Helper()
	root, err := xmltree.Parse([]byte(`<rsm:CrossIndustryInvoice xmlns:rsm="`+cii.Space+`"`+
		` xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"`+
		` xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"><rsm:SupplyChainTradeTransaction>`+
		`<ram:ApplicableHeaderTradeSettlement>`+xml+`</ram:ApplicableHeaderTradeSettlement>`+
		`</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	inv, err := cii.Read(root)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestLogisticsServiceChargeIsACharge(t *testing.T) {
	t.Parallel()
	inv := settlement(t, `<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedLogisticsServiceCharge><ram:Description>Spedition</ram:Description><ram:AppliedAmount>12.50</ram:AppliedAmount>
<ram:AppliedTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>7</ram:RateApplicablePercent></ram:AppliedTradeTax>
</ram:SpecifiedLogisticsServiceCharge>`)
	if len(inv.Charges) != 1 {
		t.Fatalf("charges %+v", inv.Charges)
	}
	c := inv.Charges[0]
	if c.Amount.String() != "12.50" || c.Reason != "Spedition" || c.TaxCategory != "S" || c.TaxRate.String() != "7" || len(inv.Extensions) != 0 {
		t.Errorf("charge %+v, extensions %+v", c, inv.Extensions)
	}
	var b strings.Builder
	if err := cii.Write(&b, &inv); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), "12.50") != 1 || !strings.Contains(b.String(), "<ram:SpecifiedTradeAllowanceCharge>") {
		t.Errorf("written as %s", b.String())
	}
}

func TestTaxTotalIsThatOfTheInvoicesCurrency(t *testing.T) {
	t.Parallel()
	total := func(currency, amount string) string {
		if currency != "" {
			currency = ` currencyID="` + currency + `"`
		}
		return "<ram:TaxTotalAmount" + currency + ">" + amount + "</ram:TaxTotalAmount>"
	}
	in := func(codes string, totals ...string) string {
		return codes + "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>" + strings.Join(totals, "") +
			"</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
	}
	const chf = "<ram:InvoiceCurrencyCode>CHF</ram:InvoiceCurrencyCode>"
	const both = "<ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>" + chf
	for name, c := range map[string]struct{ xml, tax, accounting string }{
		"another first":     {in(chf, total("SEK", "80"), total("CHF", "8")), "8", ""},
		"accounting first":  {in(both, total("SEK", "80"), total("CHF", "8")), "8", "80"},
		"without currency":  {in(both, total("", "8"), total("SEK", "80")), "8", "80"},
		"a third currency":  {in(both, total("EUR", "9"), total("CHF", "8"), total("SEK", "80")), "8", "80"},
		"only another":      {in(chf, total("SEK", "80")), "", ""},
		"no currency named": {in("", total("SEK", "80")), "80", ""},
	} {
		inv := settlement(t, c.xml)
		if got := inv.Totals; got.Tax.String() != c.tax || got.TaxAccounting.String() != c.accounting {
			t.Errorf("%s: tax %q, in the tax currency %q", name, got.Tax, got.TaxAccounting)
		}
	}
}
