package locale_test

import (
	"testing"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

func has(ls []locale.Label, r locale.Role, lang string) bool {
	for _, l := range ls {
		if l.Role == r && l.Lang == lang {
			return true
		}
	}
	return false
}

func TestEveryLanguageNamesTheFieldsOfAnInvoice(t *testing.T) {
	t.Parallel()
	d := locale.Default()
	for code, labels := range map[string]map[string]locale.Role{
		"de": {"Rechnungs-Nr.": locale.Number, "Fällig am": locale.DueDate, "zzgl. MwSt.": locale.Tax},
		"en": {"Invoice No.": locale.Number, "Amount due": locale.Due, "VAT Reg No": locale.VATID},
		"fr": {"N° de facture": locale.Number, "Net à payer": locale.Due, "Total HT": locale.Net},
		"nl": {"Factuurnummer": locale.Number, "Vervaldatum": locale.DueDate},
		"it": {"Numero fattura": locale.Number, "Imponibile": locale.Net},
		"es": {"Número de factura": locale.Number, "Base imponible": locale.Net},
		"pt": {"Fatura n.º": locale.Number, "Total a pagar": locale.Due},
		"da": {"Fakturanummer": locale.Number, "Moms": locale.Tax}, "sv": {"Fakturadatum": locale.IssueDate, "Att betala": locale.Due},
		"nb": {"Forfallsdato": locale.DueDate, "Sum inkl. mva": locale.Gross}, "fi": {"Eräpäivä": locale.DueDate, "Veroton yhteensä": locale.Net},
	} {
		for text, role := range labels {
			if !has(d.Labels(lang.Key(text)), role, code) {
				t.Errorf("%s: %q is no %s", code, text, role)
			}
		}
	}
}

func TestNearLabelsBearOneWrongLetter(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"lnvoice Number", "Invoice Numbe", "Invoice Numbber"} {
		if !has(locale.Default().NearLabels(lang.Key(text)), locale.Number, "en") {
			t.Errorf("%q is not near", text)
		}
	}
	if got := locale.Default().NearLabels(lang.Key("Completely else")); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestTaxWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]locale.Role{" incl. 19 % ": locale.Gross, " excl. ": locale.Net, " (hors ": locale.Net, " 19 % ": ""} {
		if got := locale.Default().TaxWord(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestDetectorDecidesTheLocale(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, country, currency string
		lang                    string
		decimal                 byte
		order                   locale.DateOrder
	}{
		{"Bitte überweisen Sie den Betrag von 1.250,00 für die Lieferung", "", "", "de", ',', locale.DayFirst},
		{"Please pay the amount of 1,250.00 for the goods", "US", "USD", "en", '.', locale.MonthFirst},
		{"Please pay the amount of 1,250.00 for the goods", "GB", "GBP", "en", '.', locale.DayFirst},
		{"Merci de régler le montant de la facture", "", "", "fr", ',', locale.DayFirst},
	} {
		e := locale.NewDetector()
		e.AddText(c.text)
		got := e.Decide(c.country, c.currency)
		if got.Language != c.lang || got.Numbers.Decimal != c.decimal || got.Dates != c.order {
			t.Errorf("%q: got %+v", c.text, got)
		}
	}
}

func TestADateAboveTwelveDecidesTheOrder(t *testing.T) {
	t.Parallel()
	e := locale.NewDetector()
	e.AddText("Please pay for the goods")
	proof, _ := locale.ParseDate("04/25/2024", locale.DayFirst)
	e.AddDate(proof)
	if got := e.Decide("GB", "GBP"); got.Dates != locale.MonthFirst {
		t.Errorf("got %v", got.Dates)
	}
}

// A word of a language is read right, however near to a label it is.
func TestWordsAreNoMisreadLabels(t *testing.T) {
	t.Parallel()
	if got := locale.Default().NearLabels("documento"); got != nil {
		t.Errorf("documento is taken for %v", got)
	}
	if got := locale.Default().NearLabels("rechnungsmummer"); len(got) == 0 || got[0].Role != locale.Number {
		t.Errorf("rechnungsmummer is taken for %v", got)
	}
}
