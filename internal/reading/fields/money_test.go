package fields_test

import (
	"fmt"
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// The seller's country tells what a shared sign means, and which of day and month stands first.
func TestCountryDecidesSignAndDateOrder(t *testing.T) {
	t.Parallel()
	const page = `
Wattle Joinery %s
3 Pier Street                                    INVOICE
%s
%s                                     Invoice No.     W-1001
                                                 Invoice Date    04/09/2026
Bill To:
Quiet Bay Cafe
8 Hill Street

Description              Qty     Unit price      Amount
Shelf                      1         100.00      100.00

                                      Total     $100.00`
	for name, c := range map[string]struct{ form, place, register, currency, date string }{
		"Australia":     {"Pty Ltd", "Geelong VIC 3220", "ABN 51 824 753 556", "AUD", "2026-09-04"},
		"Canada":        {"Ltd", "Regina, SK S4P 3Y2", "GST/HST No. 123456789", "CAD", "2026-09-04"},
		"United States": {"Inc.", "Salem, OR 97301", "EIN 12-3456789", "USD", "2026-04-09"},
		"New Zealand":   {"Limited", "Nelson 7010, New Zealand", "NZBN 9429000000000", "NZD", "2026-09-04"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := readText(t, page, c.form, c.place, c.register).Data
			if got.Currency != c.currency || got.IssueDate.String() != c.date {
				t.Errorf("got %s of %s, want %s of %s", got.Currency, got.IssueDate, c.currency, c.date)
			}
		})
	}
}

// A dollar with a letter is that letter's, whatever the country of the addresses.
func TestLetteredDollars(t *testing.T) {
	t.Parallel()
	for sign, want := range map[string]string{"R$": "BRL", "A$": "AUD", "HK$": "HKD", "NT$": "TWD", "zł": "PLN", "₪": "ILS", "Fr.": "CHF"} {
		got := readText(t, `
Pine & Prow Boats Inc.                           INVOICE
3 Pier Street
Salem, OR 97301                                  Invoice No.     W-1001
                                                 Invoice Date    4 September 2026

Description              Qty     Unit price      Amount
Oar                        1      %[1]s 100.00      %[1]s 100.00

                                      Total     %[1]s 100.00`, sign).Data
		if got.Currency != want {
			t.Errorf("%s: got %q, want %q", sign, got.Currency, want)
		}
	}
}

func readText(t *testing.T, format string, with ...any) evidence.Invoice {
	t.Helper()
	return fields.Extract([]pages.Page{newSheet(1).text(fmt.Sprintf(format, with...)).page}, fields.Options{})[0]
}

// What is left to pay stands under the total in any words: what was paid and what is left add up to it.
func TestWhatIsLeftToPayNeedsNoLabel(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ below, due string }{
		"a deposit":             {"Xyz avant          -30.00\n                                      Xyz apres           91.00", "91.00"},
		"all of it":             {"Xyz avant          121.00\n                                      Xyz apres            0.00", "0.00"},
		"net and tax once more": {"Xyz avant          100.00\n                                      Xyz apres           21.00", ""},
		"no equation":           {"Xyz avant           20.00\n                                      Xyz apres          100.00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := readText(t, `
Pine & Prow Boats Inc.                           INVOICE
3 Pier Street
Salem, OR 97301                                  Invoice No.     W-1001
                                                 Invoice Date    4 September 2026

Description              Qty     Unit price      Amount
Oar                        1         100.00      100.00

                                      Net amount         100.00
                                      VAT 21%%             21.00
                                      Grand total        121.00
                                      %s`, c.below).Data
			if due := got.Totals.Due.String(); due != c.due && !(c.due == "" && !got.Totals.Due.IsPresent()) || got.Totals.Gross.String() != "121.00" {
				t.Errorf("got due %s of %s, want %q", due, got.Totals.Gross, c.due)
			}
		})
	}
}
