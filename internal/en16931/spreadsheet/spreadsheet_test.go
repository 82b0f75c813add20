package spreadsheet_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/en16931/spreadsheet"
)

func invoice() *en16931.Invoice {
	return &en16931.Invoice{
		Number: "A-7", IssueDate: en16931.MustDate("2026-03-09"), Currency: "EUR",
		Seller: en16931.Party{Name: "=HYPERLINK(\"x\")"},
		Totals: en16931.Totals{Net: en16931.MustDecimal("30.00"), Gross: en16931.MustDecimal("35.70")},
		Taxes:  []en16931.Tax{{Category: "S", Rate: en16931.MustDecimal("19"), Base: en16931.MustDecimal("30.00")}},
		Lines: []en16931.Line{
			{ID: "1", Name: "Bolt, \"M8\"", Quantity: en16931.MustDecimal("4"), Net: en16931.MustDecimal("10.00"), Price: &en16931.Price{Net: en16931.MustDecimal("2.5000")}},
			{ID: "2", Name: "Nut", Net: en16931.MustDecimal("20.00")},
		},
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := spreadsheet.WriteCSV(&b, invoice(), &en16931.Invoice{Number: "B-1"}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, want the header, two lines and an invoice without lines: %v", len(rows), err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, want := range []struct {
		row          int
		column, text string
	}{
		{1, "number", "A-7"}, {2, "number", "A-7"}, {3, "number", "B-1"}, {3, "line_name", ""},
		{1, "issue_date", "2026-03-09"}, {1, "gross_total", "35.70"}, {1, "line_price_net", "2.5000"},
		{1, "line_name", "Bolt, \"M8\""}, {1, "seller_name", "'=HYPERLINK(\"x\")"}, {2, "line_quantity", ""},
	} {
		if got := rows[want.row][at[want.column]]; got != want.text {
			t.Errorf("row %d, %s = %q, want %q", want.row, want.column, got, want.text)
		}
	}
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := spreadsheet.WriteXLSX(&b, invoice()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Lines")
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows of lines: %v", len(rows), err)
	}
	if kind, _ := book.GetCellType("Lines", "O2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a line's net is of type %v, want a number", kind)
	}
	if formula, _ := book.GetCellFormula("Invoice", "B6"); formula != "" {
		t.Errorf("the seller's name became the formula %q", formula)
	}
	if name, _ := book.GetCellValue("Invoice", "B6"); name != "=HYPERLINK(\"x\")" {
		t.Errorf("seller = %q", name)
	}
	if date, _ := book.GetCellValue("Invoice", "B3"); date != "2026-03-09" {
		t.Errorf("issue date = %q", date)
	}
}

// Whatever a spreadsheet may take for the start of a formula stands behind an apostrophe.
func TestCSVHasNoFormula(t *testing.T) {
	t.Parallel()
	for _, start := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		var b bytes.Buffer
		if err := spreadsheet.WriteCSV(&b, &en16931.Invoice{Number: start + "1+1"}); err != nil {
			t.Fatal(err)
		}
		if _, row, _ := strings.Cut(b.String(), "\r\n"); !strings.HasPrefix(strings.TrimPrefix(row, `"`), "'") {
			t.Errorf("%q: %s", start, b.String())
		}
	}
}
