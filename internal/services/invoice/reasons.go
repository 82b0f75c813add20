package invoice

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
)

// ReasonCode says what kind of thing a person should look at.
type ReasonCode string

// The reasons for a review.
const (
	CheckFailed    ReasonCode = "check_failed"
	LowConfidence  ReasonCode = "low_confidence"
	MissingField   ReasonCode = "missing_field"
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

// sure is how confident reading must be of every value that a payment hangs on.
const sure = 0.6

// decisive are the values that a payment hangs on.
var decisive = map[string]bool{
	"/number": true, "/issue_date": true, "/currency": true, "/seller/name": true, "/totals/gross": true, "/totals/due": true,
	"/payment/accounts/0/iban": true,
}

// judge is the one place where it is decided that a person should look at an invoice, and why: a fatal finding, sums on
// paper that do not add up, a page that was not read to its end, a value missing that a payment needs, one that reading is not sure of, an invoice that was here
// before, an account that its seller never named.
func judge(data *en16931.Invoice, proof []evidence.Evidence, checks []en16931.Finding, repeats []Match) []Reason {
	out := []Reason{}
	for _, c := range checks {
		switch {
		case c.Rule == ruleNewAccount:
			out = append(out, Reason{Code: NewBankAccount, Pointers: c.Pointers, Detail: c.Message, Rule: c.Rule})
		case c.Severity == en16931.Fatal, c.Rule == fields.RuleSums, c.Rule == fields.RuleCut, c.Rule == fields.RulePaper:
			out = append(out, Reason{Code: CheckFailed, Pointers: append([]string{}, c.Pointers...), Detail: c.Message, Rule: c.Rule})
		}
	}
	for _, pointer := range missing(data) {
		out = append(out, Reason{Code: MissingField, Pointers: []string{pointer}, Detail: "No value was found."})
	}
	for _, e := range proof {
		if decisive[e.Pointer] && e.Confidence < sure {
			out = append(out, Reason{Code: LowConfidence, Pointers: []string{e.Pointer}, Detail: fmt.Sprintf("It was read with a confidence of %.2f.", e.Confidence)})
		}
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

// missing are the values without which an invoice cannot be paid.
func missing(d *en16931.Invoice) []string {
	var out []string
	for _, f := range []struct {
		pointer string
		absent  bool
	}{
		{"/number", d.Number == ""}, {"/issue_date", d.IssueDate.IsZero()}, {"/currency", d.Currency == ""},
		{"/seller/name", d.Seller.Name == ""}, {"/totals/gross", !d.Totals.Gross.IsPresent() && !d.Totals.Due.IsPresent()},
	} {
		if f.absent {
			out = append(out, f.pointer)
		}
	}
	return out
}
