package fields

import (
	"math"
	"slices"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/qrbill"
	"github.com/docketapi/docket/internal/reading/fields/solve"
	"github.com/docketapi/docket/internal/reading/pages"
)

// qrConfidence is that of a value out of a QR code: the code corrects its own errors and cannot be misread.
const qrConfidence = 0.99

// paymentCode is a payment QR code and where it stands.
type paymentCode struct {
	qrbill.Payment
	page int
	box  pages.Box
}

// readCode takes the first payment code on the document's pages.
func (d *document) readCode(opt Options) {
	for _, p := range d.Pages {
		for _, c := range opt.QR[p.Number] {
			if pay, ok := qrbill.Parse(c.Text); ok {
				d.code = &paymentCode{pay, p.Number, c.Box}
				return
			}
		}
	}
}

func (c *paymentCode) prove(b *builder, pointer, text string) {
	box := [4]float64{c.box.X0, c.box.Y0, c.box.X1, c.box.Y1}
	b.proofs = slices.DeleteFunc(b.proofs, func(e evidence.Evidence) bool { return e.Pointer == pointer })
	b.proofs = append(b.proofs, evidence.Evidence{
		Pointer: pointer, Source: evidence.FromQR, Confidence: qrConfidence, Text: text, Page: c.page, Box: &box,
	})
}

// boostCode raises the gross total that the code asks for.
func (d *document) boostCode(gross []solve.Candidate) {
	if d.code == nil || !d.code.Amount.IsPresent() {
		return
	}
	want := d.code.Amount.Value().InexactFloat64()
	for i := range gross {
		if math.Abs(gross[i].Value-want) < 0.005 {
			gross[i].Score += 0.8
		}
	}
}

// applyCode lets the code's values beat the text's.
func (d *document) applyCode(b *builder) {
	c := d.code
	if c == nil {
		return
	}
	if b.data.Payment == nil {
		b.data.Payment = &en16931.Payment{}
	}
	d.applyAccount(b)
	if c.Reference != "" {
		b.data.Payment.Reference = c.Reference
		c.prove(b, "/payment/reference", c.Reference)
	}
	if c.Amount.IsPresent() {
		b.data.Totals.Due = c.Amount
		c.prove(b, "/totals/due", c.Amount.String())
		if !b.data.Totals.Gross.IsPresent() {
			b.data.Totals.Gross = c.Amount
			c.prove(b, "/totals/gross", c.Amount.String())
		}
	}
	if c.Currency != "" {
		b.data.Currency = c.Currency
		c.prove(b, "/currency", c.Currency)
	}
	if b.data.Seller.Name == "" && c.Creditor != "" {
		b.data.Seller.Name = c.Creditor
		c.prove(b, "/seller/name", c.Creditor)
	}
	if c.Number != "" {
		b.data.Number = c.Number
		c.prove(b, "/number", c.Number)
	}
	if !c.Date.IsZero() {
		b.data.IssueDate = c.Date
		c.prove(b, "/issue_date", c.Date.String())
	}
}

// applyAccount makes the code's account the first one.
func (d *document) applyAccount(b *builder) {
	c, pay := d.code, b.data.Payment
	for i := range pay.Accounts {
		if pay.Accounts[i].IBAN == c.IBAN && i == 0 {
			c.prove(b, "/payment/accounts/0/iban", c.IBAN)
			return
		}
	}
	// The evidence of the text's accounts names them by their place, which the code's account takes.
	kept := b.proofs[:0]
	for _, e := range b.proofs {
		if len(e.Pointer) < 18 || e.Pointer[:18] != "/payment/accounts/" {
			kept = append(kept, e)
		}
	}
	b.proofs = kept
	pay.Accounts = []en16931.Account{{IBAN: c.IBAN, BIC: c.BIC, Name: c.Creditor}}
	c.prove(b, "/payment/accounts/0/iban", c.IBAN)
	if c.BIC != "" {
		c.prove(b, "/payment/accounts/0/bic", c.BIC)
	}
	if c.Creditor != "" {
		c.prove(b, "/payment/accounts/0/name", c.Creditor)
	}
}
