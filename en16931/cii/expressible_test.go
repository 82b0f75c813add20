package cii_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/cii"
)

func TestWriteSaysWhatFollowsFromTheData(t *testing.T) {
	t.Parallel()
	number := func(s string) en16931.Decimal {
		d, err := en16931.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	inv := en16931.Invoice{Currency: "EUR", TaxCurrency: "EUR", Lines: []en16931.Line{{ID: "1",
		Price: &en16931.Price{Net: number("30.00"), Discount: number("2.50")}}}}
	var b strings.Builder
	if err := cii.Write(&b, &inv); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "<ram:ChargeAmount>32.50<") || strings.Contains(got, "TaxCurrencyCode") {
		t.Errorf("written as %s", got)
	}
	if inv.TaxCurrency != "EUR" || inv.Lines[0].Price.Gross.IsPresent() {
		t.Error("writing changed the invoice")
	}
}
