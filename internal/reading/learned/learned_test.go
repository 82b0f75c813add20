package learned_test

import (
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/learned"
	"github.com/docketapi/docket/internal/reading/pages"
)

// cell is words side by side from a point on.
func cell(x, y float64, texts ...string) pages.Line {
	var words []pages.Word
	for _, s := range texts {
		w := 0.01 * float64(len(s))
		words = append(words, pages.Word{Text: s, Confidence: 1, Box: pages.Box{X0: x, Y0: y, X1: x + w, Y1: y + 0.012}})
		x += w + 0.008
	}
	return pages.NewLine(words)
}

func page(lines ...pages.Line) []pages.Page { return []pages.Page{{Number: 1, Lines: lines}} }

func day(t *testing.T, s string) en16931.Date {
	t.Helper()
	d, err := en16931.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLessonsReadDatesInTheOrderThatWasProven(t *testing.T) {
	t.Parallel()
	first := page(cell(0.1, 0.1, "Struck", "on"), cell(0.4, 0.1, "09/25/2026"))
	lessons := learned.Teach(first, &en16931.Invoice{IssueDate: day(t, "2026-09-25")}, []string{"/issue_date"})
	if len(lessons) != 1 || lessons[0].Label != "Struck on" || lessons[0].Place != learned.Right {
		t.Fatalf("learned %+v", lessons)
	}
	var inv evidence.Invoice
	learned.Apply(page(cell(0.1, 0.12, "Struck", "on"), cell(0.4, 0.12, "10/03/2026")), &inv, lessons)
	if got := inv.Data.IssueDate.String(); got != "2026-10-03" {
		t.Errorf("the date is %s", got)
	}
	unproven := learned.Teach(page(cell(0.1, 0.1, "Struck", "on"), cell(0.4, 0.1, "2026-03-09")), &en16931.Invoice{IssueDate: day(t, "2026-03-09")}, []string{"/issue_date"})
	inv = evidence.Invoice{}
	if changed := learned.Apply(page(cell(0.1, 0.12, "Struck", "on"), cell(0.4, 0.12, "10/03/2026")), &inv, unproven); len(changed) > 0 {
		t.Errorf("a date of unknown order is read as %s", inv.Data.IssueDate)
	}
}

func TestLessonsStateOnlyWhatStandsOnThePage(t *testing.T) {
	t.Parallel()
	first := page(cell(0.6, 0.1, "Chalked"), cell(0.6, 0.12, "T/44"), cell(0.1, 0.8, "Rope", "Co"))
	data := en16931.Invoice{Number: "T/44", Seller: en16931.Party{Name: "Rope Co"}}
	lessons := learned.Teach(first, &data, []string{"/number", "/seller/name", "/totals/gross", "/nothing"})
	if len(lessons) != 2 || lessons[0].Place != learned.Below {
		t.Fatalf("learned %+v", lessons)
	}
	for name, list := range map[string][]pages.Page{
		"no label":         page(cell(0.6, 0.1, "Number"), cell(0.6, 0.12, "T/45")),
		"label alone":      page(cell(0.6, 0.1, "Chalked")),
		"words, no number": page(cell(0.6, 0.1, "Chalked"), cell(0.6, 0.12, "see", "below")),
		"far from there":   page(cell(0.1, 0.9, "Chalked"), cell(0.1, 0.92, "T/45")),
		"empty":            nil,
	} {
		inv := evidence.Invoice{Data: en16931.Invoice{Number: "X-1"}}
		if changed := learned.Apply(list, &inv, lessons); len(changed) > 0 || inv.Data.Number != "X-1" {
			t.Errorf("%s: the number became %q", name, inv.Data.Number)
		}
	}
	inv := evidence.Invoice{Data: en16931.Invoice{Number: "T/45"}, Evidence: []evidence.Evidence{{Pointer: "/number", Source: evidence.FromText, Confidence: 0.4}}}
	if changed := learned.Apply(page(cell(0.6, 0.1, "Chalked"), cell(0.6, 0.12, "T/45")), &inv, lessons); len(changed) > 0 || inv.Evidence[0].Confidence != 0.4 {
		t.Errorf("what was read already became surer: %+v", inv.Evidence)
	}
}

func TestWordsOfPagesSurvivePacking(t *testing.T) {
	t.Parallel()
	list := []pages.Page{{Number: 1}, page(cell(0.6, 0.1, "Chalked", "T/44"))[0], {Number: 3}}
	list[1].Number = 2
	data, err := learned.Pack(list, 2, 2)
	if err != nil {
		t.Fatal(err)
	}
	got, err := learned.Unpack(data)
	if err != nil || len(got) != 1 || got[0].Number != 2 || got[0].Lines[0].Text() != "Chalked T/44" {
		t.Errorf("got %+v, %v", got, err)
	}
}
