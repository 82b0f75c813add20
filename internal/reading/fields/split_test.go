package fields_test

import (
	"fmt"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

const firstBill = `Holzwerk Sonnenau GmbH
Rechnung
Rechnungsnummer: R-100
Rechnungsdatum: 04.03.2025
Gesamtbetrag: 119,00 EUR`

func TestTellsInvoicesOfOneFileApart(t *testing.T) {
	t.Parallel()
	in := []pages.Page{
		newSheet(1).text(firstBill).page,
		newSheet(2).text("Seite 2 zu Rechnung R-100\nBedingungen der Lieferung").page,
		newSheet(3).text(`Holzwerk Sonnenau GmbH
Rechnung
Rechnungsnummer: R-101
Rechnungsdatum: 05.03.2025
Gesamtbetrag: 238,00 EUR`).page,
	}
	got := fields.Extract(in, fields.Options{})
	if len(got) != 2 {
		t.Fatalf("got %d invoices, want 2", len(got))
	}
	for i, want := range []struct {
		number, gross string
		first, last   int
	}{{"R-100", "119.00", 1, 2}, {"R-101", "238.00", 3, 3}} {
		g := got[i]
		if g.Data.Number != want.number || g.Data.Totals.Gross.String() != want.gross || g.FirstPage != want.first || g.LastPage != want.last {
			t.Errorf("invoice %d: got %s %s pages %d-%d", i, g.Data.Number, g.Data.Totals.Gross, g.FirstPage, g.LastPage)
		}
	}
}

func TestKeepsTheAppendixWithItsInvoice(t *testing.T) {
	t.Parallel()
	in := []pages.Page{
		newSheet(1).text(firstBill).page,
		newSheet(2).text("Anlage\nLieferschein Nr. 778\nDatum: 01.03.2025").page,
	}
	if got := fields.Extract(in, fields.Options{}); len(got) != 1 {
		t.Errorf("got %d invoices, want 1", len(got))
	}
}

// The number of pages without a title is known to the first page that has one.
func TestTellsPagesWithoutATitleFromTheInvoiceAfterThem(t *testing.T) {
	t.Parallel()
	const untitled = "Holzwerk Sonnenau GmbH\nRechnungsnummer: %s\nSeite 2"
	second := "Holzwerk Sonnenau GmbH\nRechnung\nRechnungsnummer: R-101\nRechnungsdatum: 05.03.2025\nGesamtbetrag: 238,00 EUR"
	for number, want := range map[string]int{"R-100": 2, "R-101": 1} {
		in := []pages.Page{newSheet(1).text("Allgemeines").page, newSheet(2).text(fmt.Sprintf(untitled, number)).page, newSheet(3).text(second).page}
		if got := fields.Extract(in, fields.Options{}); len(got) != want {
			t.Errorf("after a page of %s: %d invoices, want %d", number, len(got), want)
		}
	}
}
