package fields_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// paperOf is the finding that a sheet is no invoice, with what was read.
func paperOf(text string) (en16931.Finding, en16931.Invoice) {
	inv := fields.Extract([]pages.Page{newSheet(1).text(text).page}, fields.Options{})[0]
	for _, f := range inv.Checks {
		if f.Rule == fields.RulePaper {
			return f, inv.Data
		}
	}
	return en16931.Finding{}, inv.Data
}

// letter is a paper with a heading: rows that have amounts and a total.
func letter(heading, rows string) string {
	return `Holzwerk Sonnenau GmbH
Mühlgasse 5
90402 Nürnberg

` + heading + `

` + rows + `
Total                                       246,00 EUR`
}

const goods = `Oak board                2        60,00      120,00
Ash board                2        63,00      126,00`

// Every heading of every language's data is told, and its type code is never an invoice's.
func TestHeadingsOfPapers(t *testing.T) {
	t.Parallel()
	type data struct {
		Titles              map[string][]string `json:"titles"`
		Disclaimers, Unpaid []string
	}
	for _, f := range lang.ReadJSON[data]("papers.json") {
		for paper, titles := range f.Data.Titles {
			for _, title := range titles {
				got, inv := paperOf(letter(title, goods))
				want := paper
				if paper == "credit_note" {
					want = ""
				}
				if got.Actual != want {
					t.Errorf("%s: %q is read as %q, want %q", f.Language, title, got.Actual, want)
				}
				code := map[string]string{"pro_forma": "325", "credit_note": "381"}[paper]
				if inv.TypeCode != code {
					t.Errorf("%s: %q has the type %q", f.Language, title, inv.TypeCode)
				}
			}
		}
	}
}

func TestReminderNamesItsInvoices(t *testing.T) {
	t.Parallel()
	got, inv := paperOf(letter("2. Mahnung", `Rechnungsnr.      Datum          Betrag
RE-2025-101       03.02.2025     120,00
RE-2025-102       04.02.2025     126,00`))
	var numbers []string
	for _, p := range inv.PrecedingInvoices {
		numbers = append(numbers, p.Number)
	}
	if !slices.Equal(numbers, []string{"RE-2025-101", "RE-2025-102"}) || !strings.Contains(got.Message, "RE-2025-101, RE-2025-102") {
		t.Errorf("invoices %v, %q", numbers, got.Message)
	}
	if inv.Number != "" {
		t.Errorf("the reminder has the number %q of its invoice", inv.Number)
	}
}

func TestPapersWithoutHeading(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Invoice INV-311 - second reminder":                               "reminder",
		"Leider konnten wir noch keinen Zahlungseingang feststellen.":     "reminder",
		"Sauf erreur ou omission de notre part, elle demeure impayée.":    "reminder",
		"This is not an invoice.":                                         "disclaimed",
		"Bestellung\nDies ist keine Rechnung, sondern unsere Bestellung.": "order",
		"Facture proforma\nCe document n'est pas une facture.":            "pro_forma",
	} {
		if got, _ := paperOf(letter(text, goods)); got.Actual != want {
			t.Errorf("%q: got %q, want %q", text, got.Actual, want)
		}
	}
}

// A heading that goes on in the next line is read as one.
func TestHeadingInTwoLines(t *testing.T) {
	t.Parallel()
	if got, inv := paperOf(letter("FACTURE PRO\nFORMA", goods)); got.Actual != "pro_forma" || inv.TypeCode != "325" {
		t.Errorf("got %q of type %q", got.Actual, inv.TypeCode)
	}
}

// An invoice that names other papers stays one.
func TestInvoicesThatMentionOtherPapers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		letter("Invoice", "Invoice no.         K25-0417\nDelivery note no.   LS-883\nOrder confirmation  AB-1201\nPurchase order      PO-88\n"+goods),
		letter("Rechnungsnummer     K25-0417\nLieferschein        LS-883\nAuftragsbestätigung AB-1201", goods+"\nGemäß Angebot Nr. 12 und Vertrag."),
		letter("Delivery note / Invoice", "Invoice no.  K25-0417\n"+goods),
		letter("Facture n° F-12\nDevis  Q-12\nBon de commande  PO-88", goods),
		letter("INVOICE\nAs per quotation 12", "Invoice number   Delivery note   Contract   Order\nK25-0417         LS-883          C-4        PO-8\n"+goods),
	} {
		if got, inv := paperOf(text); got.Rule != "" || inv.TypeCode != "380" {
			t.Errorf("%q: %s, type %s", text[60:110], got.Message, inv.TypeCode)
		}
	}
}
