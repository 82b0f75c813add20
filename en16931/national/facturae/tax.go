package facturae

import (
	"strconv"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// categories are those of the kinds of tax that are none of VAT proper: the taxes of Ceuta and Melilla, and of the Canaries.
var categories = map[string]string{"02": "M", "03": "L"}

// category is that of a kind of tax at a rate. event is why a line bears none: exempt, or not subject.
func category(kind string, rate en16931.Decimal, event string) string {
	switch {
	case event == "01":
		return "E"
	case event == "02":
		return "O"
	case categories[kind] != "":
		return categories[kind]
	case !rate.IsPresent():
		return ""
	case rate.Value().IsZero():
		return "Z"
	}
	return "S"
}

// rateOf is a tax's rate with the surcharge that retailers pay on top of it.
func rateOf(n *xmltree.Node) en16931.Decimal {
	return national.Sum(national.Number(n, "TaxRate"), national.Number(n, "EquivalenceSurcharge"))
}

func taxes(r *national.Reading, n *xmltree.Node) {
	inv := r.Data()
	event, reason := events(n)
	for t := range n.Child("", "TaxesOutputs").ChildrenOf("", "Tax") {
		at := "/taxes/" + strconv.Itoa(len(inv.Taxes))
		row := en16931.Tax{
			Base: national.Number(t, "TaxableBase", "TotalAmount"), Rate: rateOf(t),
			Amount: national.Sum(national.Number(t, "TaxAmount", "TotalAmount"), national.Number(t, "EquivalenceSurchargeAmount", "TotalAmount")),
		}
		if !row.Amount.IsPresent() {
			row.Amount = en16931.MustDecimal("0.00")
		}
		why := ""
		if row.Amount.Value().IsZero() {
			why = event
		}
		if row.Category = category(national.Text(t, "TaxTypeCode"), row.Rate, why); row.Category == "E" || row.Category == "O" {
			row.ExemptionReason = reason
		}
		if row.Category == "O" {
			row.Rate = en16931.Decimal{}
		}
		if !national.Nothing(national.Number(t, "EquivalenceSurchargeAmount", "TotalAmount")) {
			r.Say(en16931.Information, "The rate and the amount have the equivalence surcharge in them.", at+"/rate", at+"/amount")
		}
		r.Take(at+"/base", national.At(t, "TaxableBase", "TotalAmount"))
		r.Take(at+"/amount", national.At(t, "TaxAmount", "TotalAmount"))
		r.Take(at+"/rate", t.Child("", "TaxRate"))
		inv.Taxes = append(inv.Taxes, row)
	}
}

// events are the ground that the lines without VAT have in common, with its words.
func events(n *xmltree.Node) (event, reason string) {
	for l := range national.At(n, "Items").ChildrenOf("", "InvoiceLine") {
		if code := national.Text(l, "SpecialTaxableEvent", "SpecialTaxableEventCode"); code != "" {
			return code, national.Text(l, "SpecialTaxableEvent", "SpecialTaxableEventReason")
		}
	}
	return "", ""
}

// units are Facturae's codes of units by UNECE Rec 20 and 21.
var units = map[string]string{
	"01": "C62", "02": "HUR", "03": "KGM", "04": "LTR", "05": "ZZ", "06": "BX", "07": "DS", "08": "BA", "09": "JY", "10": "BG", "11": "CO", "12": "BO",
	"13": "CI", "14": "H87", "15": "CLT", "16": "CMT", "17": "BI", "18": "DZN", "19": "CS", "20": "DJ", "21": "GRM", "22": "KMT", "23": "CA", "24": "BH",
	"25": "MTR", "26": "MMT", "27": "P6", "28": "PK", "29": "PTN", "30": "RO", "31": "EN", "32": "TB", "33": "MTQ", "34": "SEC", "35": "WTT", "36": "KWH",
}

func lines(r *national.Reading, n *xmltree.Node) {
	inv, i := r.Data(), 0
	for l := range national.At(n, "Items").ChildrenOf("", "InvoiceLine") {
		if i == len(inv.Lines) {
			return
		}
		line := &inv.Lines[i]
		if national.Text(l, "ItemDescription") != line.Name {
			continue
		}
		if line.ID == "" {
			line.ID = strconv.Itoa(i + 1)
		}
		if code, known := units[line.Unit]; known {
			line.Unit = code
		}
		tax := national.At(l, "TaxesOutputs", "Tax")
		line.TaxRate = rateOf(tax)
		line.TaxCategory = category(national.Text(tax, "TaxTypeCode"), line.TaxRate, national.Text(l, "SpecialTaxableEvent", "SpecialTaxableEventCode"))
		if line.TaxCategory == "O" {
			line.TaxRate = en16931.Decimal{}
		}
		r.Place("/lines/"+strconv.Itoa(i)+"/tax_rate", tax.Child("", "TaxRate"))
		if !line.Net.IsPresent() {
			line.Net = national.Number(l, "TotalCost")
		}
		i++
	}
}

// adjustments gives allowances and charges of the whole the rate of the invoice, where it has one alone.
func adjustments(inv *en16931.Invoice) {
	if len(inv.Taxes) != 1 {
		return
	}
	for _, list := range [][]en16931.AllowanceCharge{inv.Allowances, inv.Charges} {
		for i := range list {
			list[i].TaxCategory, list[i].TaxRate = inv.Taxes[0].Category, inv.Taxes[0].Rate
		}
	}
}
