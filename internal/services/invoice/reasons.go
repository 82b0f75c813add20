package invoice

import (
	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/readiness"
)

// ReasonCode says what kind of thing a person should look at.
type ReasonCode string

// The reasons for a review.
const (
	CheckFailed    ReasonCode = ReasonCode(readiness.CheckFailed)
	LowConfidence  ReasonCode = ReasonCode(readiness.LowConfidence)
	MissingField   ReasonCode = ReasonCode(readiness.MissingField)
	Duplicate      ReasonCode = "duplicate"
	NewBankAccount ReasonCode = "new_bank_account"
)

// Reason is one thing that a person should look at before an invoice counts.
type Reason struct {
	Code      ReasonCode `json:"code"`
	Pointers  []string   `json:"pointers"` // into data
	Detail    string     `json:"detail"`
	Rule      string     `json:"rule,omitempty"`      // of a check
	InvoiceID *uuid.UUID `json:"invoice_id,omitzero"` // of a duplicate
}

// reasonsOf is the one place where it is decided that a person should look at an invoice, and why: what reading doubts, an invoice
// that was here before, an account that its seller never named. precision is the probability that is asked for.
func reasonsOf(data *en16931.Invoice, proof []evidence.Evidence, checks []en16931.Finding, repeats []Match, precision float64) []Reason {
	out := []Reason{}
	for _, c := range checks {
		if c.Rule == ruleNewAccount {
			out = append(out, Reason{Code: NewBankAccount, Pointers: c.Pointers, Detail: c.Message, Rule: c.Rule})
		}
	}
	for _, d := range readiness.Doubts(data, proof, checks, precision) {
		out = append(out, Reason{Code: ReasonCode(d.Kind), Pointers: d.Pointers, Detail: d.Detail, Rule: d.Rule})
	}
	for _, m := range repeats {
		out = append(out, Reason{Code: Duplicate, Pointers: []string{}, Detail: repeatDetail[m.Level], InvoiceID: &m.InvoiceID})
	}
	return out
}

// statusOf is what an invoice is that was read.
func statusOf(reasons []Reason) Status {
	if len(reasons) > 0 {
		return NeedsReview
	}
	return Ready
}
