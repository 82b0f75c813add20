// Package svefaktura reads Svefaktura 1.0, the invoice of Sweden's public bodies before Peppol.
//
// It owns the table of its places (svefaktura.table) and its way to name accounts.
package svefaktura

import (
	_ "embed"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

//go:embed svefaktura.table
var table string

// Format is Svefaktura.
var Format = national.New(national.Format{
	Name: "svefaktura", Title: "Svefaktura (Sweden)", Root: "Invoice", Table: table, Currency: "f:InvoiceCurrencyCode", Recognizes: recognizes, Complete: complete,
})

func recognizes(root *xmltree.Node) bool {
	return root.Local == "Invoice" && strings.HasPrefix(root.Space, "urn:sfti:documents:BasicInvoice:")
}

func complete(r *national.Reading) {
	inv := r.Data()
	if inv.TypeCode == "" {
		inv.TypeCode = "380"
	}
	inv.Totals.Gross = national.Difference(inv.Totals.Due, inv.Totals.Rounding) // the total is rounded already
	for n := range r.Root.ChildrenOf("", "TaxTotal") {
		if !inv.Totals.Tax.IsPresent() {
			inv.Totals.Tax = national.Number(n, "TotalTaxAmount")
		}
	}
	for i := range inv.Lines {
		inv.Lines[i].Unit = national.Unit(inv.Lines[i].Unit)
	}
	adjustments(r, "false", inv.Allowances)
	adjustments(r, "true", inv.Charges)
	payments(r)
	exchange(r)
}

// adjustments gives allowances, or charges, of the whole their rate.
func adjustments(r *national.Reading, indicator string, list []en16931.AllowanceCharge) {
	i := 0
	for n := range r.Root.ChildrenOf("", "AllowanceCharge") {
		if i == len(list) {
			return
		}
		if national.Text(n, "ChargeIndicator") != indicator {
			continue
		}
		list[i].TaxCategory, list[i].TaxRate = national.Text(n, "TaxCategory", "ID"), national.Number(n, "TaxCategory", "Percent")
		r.Take("", national.At(n, "TaxCategory", "ID"))
		r.Take("", national.At(n, "TaxCategory", "Percent"))
		i++
	}
}

// payments reads the accounts; those of the giros bear the giro in place of a bank.
func payments(r *national.Reading) {
	var list []national.Instalment
	for n := range r.Root.ChildrenOf("", "PaymentMeans") {
		a := n.Child("", "PayeeFinancialAccount")
		bank := national.Text(a, "FinancialInstitutionBranch", "FinancialInstitution", "ID")
		r.Take("/due_date", n.Child("", "DuePaymentDate"))
		r.Take("/payment/accounts/0/iban", a.Child("", "ID"))
		r.Take("/payment/reference", a.Child("", "PaymentInstructionID"))
		r.Take("", national.At(a, "FinancialInstitutionBranch", "FinancialInstitution", "ID"))
		list = append(list, national.Instalment{
			Means: "30", Text: giros[bank], Reference: national.Text(a, "PaymentInstructionID"), Date: national.Day(n, "DuePaymentDate"),
			Account: en16931.Account{IBAN: national.Text(a, "ID"), BIC: bank},
		})
	}
	for _, x := range list { // ways to pay the same sum, not parts of it
		r.Pay([]national.Instalment{x})
	}
}

var giros = map[string]string{"BGABSESS": "Bankgiro", "PGSISESS": "Plusgiro"}

func exchange(r *national.Reading) {
	if rate := national.Text(r.Root, "ExchangeRate", "CalculationRate"); rate != "" {
		r.Note("Växelkurs " + national.Text(r.Root, "ExchangeRate", "SourceCurrencyCode") + "/" + national.Text(r.Root, "ExchangeRate", "TargetCurrencyCode") + ": " + rate)
	}
}
