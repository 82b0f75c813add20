package qrbill_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/qrbill"
)

const giro = "BCD\n002\n1\nSCT\nBELADEBEXXX\nHolzwerk Sonnenau GmbH\nDE89370400440532013000\nEUR1487.50\n\n\nRechnung 2025-0815"

func swiss() string {
	l := make([]string, 32)
	for i, s := range map[int]string{
		0: "SPC", 1: "0200", 2: "1", 3: "CH93 0076 2011 6238 5295 7", 5: "Schreinerei Tannegg AG", 18: "211.35", 19: "CHF",
		21: "Kaffee Kanne GmbH", 27: "NON", 29: "Danke", 30: "EPD", 31: "//S1/10/R-77/11/250304/20/12",
	} {
		l[i] = s
	}
	return strings.Join(l, "\r\n")
}

func TestParseReadsBothKinds(t *testing.T) {
	t.Parallel()
	p, ok := qrbill.Parse(giro)
	if !ok || p.IBAN != "DE89370400440532013000" || p.Amount.String() != "1487.50" || p.Currency != "EUR" || p.BIC != "BELADEBEXXX" || p.Text != "Rechnung 2025-0815" {
		t.Errorf("EPC: got %+v, %v", p, ok)
	}
	p, ok = qrbill.Parse(swiss())
	if !ok || p.IBAN != "CH9300762011623852957" || p.Amount.String() != "211.35" || p.Currency != "CHF" || p.Number != "R-77" || p.Date.String() != "2025-03-04" || p.Debtor != "Kaffee Kanne GmbH" {
		t.Errorf("Swiss: got %+v, %v", p, ok)
	}
}

func TestParseRefusesOtherCodes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "BCD", "https://example.org/", strings.Replace(giro, "DE89", "DE88", 1), strings.Repeat("SPC\n", 2000)} {
		if p, ok := qrbill.Parse(text); ok {
			t.Errorf("%.20q read as %+v", text, p)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(giro)
	f.Add(swiss())
	f.Fuzz(func(t *testing.T, text string) {
		if p, ok := qrbill.Parse(text); ok && p.IBAN == "" {
			t.Error("a payment without an account")
		}
	})
}
