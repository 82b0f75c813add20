package fatturapa

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// totals settles what stands between the total of the document and the amount due: stamp duty, discounts on the whole, withheld
// taxes. The total that a document states may or may not have these in it.
func totals(r *national.Reading, body *xmltree.Node) {
	inv := r.Data()
	general := national.At(body, "DatiGenerali", "DatiGeneraliDocumento")
	var bases, taxes []en16931.Decimal
	for _, t := range inv.Taxes {
		bases, taxes = append(bases, t.Base), append(taxes, t.Amount)
	}
	computed := national.Sum(national.Sum(bases...), national.Sum(taxes...))
	stated := inv.Totals.Gross
	beyond := national.Difference(stated, computed)
	switch stamp := national.Number(general, "DatiBollo", "ImportoBollo"); {
	case !stated.IsPresent() || !computed.IsPresent():
	case national.Same(beyond, stamp):
		stampDuty(r, stamp, national.At(general, "DatiBollo", "ImportoBollo"))
	case national.Same(beyond, inv.Totals.Rounding):
		inv.Totals.Gross = computed // it is rounded behind the total here
	case !national.Nothing(beyond):
		discount(r, general, beyond, computed)
	}
	for n := range general.ChildrenOf("", "DatiRitenuta") {
		r.Settle("withheld tax ("+national.Text(n, "TipoRitenuta")+" "+national.Text(n, "AliquotaRitenuta")+" %)", national.Number(n, "ImportoRitenuta"))
		r.Place("/totals/paid", n.Child("", "ImportoRitenuta"))
	}
	if inv.TypeCode == "381" && inv.Totals.Gross.IsPresent() && inv.Totals.Gross.Value().IsNegative() {
		r.Say(en16931.Warning, "The credit note has a negative total: by its kind it takes back what it names, by its sign it asks for it.", "/totals/gross")
	}
}

// stampDuty is charged without VAT where the total has it beyond the breakdown.
func stampDuty(r *national.Reading, stamp en16931.Decimal, n *xmltree.Node) {
	inv := r.Data()
	none := en16931.MustDecimal("0.00")
	inv.Charges = append(inv.Charges, en16931.AllowanceCharge{Amount: stamp, Reason: "imposta di bollo", ReasonCode: "SAE", TaxCategory: "E", TaxRate: none})
	inv.Taxes = append(inv.Taxes, en16931.Tax{Base: stamp, Amount: none, Category: "E", Rate: none, ExemptionReason: "imposta di bollo"})
	r.Place("/charges/"+last(len(inv.Charges))+"/amount", n)
	r.Say(en16931.Information, "The total has the stamp duty in it, which the VAT breakdown has not: it was read as a charge without VAT.", "/charges/"+last(len(inv.Charges)))
}

// discount is one on the whole document, which lowers the total behind VAT; any other difference stays for the checks to find.
func discount(r *national.Reading, general *xmltree.Node, beyond, computed en16931.Decimal) {
	for n := range general.ChildrenOf("", "ScontoMaggiorazione") {
		amount := national.Number(n, "Importo")
		if national.Text(n, "Tipo") == "SC" {
			amount = national.Minus(amount)
		}
		if national.Same(beyond, amount) {
			r.Data().Totals.Gross = computed
			r.Settle("a discount on the total", national.Minus(amount))
			return
		}
	}
}

// ways are the ways to pay by UNTDID 4461.
var ways = map[string]struct{ code, text string }{
	"MP01": {"10", "contanti"}, "MP02": {"20", "assegno"}, "MP03": {"23", "assegno circolare"}, "MP04": {"10", "contanti presso Tesoreria"}, //nolint:misspell // Italian
	"MP05": {"30", "bonifico"}, "MP06": {"60", "vaglia cambiario"}, "MP07": {"70", "bollettino bancario"}, "MP08": {"48", "carta di pagamento"},
	"MP09": {"49", "RID"}, "MP10": {"49", "RID utenze"}, "MP11": {"49", "RID veloce"}, "MP12": {"70", "RIBA"}, "MP13": {"70", "MAV"},
	"MP14": {"ZZZ", "quietanza erario"}, "MP15": {"97", "giroconto su conti di contabilità speciale"}, "MP16": {"49", "domiciliazione bancaria"},
	"MP17": {"50", "domiciliazione postale"}, "MP18": {"50", "bollettino di c/c postale"}, "MP19": {"59", "SEPA Direct Debit"},
	"MP20": {"59", "SEPA Direct Debit CORE"}, "MP21": {"59", "SEPA Direct Debit B2B"}, "MP22": {"97", "trattenuta su somme già riscosse"}, "MP23": {"68", "PagoPA"},
}

func payments(r *national.Reading, body *xmltree.Node) {
	inv := r.Data()
	var list []national.Instalment
	for group := range body.ChildrenOf("", "DatiPagamento") {
		for n := range group.ChildrenOf("", "DettaglioPagamento") {
			way := ways[national.Text(n, "ModalitaPagamento")]
			holder := national.Text(n, "Beneficiario")
			x := national.Instalment{
				Means: way.code, Text: way.text, Date: national.Day(n, "DataScadenzaPagamento"), Amount: national.Number(n, "ImportoPagamento"),
				Reference: national.Text(n, "CodicePagamento"), Account: en16931.Account{IBAN: national.Text(n, "IBAN"), BIC: national.Text(n, "BIC"), Name: holder},
			}
			if x.Date.IsZero() {
				x.Date = after(n)
			}
			if x.Account.IBAN == "" {
				x.Account = en16931.Account{}
			} else {
				take(r, n, "Beneficiario", "BIC")
				r.Take("/payment/accounts/0/iban", n.Child("", "IBAN"))
			}
			take(r, n, "ImportoPagamento", "CodicePagamento")
			r.Take("/due_date", n.Child("", "DataScadenzaPagamento"))
			early(inv, n)
			list = append(list, x)
		}
	}
	r.Pay(list)
}

func take(r *national.Reading, n *xmltree.Node, names ...string) {
	for _, name := range names {
		r.Take("", n.Child("", name))
	}
}
