package fields_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// An identifier as its own country prints it gets the prefix that BT-31 wants; the check digits say that it is one.
func TestVATIdentifiersWithoutTheirCountry(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ page, want string }{
		"grouped": {want: "GB123456727", page: `
Marlow Instruments Ltd              INVOICE
12 Quay Street
Bristol BS1 4QA
VAT Reg No 123 4567 27
Invoice No. 4711
Date 3 March 2026
Total due  £120.00`},
		"national": {want: "PT512345678", page: `
Cerâmica do Vale Lda
Rua do Forno 8
4000-322 Porto
NIF: 512345678
Fatura n.º 2026/17
Data 03/03/2026
Total a pagar  120,00 EUR`},
		"register": {want: "NO923456783MVA", page: `
Fjelltopp Verktøy AS
Storgata 5
5003 Bergen
Org.nr. 923 456 783 MVA
Faktura nr. 88
Fakturadato 03.03.2026
Å betale  NOK 120,00`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := fields.Extract([]pages.Page{newSheet(1).text(c.page).page}, fields.Options{})[0]
			if got.Data.Seller.VATID != c.want {
				t.Errorf("got %q, want %q", got.Data.Seller.VATID, c.want)
			}
		})
	}
}

// The buyer's number stands before the seller's on many letters: the order must not decide.
func TestBothPartiesVATIdentifiers(t *testing.T) {
	t.Parallel()
	got := fields.Extract([]pages.Page{newSheet(1).text(twoRates).page}, fields.Options{})[0]
	if s, b := got.Data.Seller.VATID, got.Data.Buyer.VATID; s != "DE711904339" || b != "DE136695976" {
		t.Errorf("seller %q, buyer %q", s, b)
	}
}

// Taxes that are printed without their bases get them from the lines, when everything adds up.
func TestTaxesWithoutBases(t *testing.T) {
	t.Parallel()
	got := fields.Extract([]pages.Page{newSheet(1).text(twoRates).page}, fields.Options{})[0].Data
	if got.Totals.Tax.String() != "26.00" || len(got.Taxes) != 2 {
		t.Fatalf("tax %s, breakdown %v", got.Totals.Tax, got.Taxes)
	}
	for i, want := range [][3]string{{"19", "100", "19.00"}, {"7", "100", "7.00"}} {
		if x := got.Taxes[i]; x.Rate.String() != want[0] || !x.Base.Value().Equal(mustDecimal(want[1])) || x.Amount.String() != want[2] {
			t.Errorf("row %d: rate %s, base %s, amount %s", i, x.Rate, x.Base, x.Amount)
		}
	}
}

const twoRates = `
Sägewerk Tannhof GmbH · Talweg 4 · 24103 Kiel

Gasthaus Linde e.K.                              Rechnungsnummer:   2026-0815
Hauptstraße 9                                    Datum:             03.03.2026
04109 Leipzig                                    Kundennummer:      10044
USt-IdNr.: DE136695976

Rechnung

Pos.   Bezeichnung                      Menge     Einzelpreis    USt.      Gesamtpreis
1      Brennholz Buche                      2           50,00    7 %            100,00
2      Anlieferung                          1          100,00    19 %           100,00

                                                  Summe netto                  200,00 €
                                                  zzgl. 19 % USt.               19,00 €
                                                  zzgl. 7 % USt.                 7,00 €
                                                  Gesamtbetrag                 226,00 €

Sägewerk Tannhof GmbH          Tel. 0431 123456           IBAN: DE89 3704 0044 0532 0130 00
Talweg 4                       USt-IdNr.: DE711904339
24103 Kiel`

