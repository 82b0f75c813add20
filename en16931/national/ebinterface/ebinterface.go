// Package ebinterface reads ebInterface, the invoice of Austria's public bodies: 6.1 and 6.0, 5.0 and 4.3.
//
// It owns the table of its places (ebinterface.table), and how its taxes, payments and items below the line are understood.
package ebinterface

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

//go:embed ebinterface.table
var table string

// Format is ebInterface.
var Format = national.New(national.Format{
	Name: "ebinterface", Title: "ebInterface (Austria)", Root: "Invoice", Table: table, Recognizes: recognizes, Complete: complete,
})

func recognizes(root *xmltree.Node) bool {
	return root.Local == "Invoice" && strings.Contains(root.Space, "ebinterface.at")
}

// types are the kinds of document by UNTDID 1001.
var types = map[string]string{
	"Invoice": "380", "CreditMemo": "381", "FinalSettlement": "380", "InvoiceForAdvancePayment": "386", "InvoiceForPartialDelivery": "326",
	"SelfBilling": "389", "SubsequentCredit": "381", "SubsequentDebit": "383",
}

func complete(r *national.Reading) {
	inv := r.Data()
	inv.TypeCode, inv.Currency = types[r.Root.Attr("DocumentType")], r.Root.Attr("InvoiceCurrency")
	for _, p := range []*en16931.Party{&inv.Seller, &inv.Buyer} {
		if strings.Trim(p.VATID, "0") == "" { // what is written for none
			p.VATID = ""
		}
	}
	taxes(r)
	lines(r)
	payments(r)
	for items := range r.Root.Child("", "Details").ChildrenOf("", "BelowTheLineItem") {
		r.Settle("an item below the line («"+national.Text(items, "Description")+"»)", national.Minus(national.Number(items, "LineItemAmount")))
	}
}

// category is that of a rate where the document names none, as before 5.0. The standard makes no difference between rates.
func category(named string, rate en16931.Decimal, exempt bool) string {
	switch {
	case named == "AA" || named == "H":
		return "S"
	case named != "" || !rate.IsPresent():
		return named
	case rate.Value().IsZero() && exempt:
		return "E"
	case rate.Value().IsZero():
		return "Z"
	}
	return "S"
}

func taxes(r *national.Reading) {
	inv := r.Data()
	for i := range inv.Taxes {
		t := &inv.Taxes[i]
		if !t.Rate.IsPresent() {
			t.Rate = en16931.MustDecimal("0")
		}
		t.Category = category(t.Category, t.Rate, t.ExemptionReason != "")
		if !t.Amount.IsPresent() {
			t.Amount = en16931.MustDecimal("0.00")
		}
	}
	for _, list := range [][]en16931.AllowanceCharge{inv.Allowances, inv.Charges} {
		for i := range list {
			list[i].TaxCategory = category(list[i].TaxCategory, list[i].TaxRate, false)
		}
	}
	for n := range r.Root.Child("", "Tax").ChildrenOf("", "OtherTax") {
		r.Settle("another tax («"+national.Text(n, "Comment")+"») as a negative payment", national.Minus(national.Number(n, "Amount")))
	}
}

func lines(r *national.Reading) {
	inv, i := r.Data(), 0
	for items := range r.Root.Child("", "Details").ChildrenOf("", "ItemList") {
		for n := range items.ChildrenOf("", "ListLineItem") {
			if i == len(inv.Lines) {
				return
			}
			l := &inv.Lines[i]
			if national.Text(n, "PositionNumber") != l.ID || national.Text(n, "Description") != l.Name {
				continue
			}
			i++
			if l.ID == "" {
				l.ID = strconv.Itoa(i)
			}
			exempt := n.Child("", "TaxExemption") != nil
			if exempt && !l.TaxRate.IsPresent() {
				l.TaxRate = en16931.MustDecimal("0")
			}
			l.TaxCategory = category(l.TaxCategory, l.TaxRate, exempt)
			l.Unit = national.Unit(l.Unit)
			base, err := en16931.ParseDecimal(n.Child("", "UnitPrice").Attr("BaseQuantity"))
			if err == nil && l.Price != nil {
				l.Price.BaseQuantity = base
			}
		}
	}
}

func payments(r *national.Reading) {
	inv, p := r.Data(), r.Root.Child("", "PaymentMethod")
	bank := p.Child("", "UniversalBankTransaction")
	for n := range bank.ChildrenOf("", "BeneficiaryAccount") {
		a := en16931.Account{IBAN: national.Text(n, "IBAN"), BIC: national.Text(n, "BIC"), Name: national.Text(n, "BankAccountOwner")}
		if a.IBAN == "" {
			a.IBAN = national.Text(n, "BankAccountNr")
		}
		r.Take("/payment/accounts/0/iban", n.Child("", "IBAN"))
		r.Take("", n.Child("", "BIC"))
		r.Take("", n.Child("", "BankAccountOwner"))
		r.Pay([]national.Instalment{{Means: "30", Reference: national.Text(bank, "PaymentReference"), Account: a}})
	}
	r.Take("/payment/reference", bank.Child("", "PaymentReference"))
	if d := p.Child("", "SEPADirectDebit"); d != nil {
		r.Pay([]national.Instalment{{Means: "59", Debit: &en16931.DirectDebit{
			MandateRef: national.Text(d, "MandateReference"), CreditorID: national.Text(d, "CreditorID"), Account: national.Text(d, "IBAN"),
		}}})
		if inv.DueDate.IsZero() {
			inv.DueDate = national.Day(d, "DebitCollectionDate")
		}
	}
	if card := p.Child("", "PaymentCard"); card != nil {
		r.Pay([]national.Instalment{{Means: "48"}})
		if inv.Payment != nil {
			inv.Payment.Card = &en16931.Card{Number: national.Text(card, "PrimaryAccountNumber"), Holder: national.Text(card, "CardHolderName")}
		}
	}
	discounts(r)
}

// discounts are those for paying early.
func discounts(r *national.Reading) {
	var terms []en16931.PaymentTerm
	for n := range r.Root.Child("", "PaymentConditions").ChildrenOf("", "Discount") {
		terms = append(terms, en16931.PaymentTerm{
			Date: national.Day(n, "PaymentDate"), Percent: national.Number(n, "Percentage"), Base: national.Number(n, "BaseAmount"), Amount: national.Number(n, "Amount"),
		})
	}
	r.Data().AddTerms(terms)
}
