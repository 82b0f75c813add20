package lang_test

import (
	"testing"

	"github.com/docketapi/docket/internal/lang"
)

func TestKey(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"N° de Facture :": "nodefacture", "Größe": "grosse", "Å betale": "abetale", "№ 5": "no5", "USt-IdNr.": "ustidnr",
		"Ημερομηνία": "ημερομηνια", "ΑΡΙΘΜΌΣ": "αριθμοσ", "Αριθμός": "αριθμοσ", "Đặt": "dat", "バス": "バス", "합계": "합계", "1º %": "1o%",
	} {
		if got := lang.Key(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Straße, München": "strasse, munchen", "Łódź": "lodz", "Øre": "ore", "cœur": "coeur", "e\u0301te\u0301": "ete", "A-1 b": "a-1 b", "": "",
	} {
		if got := lang.Fold(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
