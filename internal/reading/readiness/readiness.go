// Package readiness says whether an invoice as it was read may count without a person's look.
//
// It owns the values that a payment hangs on and the rule over them: each there, none doubtful, and all of them right together
// with the probability that the operator asks for. It does not own what other invoices say (services).
package readiness

import (
	"fmt"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
)

// Kind says what is in the way.
type Kind string

// What may be in the way.
const (
	CheckFailed   Kind = "check_failed"
	LowConfidence Kind = "low_confidence"
	MissingField  Kind = "missing_field"
)

// Doubt is one thing that a person should look at.
type Doubt struct {
	Kind     Kind     `json:"code"`
	Pointers []string `json:"pointers"` // into data
	Detail   string   `json:"detail"`
	Rule     string   `json:"rule,omitempty"` // of a check
}

// sure is how confident reading must be of every decisive value.
const sure = 0.6

// decisive are the values that a payment hangs on.
var decisive = map[string]bool{
	"/number": true, "/issue_date": true, "/currency": true, "/seller/name": true, "/totals/gross": true, "/totals/due": true,
	"/payment/accounts/0/iban": true,
}

// Certainty is the probability that all decisive values are right: the product of theirs, since what makes one wrong seldom
// makes another one wrong, and where it does the product says less than is true. What is due counts where it is not the total.
func Certainty(data *en16931.Invoice, proof []evidence.Evidence) float64 {
	all, t := 1.0, data.Totals
	for _, e := range proof {
		if !decisive[e.Pointer] || e.Pointer == "/totals/due" && t.Gross.IsPresent() && t.Due.IsPresent() && t.Due.Value().Equal(t.Gross.Value()) {
			continue
		}
		all *= e.Confidence
	}
	return all
}

// Doubts are what keeps an invoice from counting: a fatal finding, sums on paper that do not add up, a page that was not read to
// its end, a paper that is none, a value missing that a payment needs, and values that are not all right with the probability
// precision. 0 asks for no such probability.
func Doubts(data *en16931.Invoice, proof []evidence.Evidence, checks []en16931.Finding, precision float64) []Doubt {
	var out []Doubt
	for _, c := range checks {
		switch {
		case c.Severity == en16931.Fatal, c.Rule == fields.RuleSums, c.Rule == fields.RuleCut, c.Rule == fields.RulePaper:
			out = append(out, Doubt{Kind: CheckFailed, Pointers: append([]string{}, c.Pointers...), Detail: c.Message, Rule: c.Rule})
		}
	}
	for _, pointer := range missing(data) {
		out = append(out, Doubt{Kind: MissingField, Pointers: []string{pointer}, Detail: "No value was found."})
	}
	return append(out, unsure(data, proof, precision)...)
}

// unsure names the values that are below the bound, or all of them where only together they are.
func unsure(data *en16931.Invoice, proof []evidence.Evidence, precision float64) []Doubt {
	var out []Doubt
	var all []string
	together := Certainty(data, proof)
	bound := sure
	if together < precision {
		bound = max(sure, precision)
	}
	for _, e := range proof {
		if !decisive[e.Pointer] {
			continue
		}
		all = append(all, e.Pointer)
		if e.Confidence < bound {
			out = append(out, Doubt{Kind: LowConfidence, Pointers: []string{e.Pointer}, Detail: fmt.Sprintf("It was read with a confidence of %.2f.", e.Confidence)})
		}
	}
	if together < precision && len(out) == 0 {
		out = append(out, Doubt{Kind: LowConfidence, Pointers: all, Detail: fmt.Sprintf("They are all right with a probability of %.3f.", together)})
	}
	return out
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
