package cii

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
)

// expressible is the invoice in the way that CII can say it. Nothing is added that does not follow from its data.
func expressible(inv *en16931.Invoice) *en16931.Invoice {
	return withTerms(withoutOwnTaxCurrency(withGrossPrices(inv)))
}

// withGrossPrices is the invoice with the gross price (BT-148) wherever a discount stands without: CII has no discount
// but on a gross price, which is the net price and the discount.
func withGrossPrices(inv *en16931.Invoice) *en16931.Invoice {
	lacks := func(l en16931.Line) bool {
		return l.Price != nil && l.Price.Discount.IsPresent() && l.Price.Net.IsPresent() && !l.Price.Gross.IsPresent()
	}
	if !slices.ContainsFunc(inv.Lines, lacks) {
		return inv
	}
	out := *inv
	out.Lines = slices.Clone(inv.Lines)
	for i := range out.Lines {
		if lacks(out.Lines[i]) {
			price := *out.Lines[i].Price
			price.Gross = en16931.NewDecimal(price.Net.Value().Add(price.Discount.Value()))
			out.Lines[i].Price = &price
		}
	}
	return &out
}

// withoutOwnTaxCurrency is the invoice without a tax currency (BT-6) that is its own: CII's rules then ask for a second
// VAT total that differs in nothing. One that the source had stays with its currency.
func withoutOwnTaxCurrency(inv *en16931.Invoice) *en16931.Invoice {
	second := func(x en16931.Extension) bool { return x.Syntax == "cii" && strings.Contains(x.Path, "TaxTotalAmount") }
	if inv.TaxCurrency == "" || inv.TaxCurrency != inv.Currency || slices.ContainsFunc(inv.Extensions, second) {
		return inv
	}
	out := *inv
	out.TaxCurrency = ""
	return &out
}
