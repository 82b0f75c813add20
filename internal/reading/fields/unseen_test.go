package fields_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// A number beside a date in a column of its own is the invoice's, although a party's heading stands in the same rows.
func TestPlainNumberBesideAParty(t *testing.T) {
	t.Parallel()
	got := readText(t, `
Larch & Lane Boats Ltd                           INVOICE
3 Pier Street
Leeds LS1 4AP

Bill To                                          Reference #   QX-4410
Quiet Bay Cafe                                   Date          4 September 2026
8 Hill Street

Description              Qty     Unit price      Amount
Oar                        1         100.00      100.00
                                      Total     £100.00`).Data
	if got.Number != "QX-4410" || got.Buyer.Name != "Quiet Bay Cafe" {
		t.Errorf("got number %q, buyer %q", got.Number, got.Buyer.Name)
	}
}

// What begins like a date may be an identifier.
func TestNumberThatBeginsLikeADate(t *testing.T) {
	t.Parallel()
	got := readText(t, `
Larch & Lane Boats Ltd                           INVOICE
3 Pier Street
Leeds LS1 4AP                                    Invoice No.   2026-03-11x552
                                                 Date          4 September 2026
To,
Quiet Bay Cafe
8 Hill Street

Oar                        1         100.00      100.00
                                      Total     £100.00`).Data
	if got.Number != "2026-03-11x552" || got.IssueDate.String() != "2026-09-04" || got.Buyer.Name != "Quiet Bay Cafe" {
		t.Errorf("got number %q of %s, buyer %q", got.Number, got.IssueDate, got.Buyer.Name)
	}
}

// Freight between tax and total is a charge: the total is the last one, and its sums agree.
func TestFreightBetweenTaxAndTotal(t *testing.T) {
	t.Parallel()
	got := readText(t, `
Larch & Lane Boats Inc.                          INVOICE
3 Pier Street
Salem, OR 97301                                  Invoice No.   QX-4410
                                                 Date          4 September 2026

Description              Qty     Unit price      Amount
Oar                        2          40.00       80.00

                                      Subtotal   $80.00
                                      Tax (10%%)   $8.00
                                      Freight    $12.50
                                      Total     $100.50`)
	d := got.Data
	if d.Totals.Gross.String() != "100.50" || d.Totals.Tax.String() != "8.00" || d.Totals.Charges.String() != "12.50" || d.Totals.Net.String() != "92.50" {
		t.Errorf("got %+v", d.Totals)
	}
	for _, c := range got.Checks {
		if c.Rule == fields.RuleSums {
			t.Errorf("got %s: %s", c.Rule, c.Message)
		}
	}
}

// An offer over a slip's head is nobody's name.
func TestOfferOverTheShop(t *testing.T) {
	t.Parallel()
	for _, offer := range []string{"GET 15% OFF", "Tell us about today and", "Your next coffee is free"} {
		got := fields.Extract([]pages.Page{roll(`
    `+offer+`
      Larch Lane Diner
        14 MILL ROAD
     OAK TOWN, MN 55000
Receipt 20417   03/14/2026  10:12 AM
Pancakes             8.10
Total                8.10
Cash                 8.10`, 32)}, fields.Options{})[0].Data
		if got.Seller.Name != "Larch Lane Diner" {
			t.Errorf("%s: got %q", offer, got.Seller.Name)
		}
	}
}

// A sign of many currencies means that of the language's country.
func TestSharedSignByLanguage(t *testing.T) {
	t.Parallel()
	got := readText(t, `
Snickeri Lärk AB                                 FAKTURA

                                                 Fakturanummer  4410
                                                 Fakturadatum   2026-09-04

Beskrivning              Antal   À-pris          Belopp
Åra                        1     100,00          100,00
                                 Att betala      100,00 kr`).Data
	if got.Currency != "SEK" {
		t.Errorf("got %q", got.Currency)
	}
}

// The day of payment stands in a sentence, behind the terms, or follows from them.
func TestDueDatesInOtherWords(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"Please pay the full amount until 5 October 2026.": "2026-10-05", "Bitte überweisen Sie den Betrag bis zum 05.10.2026.": "2026-10-05",
		"Le montant sera prélevé le 05/10/2026.": "2026-10-05", "Payment terms: 05.10.2026": "2026-10-05",
		"Bitte überweise alles bis 05.10.2026 auf unser Konto": "2026-10-05", "Payment within 30 days net": "2026-10-04", "Zahlbar innerhalb von 14 Tagen": "2026-09-18", "Paiement à 30 jours": "2026-10-04",
		"Payment within 30 days, end of month": "", "2 % discount when paid within 10 days, 30 days net": "", "We deliver within 14 days": "",
		"Card valid until 5 October 2026": "", "Returns until 5 October 2026.": "", "The paint was mixed on 5 October 2026.": "",
	} {
		got := readText(t, `
Larch & Lane Boats GmbH                          INVOICE
Lindenweg 3
04103 Leipzig                                    Invoice No.   4410
                                                 Invoice date  04.09.2026

Oar                        1         100.00      100.00
                                      Total     €100.00

%s`, said)
		if due := got.Data.DueDate; due.IsZero() != (want == "") || !due.IsZero() && due.String() != want {
			t.Errorf("%s: got %s, want %q", said, due, want)
		}
	}
}

// The day of a deposit among the sums is not the invoice's date, which nothing labels.
func TestDayOfADepositIsNoIssueDate(t *testing.T) {
	t.Parallel()
	got := readText(t, `
                                                        Dorpsweg 10
Timmerwerf De Spaan VOF                                 5401 BC Uden



Mevr. A. Hoekstra
Veenlaan 8
9728 NL Groningen

                                                        01-10-2025

Factuur 2025/0723
Omschrijving             Aantal    Stukprijs            Bedrag
Plank                    2         20,00                40,00
                         Totaal                         € 40,00
                         Voorschot van 10-09-2025       -€ 15,00
                         Nog te betalen                 € 25,00`).Data
	if got.IssueDate.String() != "2025-10-01" {
		t.Errorf("got %s", got.IssueDate)
	}
}

// The last day to pay, in a sentence that no label knows, is not the date of issue.
func TestDayInASentenceIsNoIssueDate(t *testing.T) {
	t.Parallel()
	got := readText(t, `
Talleres Olmedilla S.L.
Calle Larga 4
31001 Pamplona

Factura 2026-117                                        15/02/2026
Concepto                 Cant.     Precio               Importe
Filtro                   2         20,00                40,00
                         Total                          40,00 €
Se ruega abonar antes del 08/03/2026.`).Data
	if got.IssueDate.String() != "2026-02-15" {
		t.Errorf("got %s", got.IssueDate)
	}
}
