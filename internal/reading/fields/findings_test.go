package fields_test

import (
	"slices"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

func rulesOf(page pages.Page) []string {
	var rules []string
	for _, f := range fields.Extract([]pages.Page{page}, fields.Options{})[0].Checks {
		rules = append(rules, f.Rule)
	}
	return rules
}

func TestReportsWhatReadingDoubts(t *testing.T) {
	t.Parallel()
	if got := rulesOf(newSheet(1).text("Hello world").page); !slices.Contains(got, "DOCKET-READ-01") {
		t.Errorf("an empty page: got %v", got)
	}
	broken := newSheet(1).text(`Holzwerk Sonnenau GmbH
Rechnungsnummer: R-100
Rechnungsdatum: 04.03.2025
Nettobetrag: 100,00 EUR
Mehrwertsteuer: 19,00 EUR
Gesamtbetrag: 129,00 EUR`).page
	if got := rulesOf(broken); !slices.Contains(got, "DOCKET-READ-03") {
		t.Errorf("sums that do not add up: got %v", got)
	}
	if got := rulesOf(newSheet(1).text(firstBill).page); slices.Contains(got, "DOCKET-READ-01") {
		t.Errorf("a whole invoice: got %v", got)
	}
}

func TestConfidenceGrowsWithTheScore(t *testing.T) {
	t.Parallel()
	inv := fields.Extract([]pages.Page{newSheet(1).text(firstBill).page}, fields.Options{})[0]
	for _, e := range inv.Evidence {
		if e.Pointer == "/number" && (e.Confidence < 0.9 || e.Text != "R-100") {
			t.Errorf("number: %+v", e)
		}
	}
}
