package kind_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/layout/layouttest"
)

func TestTypeOfATitle(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Rechnung": "380", "Invoice": "380", "FACTURE": "380", "Gutschrift": "381", "Credit note": "381", "Sehr geehrte Damen und Herren": "", "Artikel": "",
	} {
		got, ok := kind.TypeOf([]*layout.Page{layouttest.Page("Nord Bau GmbH", title, "Position\tBetrag")})
		if got.Code != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", title, got.Code, ok, want)
		}
	}
}

func TestPaperOfAHeading(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]kind.Paper{
		"Lieferschein": kind.DeliveryNote, "Purchase order": kind.Order, "Angebot": kind.Quote, "Zahlungserinnerung": kind.Reminder,
		"Rechnung": "", "Kontoauszug": kind.BankStatement,
	} {
		in := []*layout.Page{layouttest.Page("Nord Bau GmbH", "", heading, "", "Schrauben\t12,00")}
		if got := kind.PaperOf(in, false); got.Paper != want {
			t.Errorf("%s: %q, want %q", heading, got.Paper, want)
		}
		if got := kind.PaperOf(in, true); got.Paper != "" {
			t.Errorf("%s on a receipt: %q", heading, got.Paper)
		}
	}
}

func TestOnlyInvoicesAndCreditNotesArePaid(t *testing.T) {
	t.Parallel()
	for paper, want := range map[kind.Paper]bool{"": true, kind.CreditNote: true, kind.ProForma: false, kind.Reminder: false, kind.Disclaimed: false} {
		if paper.Payable() != want {
			t.Errorf("%q: %v", paper, !want)
		}
	}
}
