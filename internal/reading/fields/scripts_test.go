package fields_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// wording is what an invented invoice of one more language says, with its labels in that language.
type wording struct {
	Lang, Title, Number, Issued, Due, Buyer, Item, Quantity, Price, Amount, Net, Tax, Gross, Money, Currency string

	IssueDate string `json:"issue_date"`
	DueDate   string `json:"due_date"`
}

func (w wording) money(plain string) string {
	if !slices.Contains([]string{"ja", "zh", "ko", "he", "ar"}, w.Lang) {
		plain = strings.NewReplacer(".", ",").Replace(plain)
	}
	return fmt.Sprintf(w.Money, plain)
}

func (w wording) page() pages.Page {
	sh := newSheet(1)
	for i, l := range []string{"Norvela Bridgeworks", "Quay 7", "10115 Somewhere"} {
		sh.put(2+i, 8, l)
	}
	sh.put(7, 8, w.Title)
	sh.put(9, 8, w.Buyer)
	sh.put(10, 8, "Tidewater Bakery Oy")
	sh.put(11, 8, "Hill Road 12")
	for i, l := range [][2]string{{w.Number, "K-2207"}, {w.Issued, w.IssueDate}, {w.Due, w.DueDate}} {
		sh.put(9+i, 50, l[0])
		sh.put(9+i, 75, l[1])
	}
	sh.put(16, 8, w.Item)
	for i, head := range []string{w.Quantity, w.Price, w.Amount} {
		sh.putRight(16, 52+18*i, head)
	}
	sh.put(17, 8, "Handrail")
	for i, cell := range []string{"2", w.money("150.00"), w.money("300.00")} {
		sh.putRight(17, 52+18*i, cell)
	}
	for i, l := range [][2]string{{w.Net, "300.00"}, {w.Tax, "60.00"}, {w.Gross, "360.00"}} {
		sh.put(20+i, 50, l[0])
		sh.putRight(20+i, 88, w.money(l[1]))
	}
	return sh.page
}

func TestReadsLabelsOfMoreLanguages(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/letters.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []wording
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 20 {
		t.Fatalf("%d languages", len(all))
	}
	for _, w := range all {
		t.Run(w.Lang, func(t *testing.T) {
			t.Parallel()
			got := fields.Extract([]pages.Page{w.page()}, fields.Options{})[0].Data
			for field, v := range map[string][2]string{
				"number": {"K-2207", got.Number}, "issue date": {"2026-04-07", got.IssueDate.String()}, "due date": {"2026-04-21", got.DueDate.String()},
				"currency": {w.Currency, got.Currency}, "buyer": {"Tidewater Bakery Oy", got.Buyer.Name}, "seller": {"Norvela Bridgeworks", got.Seller.Name},
				"net": {"300.00", got.Totals.Net.String()}, "tax": {"60.00", got.Totals.Tax.String()}, "gross": {"360.00", got.Totals.Gross.String()},
			} {
				if v[0] != v[1] {
					t.Errorf("%s: got %q, want %q", field, v[1], v[0])
				}
			}
			if len(got.Lines) != 1 {
				t.Errorf("got %d lines", len(got.Lines))
			}
		})
	}
}