func mustDecimal(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// Goods may be called like a way to pay, companies may end like streets, and a deposit is no tax.
func TestWordsThatMeanSomethingElse(t *testing.T) {
	t.Parallel()
	got := fields.Extract([]pages.Page{newSheet(1).text(`
Harper Engineering                                                       INVOICE
7 Mill Lane
Leeds LS1 4AP

Invoice to:
Brightwell Catering
19 Mill Lane
Leeds LS2 7QQ

Invoice number: 2026-77
Date: 3 March 2026

Description              Qty        Unit price        Amount
Card holder, cash box      2             50.00        100.00
Visa leaflet               1            100.00        100.00

                                     Goods total      200.00
                                        Discount      -20.00
                                        Subtotal      180.00
                                         VAT 20%       36.00
                                           Total      216.00 GBP
                                    Deposit paid      -66.00
                                     Balance due      150.00`).page}, fields.Options{})[0].Data
	for what, is := range map[string][2]string{
		"seller": {got.Seller.Name, "Harper Engineering"}, "buyer": {got.Buyer.Name, "Brightwell Catering"},
		"net": {got.Totals.Net.String(), "180.00"}, "tax": {got.Totals.Tax.String(), "36.00"}, "gross": {got.Totals.Gross.String(), "216.00"},
	} {
		if is[0] != is[1] {
			t.Errorf("%s: got %q, want %q", what, is[0], is[1])
		}
	}
}

// A sender's line holds name, street and place.
func TestAddressInOneLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][4]string{
		"Waldner Möbel GmbH · Hafenstrasse 12 · 24103 Kiel":           {"Hafenstrasse 12", "24103", "Kiel", ""},
		"Waldner Möbel GmbH • Hafenstrasse 12 • 24103 Kiel • Germany": {"Hafenstrasse 12", "24103", "Kiel", "DE"},
		"Waldner Möbel GmbH, Hafenstrasse 12, 24103 Kiel":             {"Hafenstrasse 12", "24103", "Kiel", ""},
	} {
		page := line + "\n\nGasthaus Linde e.K.\nHauptstraße 9\n04109 Leipzig\n\nRechnung Nr. 2026-1\nDatum: 03.03.2026\nGesamtbetrag  226,00 €"
		got := fields.Extract([]pages.Page{newSheet(1).text(page).page}, fields.Options{})[0].Data.Seller.Address
		if got == nil || [4]string{got.Line1, got.PostalCode, got.City, got.Country} != want {
			t.Errorf("%s: got %+v", line, got)
		}
	}
}

// Sums that stand side by side under their heads are no item, though a head names a rate.
func TestSumsInColumns(t *testing.T) {
	t.Parallel()
	got := fields.Extract([]pages.Page{newSheet(1).text(`
Ahornhof Möbel GmbH                                Rechnung Nr. 5512
Werkweg 9                                          Datum 04.05.2026
34117 Kassel
USt-IdNr. DE136695976

Bezeichnung                          Menge       Einzelpreis      Betrag
Hocker Buche                             4             30,00      120,00
Regal Kiefer                             1             80,00       80,00

                  Netto              MwSt. 19%          Gesamtbetrag
                 200,00                  38,00                238,00`).page}, fields.Options{})[0].Data
	if len(got.Lines) != 2 || got.Totals.Net.String() != "200.00" || got.Totals.Tax.String() != "38.00" || got.Totals.Gross.String() != "238.00" {
		t.Errorf("%d lines, totals %+v", len(got.Lines), got.Totals)
	}
}

// Whose an identifier is may be said by a word beside its label, wherever it stands.
func TestBuyersIdentifierAmongTheSellersData(t *testing.T) {
	t.Parallel()
	for _, label := range []string{"P.IVA cliente: IT00743110157", "Asiakkaan ALV-numero: FI20774740", "Jeres CVR-nr.: DK13585628", "Deres org.nr.: NO 923 456 783 MVA"} {
		got := fields.Extract([]pages.Page{newSheet(1).text(`
Alder & Birch Ltd                                  Invoice no. 5512
9 Mill Lane                                        Date 4 May 2026
Leeds LS1 4AP                                      ` + label + `
VAT no. GB123456727

Bill to
Nordhavn Trading
Havnegade 3
5000 Odense

Total due                                          200.00 EUR`).page}, fields.Options{})[0].Data
		_, want, _ := strings.Cut(label, ": ")
		if want = strings.ReplaceAll(want, " ", ""); got.Buyer.VATID != want || got.Seller.VATID != "GB123456727" {
			t.Errorf("%s: seller %q, buyer %q", label, got.Seller.VATID, got.Buyer.VATID)
		}
	}
}

// An amount behind its currency's code is no identifier, and what can be carried over can be sold.
func TestAmountsAndGoodsThatLookLikeOtherThings(t *testing.T) {
	t.Parallel()
	got := fields.Extract([]pages.Page{newSheet(1).text(`
Alder & Birch Ltd                                  Invoice no. 5512
9 Mill Lane                                        Date 4 May 2026
Leeds LS1 4AP
Descrição                      Quantidade     Preço unitário      Total
Transporte                              3          1000.00      3000.00
Serviço de montagem                     2          5444.75     10889.50

                                          Total net          GBP 13889.50
                                          VAT 20%             GBP 2777.90
                                          Invoice total      GBP 16667.40`).page}, fields.Options{})[0].Data
	if len(got.Lines) != 2 || got.Totals.Net.String() != "13889.50" || got.Totals.Gross.String() != "16667.40" || got.Seller.VATID != "" {
		t.Errorf("%d lines, totals %+v, VAT identifier %q", len(got.Lines), got.Totals, got.Seller.VATID)
	}
}
