package ksef

import (
	"strconv"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

func pointer(list string, i int) string { return list + "/" + strconv.Itoa(i) }

// lines completes the lines. A correction lists what a line was (StanPrzed) before what it is, and its sums are the difference:
// what was counts less.
func lines(r *national.Reading, fa *xmltree.Node) {
	inv, i := r.Data(), 0
	for n := range fa.ChildrenOf("", "FaWiersz") {
		if i == len(inv.Lines) {
			break // what was no line at all is kept as an extension
		}
		if id := national.Text(n, "NrWierszaFa"); id != inv.Lines[i].ID {
			continue
		}
		line(r, n, &inv.Lines[i], pointer("/lines", i))
		i++
	}
}

func line(r *national.Reading, n *xmltree.Node, l *en16931.Line, at string) {
	l.Unit = national.Unit(l.Unit)
	if known, ok := rateOf[l.TaxCategory]; ok {
		l.TaxCategory = known.category
		if known.rate != "" {
			l.TaxRate = en16931.MustDecimal(known.rate)
		}
	} else if rate, err := en16931.ParseDecimal(l.TaxCategory); err == nil {
		l.TaxCategory, l.TaxRate = "S", rate
	}
	if abroad := national.Number(n, "P_12_XII"); abroad.IsPresent() && l.TaxCategory == "" {
		l.TaxCategory, l.TaxRate = "S", abroad
		r.Take(at+"/tax_rate", n.Child("", "P_12_XII"))
	}
	if off := national.Number(n, "P_10"); !national.Nothing(off) {
		l.Allowances = append(l.Allowances, en16931.AllowanceCharge{Amount: off, Reason: "opust"})
		r.Take(at+"/allowances/0/amount", n.Child("", "P_10"))
	}
	for _, scheme := range []struct{ name, code string }{{"PKWiU", "ZZZ"}, {"CN", "HS"}} {
		if code := national.Text(n, scheme.name); code != "" {
			l.Classification = append(l.Classification, en16931.Classification{Code: code, Scheme: scheme.code})
			r.Take("", n.Child("", scheme.name))
		}
	}
	gross(r, n, l, at)
	if national.Text(n, "StanPrzed") == "1" {
		before(r, n, l)
	}
}

// gross computes the net amounts of a line that is priced with VAT.
func gross(r *national.Reading, n *xmltree.Node, l *en16931.Line, at string) {
	rate := l.TaxRate
	if !rate.IsPresent() {
		rate = en16931.MustDecimal("0")
	}
	if price := national.Number(n, "P_9B"); price.IsPresent() && l.Price == nil {
		l.Price = &en16931.Price{Net: national.WithoutTax(price, rate)}
		r.Computed = append(r.Computed, at+"/price/net")
		r.Estimated = true
	}
	total := national.Number(n, "P_11A")
	if !total.IsPresent() || l.Net.IsPresent() {
		return
	}
	if tax := national.Number(n, "P_11Vat"); tax.IsPresent() {
		l.Net = national.Difference(total, tax)
	} else {
		l.Net = national.WithoutTax(total, rate)
	}
	r.Computed = append(r.Computed, at+"/net")
	r.Estimated = true
}

// before makes a line what is taken back.
func before(r *national.Reading, n *xmltree.Node, l *en16931.Line) {
	l.Note = "stan przed korektą"
	l.Quantity, l.Net = national.Minus(l.Quantity), national.Minus(l.Net)
	for i := range l.Allowances {
		l.Allowances[i].Amount = national.Minus(l.Allowances[i].Amount)
	}
	r.Take("", n.Child("", "StanPrzed"))
}
