package typeset

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/internal/en16931/pdfa"
)

// Lay sets the invoice and gives each page to add, in order. The error is add's.
func Lay(inv *en16931.Invoice, add func(pdfa.Page) error) error {
	s := newCanvas(join(" · ", inv.Seller.Name, Title(inv)), add)
	s.put(pdfa.Text{X: left, Y: s.y + 4, Size: 16, Bold: true, Text: Title(inv)})
	s.down(2.4)
	for _, part := range []func(*canvas, *en16931.Invoice){facts, parties, lines, adjustments, totals, taxes, payment, notes, attachments} {
		part(s, inv)
	}
	s.end()
	return s.err
}

// Title names the document, as in "Invoice 17".
func Title(inv *en16931.Invoice) string {
	kind := "Invoice"
	if ubl.IsCreditNote(inv.TypeCode) {
		kind = "Credit note"
	}
	return join(" ", kind, inv.Number)
}

func facts(s *canvas, inv *en16931.Invoice) {
	s.pair("Issue date", inv.IssueDate.String())
	s.pair("Due date", inv.DueDate.String())
	s.pair("Tax point date", inv.TaxPointDate.String())
	if p := inv.Period; p != nil {
		s.pair("Invoicing period", join(" – ", p.Start.String(), p.End.String()))
	}
	s.pair("Currency", inv.Currency)
	s.pair("Buyer reference", inv.BuyerReference)
	s.pair("Purchase order", inv.PurchaseOrderRef)
	s.pair("Sales order", inv.SalesOrderRef)
	s.pair("Contract", inv.ContractRef)
	s.pair("Project", inv.ProjectRef)
	s.pair("Despatch advice", inv.DespatchRef)
	for _, p := range inv.PrecedingInvoices {
		s.pair("Preceding invoice", join(", ", p.Number, p.IssueDate.String()))
	}
}

func parties(s *canvas, inv *en16931.Invoice) {
	party(s, "Seller", inv.Seller)
	party(s, "Buyer", inv.Buyer)
	if p := inv.TaxRepresentative; p != nil {
		party(s, "Tax representative", *p)
	}
	if p := inv.Payee; p != nil {
		s.heading("Payee")
		s.pair("Name", p.Name)
		s.pair("Registration", p.RegistrationID)
	}
	if d := inv.Delivery; d != nil {
		s.heading("Delivery")
		s.pair("Name", d.Name)
		s.pair("Date", d.Date.String())
		s.pair("Address", address(d.Address))
	}
}

func party(s *canvas, title string, p en16931.Party) {
	if p.IsZero() {
		return
	}
	s.heading(title)
	s.pair("Name", p.Name)
	if p.TradingName != p.Name {
		s.pair("Trading name", p.TradingName)
	}
	s.pair("Address", address(p.Address))
	s.pair("VAT id", p.VATID)
	s.pair("Tax id", p.TaxID)
	s.pair("Registration", p.RegistrationID)
	if c := p.Contact; c != nil {
		s.pair("Contact", join(", ", c.Name, c.Phone, c.Email))
	}
	s.pair("Legal information", p.LegalInfo)
}

func address(a *en16931.Address) string {
	if a == nil {
		return ""
	}
	return join(", ", a.Line1, a.Line2, a.Line3, join(" ", a.PostalCode, a.City), a.Subdivision, a.Country)
}

func totals(s *canvas, inv *en16931.Invoice) {
	s.heading("Totals")
	t := inv.Totals
	for _, row := range []struct {
		name  string
		value en16931.Decimal
		bold  bool
	}{
		{"Sum of lines", t.LineNet, false}, {"Allowances", t.Allowances, false}, {"Charges", t.Charges, false},
		{"Total without VAT", t.Net, false}, {"VAT", t.Tax, false}, {"Total with VAT", t.Gross, true},
		{"Paid", t.Paid, false}, {"Rounding", t.Rounding, false}, {"Amount due", t.Due, true},
	} {
		if !row.value.IsPresent() {
			continue
		}
		s.need(leading)
		s.text(left, row.bold, row.name)
		s.amount(right, row.bold, join(" ", row.value.String(), inv.Currency))
		s.down(1)
	}
	if t.TaxAccounting.IsPresent() {
		s.pair("VAT in "+inv.TaxCurrency, t.TaxAccounting.String())
	}
}

func payment(s *canvas, inv *en16931.Invoice) {
	if inv.Payment == nil && inv.PaymentTerms == "" {
		return
	}
	s.heading("Payment")
	s.pair("Terms", inv.PaymentTerms)
	if p := inv.Payment; p != nil {
		s.pair("Means", join(" ", p.Text, parenthesis(p.MeansCode)))
		s.pair("Reference", p.Reference)
		for _, a := range p.Accounts {
			s.pair("Account", join(", ", a.IBAN, a.BIC, a.Name))
		}
		if c := p.Card; c != nil {
			s.pair("Card", join(", ", c.Number, c.Holder))
		}
		if d := p.DirectDebit; d != nil {
			s.pair("Direct debit", join(", ", d.MandateRef, d.CreditorID, d.Account))
		}
	}
}

func notes(s *canvas, inv *en16931.Invoice) {
	for i, n := range inv.Notes {
		if i == 0 {
			s.heading("Notes")
		}
		s.pair(n.SubjectCode, n.Text)
	}
}

func attachments(s *canvas, inv *en16931.Invoice) {
	for i, a := range inv.Attachments {
		if i == 0 {
			s.heading("Supporting documents")
		}
		s.pair(a.ID, join(", ", a.Description, a.Filename, a.URI))
	}
}

func parenthesis(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// join joins what is not empty.
func join(between string, parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(p)
	}
	return b.String()
}
