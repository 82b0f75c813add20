package search_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/search"
)

// TestWhatPeopleType finds each text by what somebody who looks for it types.
func TestWhatPeopleType(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	for _, noise := range []string{"Ein Angebot über zwölf Stühle und einen Tisch", "Der Vertrag endet zum Jahresende", "Lieferschein 4711"} {
		s.add(t, s.caller, "de", noise)
	}
	for name, c := range map[string]struct {
		language, text string
		questions      []string
	}{
		"stem":           {"de", "Die Rechnungen wurden bezahlt", []string{"Rechnung", "RECHNUNGEN", "bezahlte Rechnung"}},
		"stem, English":  {"en", "We shipped both packages yesterday", []string{"package shipping", "ship"}},
		"stem, Spanish":  {"es", "Las facturas electrónicas, pagadas", []string{"factura pagada", "electronica"}},
		"umlaut":         {"de", "Schlüsseldienst Müller, Gebührenübersicht", []string{"Müller", "Mueller", "muller", "MUELLER", "Gebuehrenuebersicht"}},
		"spelled out":    {"de", "Frau Jaeger aus Giessen", []string{"Jäger", "Jaeger", "Gießen"}},
		"accent":         {"fr", "Prélèvement à l'échéance", []string{"prelevement", "échéance", "echeance"}},
		"language":       {"", "Zahlungserinnerung Größenordnung", []string{"zahlungserinnerung", "Groessenordnung", "grossenordnung"}},
		"list, German":   {"", "Kugelhahn; Flansche; 12", []string{"Kugelhähne", "Flansch"}},
		"line, French":   {"", "Virement avant vendredi", []string{"virements", "vendredis"}},
		"names, English": {"", "Bearings, Pulleys", []string{"bearing", "pulley"}},
		"substring":      {"de", "Umsatzsteuervoranmeldung für das Quartal", []string{"steuervor", "voranmeldung", "Umsatzsteuer"}},
		"compound":       {"de", "Ein E-Mail-Verteiler", []string{"email", "e-mail", "E-Mail-Verteiler", "emailverteiler"}},
		"invoice number": {"de", "Beleg RE-2031/0017", []string{"RE-2031/0017", "re20310017", "RE 2031 0017", "2031-0017", "20310017"}},
		"spaced number":  {"de", "Beleg GS 8812 4455", []string{"GS 8812 4455", "gs88124455", "GS-8812-4455", "8124455"}},
		"IBAN":           {"de", "Konto DE02 1203 0000 0000 2020 51 bei der Bank", []string{"DE02120300000000202051", "de02 1203 0000 0000 2020 51", "DE02-1203-0000-0000-2020-51", "0000202051"}},
		"IBAN as one":    {"de", "Konto FR1420041010050500013M02606", []string{"FR14 2004 1010 0505 0001 3M02 606", "fr1420041010050500013m02606", "0500013M026"}},
		"VAT id":         {"de", "USt-IdNr. DE 136 695 976", []string{"DE136695976", "de 136695976", "DE 136 695 976", "136695976"}},
		"VAT id, Swiss":  {"de", "CHE-116.281.710 MWST", []string{"CHE116281710", "CHE-116.281.710", "116281710"}},
		"amount":         {"de", "Summe 7.654,30 EUR", []string{"7654.30", "7.654,30", "7,654.30", "7 654,30"}},
		"date":           {"de", "Fällig am 17.08.2029", []string{"17.08.2029", "17082029"}},
		"heading script": {"", "東京都港区の請求書", []string{"請求書", "港区"}},
	} {
		want := s.add(t, s.caller, c.language, c.text)
		for _, q := range c.questions {
			got := s.documents(t, s.caller, search.Query{Text: q, Mode: search.ModeText, Limit: 3})
			if len(got) == 0 || got[0] != want {
				t.Errorf("%s: %q finds %d, not it first (place %d)", name, q, len(got), slices.Index(got, want))
			}
		}
	}
	if got := s.documents(t, s.caller, search.Query{Text: "und der die", Mode: search.ModeText}); len(got) != 0 {
		t.Errorf("words that say nothing find %d", len(got))
	}
	if got := s.documents(t, s.newCaller(t), search.Query{Text: "Rechnung", Mode: search.ModeText}); !slices.Equal(got, []uuid.UUID(nil)) {
		t.Errorf("another workspace finds %v", got)
	}
}
