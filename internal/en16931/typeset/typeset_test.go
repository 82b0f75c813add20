package typeset_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/en16931/display"
	"github.com/docketapi/docket/internal/en16931/pdfa"
	"github.com/docketapi/docket/internal/en16931/typeset"
)

func invoice(lines int) *en16931.Invoice {
	inv := &en16931.Invoice{
		Number: "F-17", IssueDate: en16931.MustDate("2031-05-02"), Currency: "EUR", TypeCode: "381",
		Seller:  en16931.Party{Name: "Ahornblatt Möbel", VATID: "DE000", Address: &en16931.Address{Line1: "Am Tor 1", City: "Aue", Country: "DE"}},
		Buyer:   en16931.Party{Name: "Kontor " + strings.Repeat("Süd", 60)},
		Totals:  en16931.Totals{Gross: en16931.MustDecimal("119.00"), Due: en16931.MustDecimal("119.00")},
		Taxes:   []en16931.Tax{{Base: en16931.MustDecimal("100.00"), Amount: en16931.MustDecimal("19.00"), Category: "S", Rate: en16931.MustDecimal("19")}},
		Payment: &en16931.Payment{Accounts: []en16931.Account{{IBAN: "DE00"}}}, PaymentTerms: "Sofort\nohne Abzug",
		Notes: []en16931.Note{{Text: "Vielen Dank"}},
	}
	for i := range lines {
		inv.Lines = append(inv.Lines, en16931.Line{ID: fmt.Sprint(i + 1), Name: "Stuhl aus Buche", Quantity: en16931.MustDecimal("2"), Unit: "H87", Net: en16931.MustDecimal("50.00")})
	}
	return inv
}

func lay(t *testing.T, inv *en16931.Invoice) (list []pdfa.Page) {
	t.Helper()
	if err := typeset.Lay(display.Of(inv, display.English), false, func(p pdfa.Page) error { list = append(list, p); return nil }); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEverythingStandsOnThePage(t *testing.T) {
	t.Parallel()
	var all []string
	for _, p := range lay(t, invoice(120)) {
		for _, text := range p.Texts {
			all = append(all, text.Text)
			width := pdfa.TextWidth(text.Text, text.Size, text.Bold)
			if text.Right {
				width = 0
			}
			if text.X < 20 || text.X+width > p.Width-20 || text.Y < 20 || text.Y > p.Height-20 {
				t.Errorf("%q stands at %.0f, %.0f and is %.0f wide", text.Text, text.X, text.Y, width)
			}
		}
	}
	whole := strings.Join(all, "\n")
	for _, want := range []string{"Credit note F-17", "Ahornblatt Möbel", "Am Tor 1, Aue, DE", "119.00\u00a0EUR", "ohne Abzug", "19\u00a0%", "120", "Page 3"} {
		if !strings.Contains(whole, want) {
			t.Errorf("the pages lack %q", want)
		}
	}
}

func TestAnEmptyInvoiceHasAPage(t *testing.T) {
	t.Parallel()
	if list := lay(t, &en16931.Invoice{}); len(list) != 1 {
		t.Errorf("%d pages", len(list))
	}
}

func TestHugeTextsAreCut(t *testing.T) {
	t.Parallel()
	inv := invoice(1)
	inv.Notes[0].Text = strings.Repeat("x", 1_000_000)
	if list := lay(t, inv); len(list) > 10 {
		t.Errorf("%d pages", len(list))
	}
}

func TestLayStopsWithAnError(t *testing.T) {
	t.Parallel()
	stop, calls := errors.New("stop"), 0
	err := typeset.Lay(display.Of(invoice(500), display.English), false, func(pdfa.Page) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%v after %d pages", err, calls)
	}
}
