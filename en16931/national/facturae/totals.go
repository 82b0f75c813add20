package facturae

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// totals completes the sums. Facturae's total is what is left when withheld taxes are taken off: the standard's has them in it.
func totals(r *national.Reading, n *xmltree.Node) {
	t := n.Child("", "InvoiceTotals")
	inv := r.Data()
	inv.Totals.Gross = national.Sum(inv.Totals.Net, inv.Totals.Tax)
	withheld := national.Number(t, "TotalTaxesWithheld")
	if stated := national.Number(t, "InvoiceTotal"); stated.IsPresent() {
		inv.Totals.Gross = national.Sum(stated, withheld)
		r.Take("/totals/gross", t.Child("", "InvoiceTotal"))
	}
	r.Settle("withheld tax (IRPF)", withheld)
	r.Place("/totals/paid", t.Child("", "TotalTaxesWithheld"))
	advance := national.Number(t, "TotalPaymentsOnAccount")
	if !advance.IsPresent() {
		for p := range t.Child("", "PaymentsOnAccount").ChildrenOf("", "PaymentOnAccount") {
			advance = national.Sum(advance, national.Number(p, "PaymentOnAccountAmount"))
		}
	}
	if !national.Nothing(advance) {
		inv.Totals.Paid = national.Sum(inv.Totals.Paid, advance)
		r.Take("/totals/paid", t.Child("", "TotalPaymentsOnAccount"))
	}
	for s := range t.Child("", "Subsidies").ChildrenOf("", "Subsidy") {
		r.Settle("a subsidy", national.Number(s, "SubsidyAmount"))
	}
	r.Settle("a withheld guarantee ("+national.Text(t, "AmountsWithheld", "WithholdingReason")+")", national.Number(t, "AmountsWithheld", "WithholdingAmount"))
	r.Settle("reimbursable expenses as a negative payment", national.Minus(national.Number(t, "TotalReimbursableExpenses")))
	r.Settle("financial expenses as a negative payment", national.Minus(national.Number(t, "TotalFinancialExpenses")))
}

// ways are the ways to pay by UNTDID 4461.
var ways = map[string]struct{ code, text string }{
	"01": {"10", "al contado"}, "02": {"49", "recibo domiciliado"}, "03": {"70", "recibo"}, "04": {"30", "transferencia"}, "05": {"24", "letra aceptada"},
	"06": {"1", "crédito documentario"}, "07": {"ZZZ", "contrato adjudicación"}, "08": {"23", "letra de cambio"}, "09": {"60", "pagaré a la orden"},
	"10": {"60", "pagaré no a la orden"}, "11": {"20", "cheque"}, "12": {"ZZZ", "reposición"}, "13": {"ZZZ", "especiales"}, "14": {"97", "compensación"},
	"15": {"50", "giro postal"}, "16": {"25", "cheque conformado"}, "17": {"26", "cheque bancario"}, "18": {"10", "pago contra reembolso"}, "19": {"48", "tarjeta"},
}

func payments(r *national.Reading, n *xmltree.Node) {
	var list []national.Instalment
	for p := range n.Child("", "PaymentDetails").ChildrenOf("", "Installment") {
		way := ways[national.Text(p, "PaymentMeans")]
		x := national.Instalment{
			Means: way.code, Text: way.text, Date: national.Day(p, "InstallmentDueDate"), Amount: national.Number(p, "InstallmentAmount"),
			Reference: national.Text(p, "PaymentReconciliationReference"), Account: account(p.Child("", "AccountToBeCredited")),
		}
		if debited := account(p.Child("", "AccountToBeDebited")); debited.IBAN != "" {
			x.Debit = &en16931.DirectDebit{Account: debited.IBAN}
		}
		r.Take("/due_date", p.Child("", "InstallmentDueDate"))
		r.Take("", p.Child("", "InstallmentAmount"))
		r.Take("/payment/accounts/0/iban", national.At(p, "AccountToBeCredited", "IBAN"))
		r.Take("", national.At(p, "AccountToBeCredited", "BIC"))
		list = append(list, x)
	}
	r.Pay(list)
}

func account(n *xmltree.Node) en16931.Account {
	number := national.Text(n, "IBAN")
	if number == "" {
		number = national.Text(n, "AccountNumber")
	}
	if number == "" {
		return en16931.Account{}
	}
	return en16931.Account{IBAN: number, BIC: national.Text(n, "BIC")}
}
