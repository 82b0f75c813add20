package payment

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/proof"
	"github.com/docketapi/docket/internal/reading/fields/qrbill"
	"github.com/docketapi/docket/internal/reading/pages"
)

// QRCode is a decoded QR code and where it stands.
type QRCode struct {
	Text string
	Box  pages.Box
}

// Code is a payment code and where it stands.
type Code struct {
	qrbill.Payment
	page int
	box  pages.Box
}

// FindCode takes the first payment code on the pages of an invoice, nil when there is none. Codes are by page number.
func FindCode(in []*layout.Page, codes map[int][]QRCode) *Code {
	for _, p := range in {
		for _, c := range codes[p.Number] {
			if pay, ok := qrbill.Parse(c.Text); ok {
				return &Code{pay, p.Number, c.Box}
			}
		}
	}
	return nil
}

// Asked is the amount that the code asks for, absent without a code.
func (c *Code) Asked() en16931.Decimal {
	if c == nil {
		return en16931.Decimal{}
	}
	return c.Amount
}

// Apply lets the code's values beat the text's. A nil code changes nothing.
func (c *Code) Apply(inv *en16931.Invoice, proofs *proof.List) {
	if c == nil {
		return
	}
	w := codeWriter{c, inv, proofs}
	w.account()
	w.amounts()
	w.header()
}

// codeWriter writes a code's values into an invoice, with their proofs in place of the text's.
type codeWriter struct {
	*Code
	inv    *en16931.Invoice
	proofs *proof.List
}

// prove notes the code as the source of a value, in place of what proved it before.
func (w codeWriter) prove(pointer, text string) {
	box := [4]float64{w.box.X0, w.box.Y0, w.box.X1, w.box.Y1}
	w.proofs.Drop(func(p string) bool { return p == pointer })
	w.proofs.Add(evidence.Evidence{
		Pointer: pointer, Source: evidence.FromQR, Confidence: codeConfidence, Text: text, Page: w.page, Box: &box,
	})
}

// amounts takes the amount asked for: what is due, and the gross total where the text has none.
func (w codeWriter) amounts() {
	if w.Currency != "" {
		w.inv.Currency = w.Currency
		w.prove("/currency", w.Currency)
	}
	if !w.Amount.IsPresent() {
		return
	}
	w.inv.Totals.Due = w.Amount
	w.prove("/totals/due", w.Amount.String())
	if !w.inv.Totals.Gross.IsPresent() {
		w.inv.Totals.Gross = w.Amount
		w.prove("/totals/gross", w.Amount.String())
	}
}

// header takes what the code says besides the payment.
func (w codeWriter) header() {
	if w.inv.Seller.Name == "" && w.Creditor != "" {
		w.inv.Seller.Name = w.Creditor
		w.prove("/seller/name", w.Creditor)
	}
	if w.Number != "" {
		w.inv.Number = w.Number
		w.prove("/number", w.Number)
	}
	if !w.Date.IsZero() {
		w.inv.IssueDate = w.Date
		w.prove("/issue_date", w.Date.String())
	}
}

// account makes the code's account the first one, and takes its reference. The evidence of the text's accounts names them
// by their place, which the code's account takes.
func (w codeWriter) account() {
	if w.inv.Payment == nil {
		w.inv.Payment = &en16931.Payment{}
	}
	pay := w.inv.Payment
	if w.Reference != "" {
		pay.Reference = w.Reference
		w.prove("/payment/reference", w.Reference)
	}
	if len(pay.Accounts) > 0 && pay.Accounts[0].IBAN == w.IBAN {
		w.prove("/payment/accounts/0/iban", w.IBAN)
		return
	}
	w.proofs.Drop(func(p string) bool { return strings.HasPrefix(p, "/payment/accounts/") })
	pay.Accounts = []en16931.Account{{IBAN: w.IBAN, BIC: w.BIC, Name: w.Creditor}}
	w.prove("/payment/accounts/0/iban", w.IBAN)
	if w.BIC != "" {
		w.prove("/payment/accounts/0/bic", w.BIC)
	}
	if w.Creditor != "" {
		w.prove("/payment/accounts/0/name", w.Creditor)
	}
}
