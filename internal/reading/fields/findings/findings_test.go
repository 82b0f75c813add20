package findings_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/findings"
	"github.com/docketapi/docket/internal/reading/fields/kind"
)

const whole = `"number":"1","issue_date":"2026-03-02","currency":"EUR","seller":{"name":"A"},"buyer":{"name":"B"},"lines":[{"name":"x"}]`

func rules(list []en16931.Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, f.Rule+strings.Join(f.Pointers, ""))
	}
	return strings.Join(out, " ")
}

func TestDoubtsOfReading(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, data string
		sure       float64 // of the number
		want       string
	}{
		{"nothing to doubt", `{` + whole + `,"totals":{"net":"10","tax":"2","gross":"12"}}`, 0.9, ""},
		{"a cent of rounding each", `{` + whole + `,"totals":{"net":"10","tax":"2","gross":"12.02"}}`, 0.9, ""},
		{"more than that", `{` + whole + `,"totals":{"net":"10","tax":"2","gross":"12.03"}}`, 0.9, "DOCKET-READ-03/totals/net/totals/tax/totals/gross"},
		{"a number hardly read", `{` + whole + `,"totals":{"gross":"12"}}`, 0.69, "DOCKET-READ-02/number"},
		{"due before it was issued", `{` + whole + `,"due_date":"2026-03-01","totals":{"gross":"12"}}`, 0.7, "DOCKET-READ-04/due_date/issue_date"},
		{"due on the day", `{` + whole + `,"due_date":"2026-03-02","totals":{"gross":"12"}}`, 0.7, ""},
		{"no total", `{` + whole + `}`, 0.9, "DOCKET-READ-01/totals/gross"},
	} {
		var data en16931.Invoice
		if err := json.Unmarshal([]byte(c.data), &data); err != nil {
			t.Fatal(err)
		}
		if got := rules(findings.Of(&data, []evidence.Evidence{{Pointer: "/number", Confidence: c.sure}})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAnotherPaperIsTold(t *testing.T) {
	t.Parallel()
	data := &en16931.Invoice{PrecedingInvoices: []en16931.DocumentRef{{Number: "R-1"}, {Number: "R-2"}}}
	for paper, want := range map[kind.Paper]string{
		"": "", kind.CreditNote: "", kind.Quote: "The document is a quote, not an invoice.",
		kind.Reminder: "The document is a payment reminder, not an invoice. It reminds of R-1, R-2.",
	} {
		got := ""
		for _, f := range findings.OfPaper(paper, data) {
			got += f.Message
			if f.Rule != findings.RulePaper || f.Actual != string(paper) {
				t.Errorf("%+v", f)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", paper, got, want)
		}
	}
}
