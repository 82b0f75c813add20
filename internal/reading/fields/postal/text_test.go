package postal_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/postal"
)

func TestPlaceOf(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]postal.Place{
		"34117 Kassel": {Code: "34117", City: "Kassel"}, "D-28195 Bremen": {Country: "D", Code: "28195", City: "Bremen"},
		"3511 AB Utrecht": {Code: "3511 AB", City: "Utrecht"}, "753 20 Uppsala": {Code: "753 20", City: "Uppsala"},
		"4050-123 Porto": {Code: "4050-123", City: "Porto"}, "Leeds LS1 4AP": {Country: "GB", Code: "LS1 4AP", City: "Leeds"},
		"LS1 4AP": {Country: "GB", Code: "LS1 4AP"}, "Springfield, IL 62704": {Code: "62704", City: "Springfield"},
		"Coober Bay SA 5690": {Country: "AU", Code: "5690", City: "Coober Bay"}, "Wattle Flat, NSW 2795": {Country: "AU", Code: "2795", City: "Wattle Flat"},
		"14 rue des Tilleuls, 69002 Lyon": {Code: "69002", City: "Lyon"},
	} {
		got, ok := postal.PlaceOf(line)
		if !ok || got != want {
			t.Errorf("%q: got %+v %v, want %+v", line, got, ok, want)
		}
	}
	for _, line := range []string{"12,50 EUR", "Rechnung 4711", "3. Mai 2024", "Kassel", ""} {
		if got, ok := postal.PlaceOf(line); ok {
			t.Errorf("%q: got %+v", line, got)
		}
	}
}

func TestIsStreet(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"Lindenweg 14": true, "14 Mill Lane": true, "3 quai du Port": true, "Calle Tilos 14": true, "Hamngatan 3": true,
		"Holzwerk Sonnenau GmbH": false, "34117": false,
	} {
		if got := postal.IsStreet(line); got != want {
			t.Errorf("%q: got %v", line, got)
		}
	}
}

func TestHasLegalForm(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"Holzwerk Sonnenau GmbH": true, "Tannegg Bau AG & Co. KG": true, "Harrow Joinery Ltd.": true, "Valbrune SARL": true,
		"Valbrune SA": true, "Coober Bay SA 5690": false, "Lindenweg 14": false, "GmbH": false, "Vielen Dank": false,
	} {
		if got := postal.HasLegalForm(line); got != want {
			t.Errorf("%q: got %v", line, got)
		}
	}
}
