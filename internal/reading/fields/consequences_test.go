package fields_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

const domestic = `Waldner Möbel GmbH
Hafenstrasse 12
24103 Kiel
USt-IdNr. DE136695976

Gasthaus Linde e.K.
Hauptstraße 9
04109 Leipzig

Rechnung Nr. 2026-17
Datum: 03.03.2026

Pos  Beschreibung             Menge    Einzelpreis      Betrag
1    Tisch, Eiche geölt           1         150,00      150,00
2    Stuhl mit Armlehne           1          50,00       50,00

                                   Nettobetrag     200,00 €
                                     19 % USt.      38,00 €
                                  Gesamtbetrag     238,00 €

IBAN DE68 2105 0170 0012 3456 78`

// Domestic invoices say their rate once, and neither the country nor that an account is for a transfer.
func TestWhatPaperLeavesUnsaid(t *testing.T) {
	t.Parallel()
	got := fields.Extract([]pages.Page{newSheet(1).text(domestic).page}, fields.Options{})[0]
	if len(got.Data.Lines) != 2 {
		t.Fatalf("got %d lines", len(got.Data.Lines))
	}
	for what, is := range map[string][2]string{
		"/lines/1/tax_rate":       {got.Data.Lines[1].TaxRate.String(), "19"},
		"/lines/1/tax_category":   {got.Data.Lines[1].TaxCategory, "S"},
		"/totals/line_net":        {got.Data.Totals.LineNet.String(), "200.00"},
		"/seller/address/country": {got.Data.Seller.Address.Country, "DE"},
		"/payment/means_code":     {got.Data.Payment.MeansCode, "30"},
	} {
		if is[0] != is[1] || !computed(got.Evidence, what) {
			t.Errorf("%s: got %q, want %q, computed", what, is[0], is[1])
		}
	}
	if a := got.Data.Buyer.Address; a == nil || a.Country != "" {
		t.Errorf("buyer: got %+v, want an address without a country: nothing tells it", a)
	}
}

func TestADirectDebitIsNoTransfer(t *testing.T) {
	t.Parallel()
	page := newSheet(1).text(domestic + "\nMandatsreferenz: M-2026-4").page
	if pay := fields.Extract([]pages.Page{page}, fields.Options{})[0].Data.Payment; pay != nil && pay.MeansCode != "" {
		t.Errorf("got means code %s", pay.MeansCode)
	}
}

func computed(all []evidence.Evidence, pointer string) bool {
	for _, e := range all {
		if e.Pointer == pointer {
			return e.Source == evidence.FromComputed
		}
	}
	return false
}
