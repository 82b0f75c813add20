package payment_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/layout/layouttest"
	"github.com/docketapi/docket/internal/reading/fields/payment"
)

func read(rows ...string) payment.Result {
	return payment.Read(payment.Input{
		Set:     candidates.Find([]*layout.Page{layouttest.Page(rows...)}),
		OfBuyer: func(*layout.Segment) bool { return false },
	})
}

func TestAccountsToPayTo(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]string{
		"IBAN: DE02 1203 0000 0000 2020 51": "DE02120300000000202051",
		"IBAN NL91ABNA0417164300":           "NL91ABNA0417164300",
		"Kundennummer: 1203 0000 2020":      "",
	} {
		got := read("Rechnung", row)
		var ibans []string
		for _, a := range got.Accounts {
			ibans = append(ibans, a.IBAN)
		}
		if strings.Join(ibans, " ") != want {
			t.Errorf("%s: %v, want %s", row, ibans, want)
		}
		if (got.Data() == nil) != (want == "") {
			t.Errorf("%s: %+v", row, got.Data())
		}
	}
}

func TestReferenceAndTerms(t *testing.T) {
	t.Parallel()
	got := read("IBAN: NL91ABNA0417164300", "Verwendungszweck: RG-2207/41", "Zahlungsbedingungen: sofort nach Erhalt")
	if got.Reference != "RG-2207/41" || got.Terms != "sofort nach Erhalt" {
		t.Errorf("reference %q, terms %q", got.Reference, got.Terms)
	}
}

func TestAnAccountWhoseDigitsDoNotHoldIsDoubted(t *testing.T) {
	t.Parallel()
	sure := func(iban string) float64 {
		for _, e := range read("Rechnung", "IBAN: "+iban).Proofs {
			if e.Pointer == "/payment/accounts/0/iban" {
				return e.Confidence
			}
		}
		return 0
	}
	if right, wrong := sure("DE02 1203 0000 0000 2020 51"), sure("DE03 1203 0000 0000 2020 51"); right < 0.9 || wrong > 0.5 {
		t.Errorf("confidence %.2f where they hold, %.2f where not", right, wrong)
	}
}
