package fatturapa

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// simplified reads the lines of the simplified form, whose amounts have the VAT in them: the breakdown follows from them.
func simplified(r *national.Reading, body *xmltree.Node) {
	inv := r.Data()
	for n := range body.ChildrenOf("", "DatiBeniServizi") {
		amount := national.Number(n, "Importo")
		if !amount.IsPresent() {
			continue
		}
		rate, tax := national.Number(n, "DatiIVA", "Aliquota"), national.Number(n, "DatiIVA", "Imposta")
		ground := national.Text(n, "Natura")
		if !rate.IsPresent() && (ground != "" || !tax.IsPresent()) {
			rate = en16931.MustDecimal("0")
		}
		net := national.Difference(amount, tax)
		if !tax.IsPresent() {
			net = national.WithoutTax(amount, rate)
			tax = national.Difference(amount, net)
		}
		at := "/lines/" + last(len(inv.Lines)+1)
		inv.Lines = append(inv.Lines, en16931.Line{
			ID: last(len(inv.Lines) + 2), Name: national.Text(n, "Descrizione"), Quantity: en16931.MustDecimal("1"), Unit: "C62",
			Price: &en16931.Price{Net: net}, Net: net, TaxRate: rate, TaxCategory: category(ground, rate, false),
		})
		r.Place(at+"/net", n.Child("", "Importo"))
		r.Take(at+"/name", n.Child("", "Descrizione"))
		r.Take(at+"/tax_rate", national.At(n, "DatiIVA", "Aliquota"))
		r.Computed = append(r.Computed, at+"/net", at+"/price/net")
		addTax(inv, en16931.Tax{
			Base: net, Amount: tax, Rate: rate, Category: category(ground, rate, false), ExemptionReason: national.Text(n, "RiferimentoNormativo"),
		}, ground)
	}
}

// addTax adds to the row of the breakdown with the same category and rate, or one more row.
func addTax(inv *en16931.Invoice, t en16931.Tax, ground string) {
	if n, known := natureOf(ground); known && t.ExemptionReason == "" {
		t.ExemptionReason, t.ExemptionCode = ground+" "+n.text, n.code
	}
	for i := range inv.Taxes {
		have := &inv.Taxes[i]
		if have.Category == t.Category && have.Rate.Equal(t.Rate) {
			have.Base, have.Amount = national.Sum(have.Base, t.Base), national.Sum(have.Amount, t.Amount)
			return
		}
	}
	inv.Taxes = append(inv.Taxes, t)
}
