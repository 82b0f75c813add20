package payment

import (
	"fmt"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/proof"
)

// Input is what the payment is read from. OfBuyer tells whether a segment stands under the buyer's heading.
type Input struct {
	*candidates.Set
	OfBuyer func(*layout.Segment) bool
}

// Result is how to pay, with the proofs of its values.
type Result struct {
	Accounts        []en16931.Account
	Reference, Text string
	Terms           string
	Proofs          proof.List
}

// Read reads how one invoice is to be paid.
func Read(in Input) Result {
	r := reader{Input: in}
	for i, a := range r.accounts() {
		r.out.Accounts = append(r.out.Accounts, en16931.Account{IBAN: a.Text})
		r.out.Proofs.Value(fmt.Sprintf("/payment/accounts/%d/iban", i), &a.Value, a.Score)
		r.accountDetails(i, a)
	}
	r.texts()
	return r.out
}

// Data is the payment as the standard has it, nil where nothing says how to pay.
func (r Result) Data() *en16931.Payment {
	if len(r.Accounts) == 0 && r.Reference == "" && r.Text == "" {
		return nil
	}
	return &en16931.Payment{Accounts: r.Accounts, Reference: r.Reference, Text: r.Text}
}

type reader struct {
	Input
	out Result
}

// texts takes reference, means and terms: the first that a label names.
func (r *reader) texts() {
	if c := r.BestCode(locale.PaymentReference); c.Found() {
		span := c.Join()
		r.out.Reference = span.Text()
		r.out.Proofs.Span("/payment/reference", span, c.Score)
	}
	for _, p := range r.Pages {
		if span, ok := p.LabelValue(locale.PaymentMeans); ok && r.out.Text == "" && isMeans(span.Text()) {
			r.out.Text = span.Text()
			r.out.Proofs.Span("/payment/text", span, meansConfidence)
		}
		if span, ok := p.LabelValue(locale.PaymentTerms); ok && r.out.Terms == "" {
			r.out.Terms = span.Text()
			r.out.Proofs.Span("/payment_terms", span, termsConfidence)
		}
	}
}

// isMeans tells a means of payment from a sentence, an account or a date.
func isMeans(text string) bool {
	return len(text) < meansLongest && !strings.ContainsAny(text, "0123456789")
}
