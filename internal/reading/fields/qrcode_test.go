package fields_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

func TestPaymentCodeBeatsTheText(t *testing.T) {
	t.Parallel()
	page := newSheet(1).text(`Holzwerk Sonnenau GmbH
Lindenweg 14
34117 Kassel

Rechnung Nr. 4711 vom 04.03.2025

Nettobetrag      100,00 EUR
MwSt 19 %         19,00 EUR
Gesamtbetrag     119,00 EUR

IBAN DE89 3704 0044 0532 0130 01`).page
	code := "BCD\n002\n1\nSCT\n\nHolzwerk Sonnenau GmbH\nDE89370400440532013000\nEUR119.00\n\n\n4711"
	got := fields.Extract([]pages.Page{page}, fields.Options{QR: map[int][]fields.QRCode{1: {{Text: code, Box: pages.Box{X0: .7, Y0: .8, X1: .9, Y1: .95}}}}})[0]
	if got.Data.Payment == nil || got.Data.Payment.Accounts[0].IBAN != "DE89370400440532013000" {
		t.Fatalf("payment: got %+v", got.Data.Payment)
	}
	for _, e := range got.Evidence {
		if e.Pointer == "/payment/accounts/0/iban" && (e.Source != evidence.FromQR || e.Box[0] != .7) {
			t.Errorf("evidence: got %+v", e)
		}
	}
	if got.Data.Totals.Due.String() != "119.00" || got.Data.Totals.Gross.String() != "119.00" {
		t.Errorf("totals: got %+v", got.Data.Totals)
	}
}
