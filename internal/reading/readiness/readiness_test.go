package readiness_test

import (
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/readiness"
)

func read(t *testing.T, number, date, gross float64) (en16931.Invoice, []evidence.Evidence) {
	t.Helper()
	amount, err := en16931.ParseDecimal("119.00")
	if err != nil {
		t.Fatal(err)
	}
	day, err := en16931.ParseDate("2026-03-01")
	if err != nil {
		t.Fatal(err)
	}
	inv := en16931.Invoice{Number: "7", IssueDate: day, Currency: "EUR", Seller: en16931.Party{Name: "Birke"}, Totals: en16931.Totals{Gross: amount, Due: amount}}
	return inv, []evidence.Evidence{
		{Pointer: "/number", Confidence: number}, {Pointer: "/issue_date", Confidence: date}, {Pointer: "/totals/gross", Confidence: gross},
		{Pointer: "/totals/due", Confidence: gross}, {Pointer: "/buyer/name", Confidence: .1},
	}
}

func TestAllDecisiveValuesCountTogether(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		number, date, gross, precision float64
		want                           []int // pointers of each doubt
	}{
		"all sure":                     {.999, .999, .999, .97, nil},
		"one below the bound":          {.95, .999, .999, .97, []int{1}},
		"each above it, together not":  {.985, .985, .985, .97, []int{4}},
		"the same, and less is asked":  {.985, .985, .985, .95, nil},
		"two below":                    {.9, .8, .999, .97, []int{1, 1}},
		"nothing asked, one doubtful":  {.5, .9, .9, 0, []int{1}},
		"nothing asked, none doubtful": {.7, .7, .7, 0, nil},
	} {
		inv, proof := read(t, c.number, c.date, c.gross)
		got := readiness.Doubts(&inv, proof, nil, c.precision)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %+v", name, got)
			continue
		}
		for i, d := range got {
			if d.Kind != readiness.LowConfidence || len(d.Pointers) != c.want[i] {
				t.Errorf("%s: got %+v", name, d)
			}
		}
	}
}

func TestWhatIsMissingOrIsNoInvoiceIsNeverReady(t *testing.T) {
	t.Parallel()
	inv, proof := read(t, 1, 1, 1)
	inv.Number = ""
	if got := readiness.Doubts(&inv, proof, nil, .97); len(got) != 1 || got[0].Kind != readiness.MissingField || got[0].Pointers[0] != "/number" {
		t.Errorf("without a number: got %+v", got)
	}
	inv, proof = read(t, 1, 1, 1)
	for _, rule := range []string{fields.RuleSums, fields.RuleCut, fields.RulePaper} {
		got := readiness.Doubts(&inv, proof, []en16931.Finding{{Rule: rule, Severity: en16931.Warning}}, .97)
		if len(got) != 1 || got[0].Kind != readiness.CheckFailed || got[0].Rule != rule {
			t.Errorf("%s: got %+v", rule, got)
		}
	}
}
