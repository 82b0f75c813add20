// Package oioubl reads OIOUBL 2, the invoice and credit note of Denmark's NemHandel: UBL 2.0 with code lists and meanings of its
// own.
//
// It owns the table of its places (oioubl.table) and what its codes are called in EN 16931.
package oioubl

import (
	_ "embed"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

//go:embed oioubl.table
var table string

// Format is OIOUBL 2.
var Format = national.New(national.Format{
	Name: "oioubl", Title: "OIOUBL 2 (Denmark)", Root: "Invoice", Table: table, Currency: "f:DocumentCurrencyCode", Recognizes: recognizes, Complete: complete,
})

// recognizes tells OIOUBL among the documents of UBL by the customization that it names.
func recognizes(root *xmltree.Node) bool {
	if (root.Local != "Invoice" && root.Local != "CreditNote") || !strings.HasPrefix(root.Space, "urn:oasis:names:specification:ubl:schema:xsd:") {
		return false
	}
	for _, c := range root.Children {
		if c.Local == "CustomizationID" {
			return strings.HasPrefix(strings.ToUpper(strings.TrimSpace(c.Text)), "OIOUBL-2")
		}
	}
	return false
}

var (
	categories = map[string]string{"StandardRated": "S", "ZeroRated": "Z", "ReverseCharge": "AE"}
	schemes    = map[string]string{"GLN": "0088", "EAN": "0088", "DK:CVR": "0184", "DK:P": "0096", "DK:SE": "0198", "DK:VANS": "0097", "IBAN": "", "DUNS": "0060"}
)

func named(list map[string]string, code string) string {
	if known, ok := list[code]; ok {
		return known
	}
	return code
}

func complete(r *national.Reading) {
	inv := r.Data()
	if r.Root.Local == "CreditNote" {
		inv.TypeCode = "381"
	}
	for i, n := range []string{"AccountingSupplierParty", "AccountingCustomerParty"} {
		p := []*en16931.Party{&inv.Seller, &inv.Buyer}[i]
		party(r, p, national.At(r.Root, n, "Party"))
	}
	for i := range inv.Taxes {
		t := &inv.Taxes[i]
		t.Category = named(categories, t.Category)
		if t.Category == "AE" && t.ExemptionReason == "" {
			t.ExemptionReason, t.ExemptionCode = "omvendt betalingspligt", "VATEX-EU-AE"
		}
		t.Rate = orZero(t.Rate, t.Category)
	}
	for _, list := range [][]en16931.AllowanceCharge{inv.Allowances, inv.Charges} {
		for i := range list {
			list[i].TaxCategory = named(categories, list[i].TaxCategory)
		}
	}
	for i := range inv.Lines {
		l := &inv.Lines[i]
		l.TaxCategory, l.Unit = named(categories, l.TaxCategory), national.Unit(l.Unit)
		l.TaxRate = orZero(l.TaxRate, l.TaxCategory)
		if l.Name == "" {
			l.Name, l.Description = l.Description, ""
		}
	}
	payments(r)
	exchange(r)
}

// orZero is the rate, which goes without saying where none is charged.
func orZero(rate en16931.Decimal, category string) en16931.Decimal {
	if !rate.IsPresent() && (category == "Z" || category == "AE") {
		return en16931.MustDecimal("0")
	}
	return rate
}

func party(r *national.Reading, p *en16931.Party, n *xmltree.Node) {
	if p.Endpoint != nil {
		p.Endpoint.Scheme = named(schemes, p.Endpoint.Scheme)
	}
	for i := range p.IDs {
		p.IDs[i].Scheme = named(schemes, p.IDs[i].Scheme)
	}
	p.RegistrationScheme = named(schemes, p.RegistrationScheme)
	if number := national.Text(n, "PostalAddress", "BuildingNumber"); number != "" && p.Address != nil {
		p.Address.Line1 = strings.TrimSpace(p.Address.Line1 + " " + number)
		r.Take("", national.At(n, "PostalAddress", "BuildingNumber"))
	}
}

// payments reads the ways to pay. A payment slip (FIK) has a kind, a number and a creditor: what is written on it is the reference.
func payments(r *national.Reading) {
	for n := range r.Root.ChildrenOf("", "PaymentMeans") {
		x := national.Instalment{Means: national.Text(n, "PaymentMeansCode"), Date: national.Day(n, "PaymentDueDate"), Reference: national.Text(n, "InstructionID")}
		account := n.Child("", "PayeeFinancialAccount")
		x.Account = en16931.Account{IBAN: national.Text(account, "ID"), Name: national.Text(account, "Name"), BIC: national.Text(account, "FinancialInstitutionBranch", "FinancialInstitution", "ID")}
		if branch := national.Text(account, "FinancialInstitutionBranch", "ID"); branch != "" && x.Account.BIC == "" && x.Account.IBAN != "" {
			x.Account.IBAN = branch + " " + x.Account.IBAN // a Danish account is told by its registration number
			r.Take("", national.At(account, "FinancialInstitutionBranch", "ID"))
		}
		if slip := national.Text(n, "PaymentID"); slip != "" {
			x.Account = en16931.Account{IBAN: national.Text(n, "CreditAccount", "AccountID")}
			x.Reference = "+" + slip + "<" + x.Reference + "+" + x.Account.IBAN + "<"
			r.Take("", n.Child("", "PaymentID"))
			r.Take("/payment/accounts/0/iban", national.At(n, "CreditAccount", "AccountID"))
		}
		r.Take("/payment/means_code", n.Child("", "PaymentMeansCode"))
		r.Take("/due_date", n.Child("", "PaymentDueDate"))
		r.Take("/payment/reference", n.Child("", "InstructionID"))
		r.Take("/payment/accounts/0/iban", account.Child("", "ID"))
		r.Pay([]national.Instalment{x})
	}
}

func exchange(r *national.Reading) {
	x := r.Root.Child("", "PricingExchangeRate")
	if rate := national.Text(x, "CalculationRate"); rate != "" {
		r.Note("Valutakurs " + national.Text(x, "SourceCurrencyCode") + "/" + national.Text(x, "TargetCurrencyCode") + ": " + rate)
	}
}
