// Package findings reports what reading itself doubts: fields that every invoice has and none was found for, values of
// little confidence, sums that do not add up.
//
// It owns the DOCKET-READ rules. It does not own those of the standard (en16931).
package findings

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
)

// Rules of reading, next to the published ones.
const (
	ruleMissing  = "DOCKET-READ-01" // a field that every invoice has was not found
	ruleDoubtful = "DOCKET-READ-02" // a mandatory field was read with little confidence
	ruleDueEarly = "DOCKET-READ-04" // the payment is due before the invoice was issued
)

// RuleSums is the finding that the printed net, tax and gross do not add up: one of them is wrong or was misread.
const RuleSums = "DOCKET-READ-03"

// RuleCut is the finding that a page has more words than are read.
const RuleCut = "DOCKET-READ-05"

// ruleLong is the finding that words were left out because they are too long.
const ruleLong = "DOCKET-READ-07"

// doubtful is the confidence below which a mandatory field is reported: three of ten such values are wrong.
const doubtful = 0.7

// tolerance is how far printed sums may be apart: one cent of rounding for the net total and one for the tax.
var tolerance = decimal.New(2, -2)

// Of reports what reading itself doubts in an invoice that was read from pages, also when a person has corrected it since.
func Of(data *en16931.Invoice, es []evidence.Evidence) []en16931.Finding {
	sure := map[string]float64{}
	for _, e := range es {
		sure[e.Pointer] = e.Confidence
	}
	out := missing(data)
	for _, p := range []string{"/number", "/issue_date", "/currency", "/seller/name", "/totals/gross"} {
		if c, ok := sure[p]; ok && c < doubtful {
			out = append(out, warn(ruleDoubtful, "The value was read with little confidence.", p))
		}
	}
	t := data.Totals
	if t.Net.IsPresent() && t.Tax.IsPresent() && t.Gross.IsPresent() {
		sum := t.Net.Value().Add(t.Tax.Value())
		if sum.Sub(t.Gross.Value()).Abs().GreaterThan(tolerance) {
			f := warn(RuleSums, "The net total and the tax do not add up to the gross total as read.", "/totals/net", "/totals/tax", "/totals/gross")
			f.Expected, f.Actual = sum.String(), t.Gross.String()
			out = append(out, f)
		}
	}
	if !data.DueDate.IsZero() && !data.IssueDate.IsZero() && data.DueDate.Before(data.IssueDate) {
		out = append(out, warn(ruleDueEarly, "The payment is due before the invoice was issued.", "/due_date", "/issue_date"))
	}
	return out
}

// Cut reports that a page was not read to its end.
func Cut(page, words int) en16931.Finding {
	return warn(RuleCut, fmt.Sprintf("Page %d has more than %d words; those behind were not read.", page, words))
}

// Long reports words of a page that were left out for being longer than so many bytes.
func Long(page, words, most int) en16931.Finding {
	return warn(ruleLong, fmt.Sprintf("Page %d has %d words of more than %d bytes; they were not read.", page, words, most))
}

// missing reports fields that every invoice has.
func missing(data *en16931.Invoice) []en16931.Finding {
	var out []en16931.Finding
	for _, f := range []struct {
		pointer string
		absent  bool
	}{
		{"/issue_date", data.IssueDate.IsZero()}, {"/currency", data.Currency == ""}, {"/seller/name", data.Seller.Name == ""},
		{"/totals/gross", !data.Totals.Gross.IsPresent()},
	} {
		if f.absent {
			out = append(out, warn(ruleMissing, "No value was found on the page for a field that every invoice has.", f.pointer))
		}
	}
	return out
}

func warn(rule, message string, pointers ...string) en16931.Finding {
	return en16931.Finding{Rule: rule, Severity: en16931.Warning, Message: message, Pointers: pointers}
}
