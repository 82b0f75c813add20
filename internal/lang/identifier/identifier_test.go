package identifier_test

import (
	"testing"

	"github.com/docketapi/docket/internal/lang/identifier"
)

func TestValidIBAN(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"DE89370400440532013000": true, "GB29NWBK60161331926819": true, "CH9300762011623852957": true, "NO9386011117947": true,
		"DE89370400440532013001": false, "DE8937040044053201300": false, "XX89370400440532013000": false, "": false, "DE": false,
	} {
		if got := identifier.ValidIBAN(s); got != want {
			t.Errorf("%s: got %v", s, got)
		}
	}
}

func TestRepairIBANMendsOneKindOfError(t *testing.T) {
	t.Parallel()
	const right = "DE89370400440532013000"
	for _, s := range []string{"DE893704OO44O532O13OOO", "DE8937040044053201300", "DE89370400440S32013000", "DEB9370400440532013000", "DE8937040440532013000"} {
		if got, ok := identifier.RepairIBAN(s); !ok || got != right {
			t.Errorf("%s: got %s %v", s, got, ok)
		}
	}
	for _, s := range []string{right, "DE89370400440532013999", "DE12", ""} {
		if got, ok := identifier.RepairIBAN(s); ok {
			t.Errorf("%s: made %s of it", s, got)
		}
	}
}

func TestCheckVAT(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]identifier.VATQuality{
		"DE711904339": identifier.VATChecked, "DE711904330": identifier.VATForm, "ATU13585627": identifier.VATChecked, "FR83404833048": identifier.VATChecked,
		"NL004495445B01": identifier.VATChecked, "IT00743110157": identifier.VATChecked, "PL8567346215": identifier.VATChecked, "BE0428759497": identifier.VATChecked,
		"DK13585628": identifier.VATChecked, "FI20774740": identifier.VATChecked, "SE556188840401": identifier.VATChecked, "GB980780684": identifier.VATChecked,
		"PT501964843": identifier.VATChecked, "ESB58378431": identifier.VATChecked, "NO974760673MVA": identifier.VATChecked, "LU15027442": identifier.VATChecked,
		"DE12345": identifier.NotVAT, "HELLO12345": identifier.NotVAT, "GBP1388949": identifier.NotVAT, "DKK1234567": identifier.NotVAT, "DE7119043305": identifier.NearVAT, "": identifier.NotVAT,
	} {
		if got := identifier.CheckVAT(s); got != want {
			t.Errorf("%s: got %d, want %d", s, got, want)
		}
	}
}

func TestRepairVAT(t *testing.T) {
	t.Parallel()
	if got, ok := identifier.RepairVAT("DE7I1904339"); !ok || got != "DE711904339" {
		t.Errorf("got %s %v", got, ok)
	}
	if got, ok := identifier.RepairVAT("DE7I1904330"); ok {
		t.Errorf("made %s without its check digit", got)
	}
}

func TestRepairsTheCountryOfIdentifiers(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"F120774740": "FI20774740", "5E556188840401": "SE556188840401", "E558378431": "E558378431", "F120774741": "F120774741"} {
		if got, ok := identifier.RepairVAT(s); got != want || ok != (got != s) {
			t.Errorf("%s: got %s %v, want %s", s, got, ok, want)
		}
	}
	for s, want := range map[string]string{"N09386011117947": "NO9386011117947", "G829NWBK60161331926819": "GB29NWBK60161331926819", "0E89370400440532013000": ""} {
		if got, ok := identifier.RepairIBAN(s); ok && got != want || ok != (want != "") {
			t.Errorf("%s: got %s %v, want %s", s, got, ok, want)
		}
	}
}

func FuzzIdentifiers(f *testing.F) {
	f.Add("DE893704OO44O532O13OOO")
	f.Add("NL004495445B01")
	f.Add("ESX1234567X")
	f.Fuzz(func(t *testing.T, s string) {
		s = identifier.Compact(s)
		if fixed, ok := identifier.RepairIBAN(s); ok && !identifier.ValidIBAN(fixed) {
			t.Errorf("%s mended to %s", s, fixed)
		}
		if fixed, ok := identifier.RepairVAT(s); ok && identifier.CheckVAT(fixed) < identifier.VATForm {
			t.Errorf("%s mended to %s", s, fixed)
		}
	})
}
