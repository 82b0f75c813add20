package ksef

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// bucket is one of the sums by rate: the net amount in P_13_x, the tax in P_14_x and, in zloty, P_14_xW.
type bucket struct {
	net, tax, zloty string
	category        string
	rate            string // "" where the lines tell
	reason, code    string
}

var buckets = []bucket{
	{"P_13_1", "P_14_1", "P_14_1W", "S", "23", "", ""},
	{"P_13_2", "P_14_2", "P_14_2W", "S", "8", "", ""},
	{"P_13_3", "P_14_3", "P_14_3W", "S", "5", "", ""},
	{"P_13_4", "P_14_4", "P_14_4W", "S", "4", "", ""},
	{"P_13_5", "P_14_5", "", "S", "", "", ""},
	{"P_13_6_1", "", "", "Z", "0", "", ""},
	{"P_13_6_2", "", "", "K", "0", "wewnątrzwspólnotowa dostawa towarów", "VATEX-EU-IC"},
	{"P_13_6_3", "", "", "G", "0", "eksport towarów", "VATEX-EU-G"},
	{"P_13_7", "", "", "E", "0", "zwolnienie z podatku", ""},
	{"P_13_8", "", "", "O", "", "sprzedaż poza terytorium kraju", "VATEX-EU-O"},
	{"P_13_9", "", "", "AE", "0", "usługi art. 100 ust. 1 pkt 4 ustawy", "VATEX-EU-AE"},
	{"P_13_10", "", "", "AE", "0", "odwrotne obciążenie", "VATEX-EU-AE"},
	{"P_13_11", "", "", "E", "0", "procedura marży", ""},
}

// rateOf tells the category of what a line's P_12 has; of a number it is the standard one.
var rateOf = map[string]struct{ category, rate string }{
	"0 KR": {"Z", "0"}, "0": {"Z", "0"}, "0 WDT": {"K", "0"}, "0 EX": {"G", "0"}, "zw": {"E", "0"}, "oo": {"AE", "0"}, "np I": {"O", ""}, "np": {"O", ""}, "np II": {"AE", "0"},
}

// actual are the rates that a bucket stood for before, or stands for beside its own.
var actual = map[string][]string{"23": {"23", "22"}, "8": {"8", "7"}, "5": {"5"}, "4": {"4", "3"}}

func rates(r *national.Reading, fa *xmltree.Node) {
	inv := r.Data()
	var zloty []en16931.Decimal
	for _, b := range buckets {
		net := national.Number(fa, b.net)
		if !net.IsPresent() {
			continue
		}
		tax := en16931.Tax{Base: net, Category: b.category, ExemptionReason: b.reason, ExemptionCode: b.code}
		tax.Rate = rate(b, fa)
		at := pointer("/taxes", len(inv.Taxes))
		r.Take(at+"/base", fa.Child("", b.net))
		if tax.Amount = national.Number(fa, b.tax); tax.Amount.IsPresent() {
			r.Take(at+"/amount", fa.Child("", b.tax))
		} else {
			tax.Amount = en16931.MustDecimal("0.00")
		}
		exempt(r, &tax, b, fa)
		if z := national.Number(fa, b.zloty); b.zloty != "" && z.IsPresent() {
			zloty = append(zloty, z)
			r.Place("/totals/tax_accounting", fa.Child("", b.zloty))
		}
		inv.Taxes = append(inv.Taxes, tax)
	}
	if total := national.Sum(zloty...); total.IsPresent() {
		inv.TaxCurrency, inv.Totals.TaxAccounting = "PLN", total
	}
}

// rate is the bucket's rate: that of the lines where the law has had two, or knows none.
func rate(b bucket, fa *xmltree.Node) en16931.Decimal {
	for n := range fa.ChildrenOf("", "FaWiersz") {
		if b.category == "S" && b.rate == "" {
			if abroad := national.Number(n, "P_12_XII"); abroad.IsPresent() {
				return abroad
			}
		}
		for _, possible := range actual[b.rate] {
			if national.Text(n, "P_12") == possible {
				return en16931.MustDecimal(possible)
			}
		}
	}
	if b.rate == "" {
		return en16931.Decimal{}
	}
	return en16931.MustDecimal(b.rate)
}

// exempt adds the ground that the document gives for charging no VAT, and which margin scheme it is.
func exempt(r *national.Reading, tax *en16931.Tax, b bucket, fa *xmltree.Node) {
	grounds := national.At(fa, "Adnotacje", "Zwolnienie")
	if b.net == "P_13_7" {
		for _, name := range []string{"P_19A", "P_19B", "P_19C"} {
			if text := national.Text(grounds, name); text != "" {
				tax.ExemptionReason = text
				r.Place(pointer("/taxes", len(r.Data().Taxes))+"/exemption_reason", grounds.Child("", name))
			}
		}
	}
	margin := national.At(fa, "Adnotacje", "PMarzy")
	if b.net != "P_13_11" || margin == nil {
		return
	}
	for _, m := range []struct{ name, code string }{
		{"P_PMarzy_2", "VATEX-EU-D"}, {"P_PMarzy_3_1", "VATEX-EU-F"}, {"P_PMarzy_3_2", "VATEX-EU-I"}, {"P_PMarzy_3_3", "VATEX-EU-J"},
	} {
		if national.Text(margin, m.name) == "1" {
			tax.ExemptionCode = m.code
		}
	}
}
