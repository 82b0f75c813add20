package display

import (
	"maps"
	"slices"
	"testing"

	"github.com/docketapi/docket/en16931"
)

func TestAllLanguagesHaveAllWords(t *testing.T) {
	t.Parallel()
	want := slices.Sorted(maps.Keys(words()[English]))
	for _, lang := range []Language{German, French} {
		if got := slices.Sorted(maps.Keys(words()[lang])); !slices.Equal(got, want) {
			t.Errorf("%s has the words %v, want %v", lang, got, want)
		}
	}
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	t.Parallel()
	w := writer{inv: &en16931.Invoice{}, lang: German}
	for in, want := range map[string]string{"0": "0", "-0.50": "-0,50", "999": "999", "1000": "1.000", "-1234567.8900": "-1.234.567,8900"} {
		if got := w.number(en16931.MustDecimal(in)); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

func TestAnEmptyInvoiceHasNoSections(t *testing.T) {
	t.Parallel()
	if s := Of(&en16931.Invoice{}, French); len(s.Sections) > 0 || s.Title != "Facture" {
		t.Errorf("the sheet is %+v", s)
	}
}
