package cii_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/cii"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

// settlement reads a document with nothing but the settlement.
func settlement(t *testing.T, xml string) en16931.Invoice {
	t.Helper()
	return document(t, `<ram:ApplicableHeaderTradeSettlement>`+xml+`</ram:ApplicableHeaderTradeSettlement>`)
}

// document reads a document with nothing but these parts of the transaction.
func document(t *testing.T, xml string) en16931.Invoice {
	t.Helper()
	root, err := xmltree.Parse([]byte(`<rsm:CrossIndustryInvoice xmlns:rsm="`+cii.Space+`"`+
		` xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"`+
		` xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"><rsm:SupplyChainTradeTransaction>`+
		xml+
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

const discounted = `<ram:SpecifiedTradePaymentTerms><ram:Description>3 % early</ram:Description>
<ram:DueDateDateTime><udt:DateTimeString format="102">20310301</udt:DateTimeString></ram:DueDateDateTime>
<ram:ApplicableTradePaymentDiscountTerms><ram:BasisPeriodMeasure unitCode="WEE">2</ram:BasisPeriodMeasure><ram:BasisAmount>119.00</ram:BasisAmount>
<ram:CalculationPercent>3</ram:CalculationPercent><ram:ActualDiscountAmount>3.57</ram:ActualDiscountAmount></ram:ApplicableTradePaymentDiscountTerms></ram:SpecifiedTradePaymentTerms>`

const inFull = `<ram:SpecifiedTradePaymentTerms><ram:Description>in full</ram:Description>
<ram:DueDateDateTime><udt:DateTimeString format="102">20310401</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>`

// The due date is never that of a discount where there is another, and a write leaves each term with its own date and text.
func TestTermsOfPayment(t *testing.T) {
	t.Parallel()
	for name, xml := range map[string]string{"discount first": discounted + inFull, "discount last": inFull + discounted} {
		inv := settlement(t, xml)
		if inv.DueDate.String() != "2031-04-01" || inv.PaymentTerms != "in full\n3 % early" || len(inv.Payment.Terms) != 2 {
			t.Fatalf("%s: due %s, %q, %+v", name, inv.DueDate, inv.PaymentTerms, inv.Payment)
		}
		d := inv.Payment.Terms[1]
		if d.Percent.String() != "3" || d.Base.String() != "119.00" || d.Amount.String() != "3.57" || d.Days == nil || *d.Days != 14 || d.Date.String() != "2031-03-01" {
			t.Errorf("%s: discount %+v", name, d)
		}
		var out strings.Builder
		if err := cii.Write(&out, &inv); err != nil {
			t.Fatal(err)
		}
		for _, once := range []string{"in full", "3 % early", "20310301", "20310401"} {
			if strings.Count(out.String(), once) != 1 {
				t.Errorf("%s: %s is not written once in %s", name, once, out.String())
			}
		}
	}
}

// The line feed behind a discount in XRechnung's form is a part of the form.
func TestSkonto(t *testing.T) {
	t.Parallel()
	const text = "#SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=357.93#\n"
	inv := settlement(t, `<ram:SpecifiedTradePaymentTerms><ram:Description>`+text+`</ram:Description></ram:SpecifiedTradePaymentTerms>`)
	if inv.PaymentTerms != text || len(inv.Payment.Terms) != 1 {
		t.Fatalf("terms %q, %+v", inv.PaymentTerms, inv.Payment)
	}
	term := inv.Payment.Terms[0]
	if *term.Days != 14 || term.Percent.String() != "2.25" || term.Base.String() != "357.93" {
		t.Errorf("have %+v", term)
	}
	if got := en16931.WithSkonto("Thanks", inv.Payment.Terms); got != "Thanks\n"+text || en16931.WithSkonto(text, inv.Payment.Terms) != text {
		t.Errorf("have %q", got)
	}
}

// Lines that are parts of others say so, and only those that count are written where a syntax has no such lines.
func TestLinesThatDoNotCount(t *testing.T) {
	t.Parallel()
	line := func(id, more, net string) string {
		return `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>` + id + `</ram:LineID>` + more +
			`</ram:AssociatedDocumentLineDocument><ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>` +
			net + `</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`
	}
	const kind = `<ram:LineStatusReasonCode>`
	inv := document(t, line("1", kind+"GROUP</ram:LineStatusReasonCode>", "9")+
		line("1.1", "<ram:ParentLineID>1</ram:ParentLineID>"+kind+"DETAIL</ram:LineStatusReasonCode>", "9")+line("2", kind+"OTHER</ram:LineStatusReasonCode>", "1"))
	if len(inv.Lines) != 3 || inv.Lines[0].Counts() || !inv.Lines[1].Counts() || inv.Lines[1].ParentID != "1" || inv.Lines[2].Kind != "" {
		t.Fatalf("lines %+v", inv.Lines)
	}
	var c, u strings.Builder
	if err := errors.Join(cii.Write(&c, &inv), ubl.Write(&u, &inv)); err != nil {
		t.Fatal(err)
	}
	if strings.Count(c.String(), "</ram:LineStatusReasonCode>") != 3 || strings.Count(u.String(), "<cac:InvoiceLine>") != 2 {
		t.Errorf("written %s\n%s", c.String(), u.String())
	}
}
