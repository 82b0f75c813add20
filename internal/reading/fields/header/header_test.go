package header_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/header"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/layout/layouttest"
)

func read(rows ...string) header.Result {
	return header.Read(header.Input{Set: candidates.Find([]*layout.Page{layouttest.Page(rows...)})})
}

func TestHeaderOfAPage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                            string
		rows                            []string
		number, issued, due, code, curr string
	}{
		{"German", []string{"Rechnung", "Rechnungsnummer: RG-2207", "Rechnungsdatum: 02.03.2026", "Fällig am: 01.04.2026", "Gesamtbetrag\t\t12,00 EUR"},
			"RG-2207", "2026-03-02", "2026-04-01", "380", "EUR"},
		{"English", []string{"Credit note", "Credit note no.: CN 118", "Date: 2 March 2026", "Total\t\tGBP 12.00"}, "CN 118", "2026-03-02", "", "381", "GBP"},
		{"French", []string{"Facture", "Facture n° : F-77", "Date de facture : 02/03/2026", "Total TTC\t\t12,00 €"}, "F-77", "2026-03-02", "", "380", "EUR"},
		{"nothing", []string{"Guten Tag"}, "", "", "", "380", ""},
	} {
		got := read(c.rows...)
		due := ""
		if !got.DueDate.IsZero() {
			due = got.DueDate.String()
		}
		issued := ""
		if !got.IssueDate.IsZero() {
			issued = got.IssueDate.String()
		}
		if got.Number != c.number || issued != c.issued || due != c.due || got.TypeCode != c.code || got.Currency != c.curr {
			t.Errorf("%s: number %q, issued %q, due %q, type %q, currency %q", c.name, got.Number, issued, due, got.TypeCode, got.Currency)
		}
	}
}

func TestTermsOfPaymentInDays(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"Payable within 30 days": 30, "Zahlbar innerhalb von 14 Tagen": 14, "Terms: net 45": 45,
		"Zahlbar in 10 Tagen mit 2 % Skonto": 0, "Payable 30 days end of month": 0, "Delivery within 30 days": 0,
	} {
		got, ok := header.TermDays([]*layout.Page{layouttest.Page(text)})
		if !ok {
			got = 0
		}
		if got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
	if days, ok := header.TermDays([]*layout.Page{layouttest.Page("Payable within 30 days", "Payable within 14 days")}); ok {
		t.Errorf("of two terms %d was taken", days)
	}
}
