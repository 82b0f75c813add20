package fatturapa

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// nature is a ground for charging no VAT.
type nature struct{ category, code, text string }

// natures are the grounds by their codes; a code with a point falls back to the one in front of it.
var natures = map[string]nature{
	"N1": {"E", "", "escluse ex art. 15 del DPR 633/72"}, "N2": {"O", "VATEX-EU-O", "non soggette"},
	"N3": {"E", "", "non imponibili"}, "N3.1": {"G", "VATEX-EU-G", "non imponibili - esportazioni"},
	"N3.2": {"K", "VATEX-EU-IC", "non imponibili - cessioni intracomunitarie"}, "N4": {"E", "", "esenti"},
	"N5": {"E", "", "regime del margine / IVA non esposta in fattura"}, "N6": {"AE", "VATEX-EU-AE", "inversione contabile"},
	"N7": {"O", "", "IVA assolta in altro stato UE"},
}

func natureOf(code string) (nature, bool) {
	n, known := natures[code]
	if !known {
		before, _, _ := strings.Cut(code, ".")
		n, known = natures[before]
	}
	return n, known
}

// category is that of a rate and a ground. VAT by split payment, which public bodies pay to the treasury, has one of its own.
func category(ground string, rate en16931.Decimal, split bool) string {
	if n, known := natureOf(ground); known {
		return n.category
	}
	switch {
	case ground != "":
		return ground
	case !rate.IsPresent():
		return ""
	case split:
		return "B"
	case rate.Value().IsZero():
		return "Z"
	}
	return "S"
}

// rates are rates of VAT, as written with two decimals.
type rates map[string]bool

// splitRates are the rates whose VAT goes by split payment.
func splitRates(body *xmltree.Node) rates {
	out := rates{}
	for n := range national.At(body, "DatiBeniServizi").ChildrenOf("", "DatiRiepilogo") {
		if national.Text(n, "EsigibilitaIVA") == "S" {
			out[rateKey(national.Number(n, "AliquotaIVA"))] = true
		}
	}
	return out
}

func (r rates) has(rate en16931.Decimal) bool { return r[rateKey(rate)] }

func rateKey(rate en16931.Decimal) string {
	return national.Sum(rate, en16931.MustDecimal("0.00")).String()
}

// breakdown completes the VAT breakdown, and takes what is added to its bases beside the lines for charges.
func breakdown(r *national.Reading, body *xmltree.Node) {
	inv, i := r.Data(), 0
	for n := range national.At(body, "DatiBeniServizi").ChildrenOf("", "DatiRiepilogo") {
		if i == len(inv.Taxes) {
			break
		}
		t := &inv.Taxes[i]
		if ground, known := natureOf(t.Category); known {
			if t.ExemptionReason == "" {
				t.ExemptionReason = t.Category + " " + ground.text
			}
			t.ExemptionCode = ground.code
		}
		t.Category = category(t.Category, t.Rate, national.Text(n, "EsigibilitaIVA") == "S")
		if t.Category == "O" {
			t.Rate = en16931.Decimal{}
		}
		extra(r, n, "SpeseAccessorie", "spese accessorie", t)
		if national.Text(n, "EsigibilitaIVA") == "S" {
			r.Settle("the VAT that the buyer pays to the treasury (split payment)", t.Amount)
		}
		i++
	}
}

// extra is a part of a base that no line has.
func extra(r *national.Reading, n *xmltree.Node, name, reason string, t *en16931.Tax) {
	amount := national.Number(n, name)
	if national.Nothing(amount) {
		return
	}
	inv := r.Data()
	inv.Charges = append(inv.Charges, en16931.AllowanceCharge{Amount: amount, Reason: reason, TaxCategory: t.Category, TaxRate: t.Rate})
	r.Take("", n.Child("", name))
}

// funds are the social security funds of the professions.
var funds = map[string]string{
	"TC01": "Cassa Nazionale Previdenza e Assistenza Avvocati e Procuratori legali", "TC02": "Cassa Previdenza Dottori Commercialisti",
	"TC03": "Cassa Previdenza e Assistenza Geometri", "TC04": "Cassa Nazionale Previdenza e Assistenza Ingegneri e Architetti liberi professionisti",
	"TC05": "Cassa Nazionale del Notariato", "TC06": "Cassa Nazionale Previdenza e Assistenza Ragionieri e Periti commerciali",
	"TC07": "Ente Nazionale Assistenza Agenti e Rappresentanti di Commercio (ENASARCO)", "TC08": "Ente Nazionale Previdenza e Assistenza Consulenti del Lavoro (ENPACL)",
	"TC09": "Ente Nazionale Previdenza e Assistenza Medici (ENPAM)", "TC10": "Ente Nazionale Previdenza e Assistenza Farmacisti (ENPAF)",
	"TC22": "INPS",
}

// lines completes the lines: category, unit, and prices after the discounts that stand beside them.
func lines(r *national.Reading, body *xmltree.Node, split rates) {
	inv, i := r.Data(), 0
	for n := range national.At(body, "DatiBeniServizi").ChildrenOf("", "DettaglioLinee") {
		if i == len(inv.Lines) {
			return
		}
		l := &inv.Lines[i]
		if national.Text(n, "NumeroLinea") != l.ID {
			continue
		}
		i++
		l.TaxCategory = category(l.TaxCategory, l.TaxRate, split.has(l.TaxRate))
		if l.TaxCategory == "O" {
			l.TaxRate = en16931.Decimal{}
		}
		l.Unit = national.Unit(l.Unit)
		if !l.Quantity.IsPresent() { // a line of a service has a price alone
			l.Quantity, l.Unit = en16931.MustDecimal("1"), "C62"
		}
		discounts(r, n, l)
	}
}

// discounts reads the discounts and surcharges of a line, each on the price after the one before: what they take off together
// follows from the line's total.
func discounts(r *national.Reading, n *xmltree.Node, l *en16931.Line) {
	price := national.Number(n, "PrezzoUnitario")
	if !price.IsPresent() || !l.Net.IsPresent() {
		return
	}
	var texts []string
	sole := en16931.Decimal{}
	for d := range n.ChildrenOf("", "ScontoMaggiorazione") {
		percent, amount := national.Text(d, "Percentuale"), national.Text(d, "Importo")
		if percent != "" {
			sole = national.Number(d, "Percentuale")
			percent += " %"
		}
		sign := map[string]string{"SC": "sconto", "MG": "maggiorazione"}[national.Text(d, "Tipo")]
		texts = append(texts, strings.Join(strings.Fields(sign+" "+percent+" "+amount), " "))
	}
	if len(texts) == 0 {
		return
	}
	full := national.Product(price, l.Quantity)
	off := national.Cents(national.Difference(full, l.Net))
	a := en16931.AllowanceCharge{Amount: off, Base: national.Cents(full), Reason: strings.Join(texts, ", ")}
	if len(texts) == 1 {
		a.Percent = sole
	}
	switch {
	case national.Nothing(off):
	case off.Value().IsNegative():
		a.Amount = national.Minus(off)
		l.Charges = append(l.Charges, a)
	default:
		l.Allowances = append(l.Allowances, a)
	}
}
