package locale_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

func TestValidIBAN(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"DE89370400440532013000": true, "GB29NWBK60161331926819": true, "CH9300762011623852957": true, "NO9386011117947": true,
		"DE89370400440532013001": false, "DE8937040044053201300": false, "XX89370400440532013000": false, "": false, "DE": false,
	} {
		if got := locale.ValidIBAN(s); got != want {
			t.Errorf("%s: got %v", s, got)
		}
	}
}

func TestRepairIBANMendsOneKindOfError(t *testing.T) {
	t.Parallel()
	const right = "DE89370400440532013000"
	for _, s := range []string{"DE893704OO44O532O13OOO", "DE8937040044053201300", "DE89370400440S32013000", "DEB9370400440532013000", "DE8937040440532013000"} {
		if got, ok := locale.RepairIBAN(s); !ok || got != right {
			t.Errorf("%s: got %s %v", s, got, ok)
		}
	}
	for _, s := range []string{right, "DE89370400440532013999", "DE12", ""} {
		if got, ok := locale.RepairIBAN(s); ok {
			t.Errorf("%s: made %s of it", s, got)
		}
	}
}

func TestCheckVAT(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]locale.VATQuality{
		"DE711904339": locale.VATChecked, "DE711904330": locale.VATForm, "ATU13585627": locale.VATChecked, "FR83404833048": locale.VATChecked,
		"NL004495445B01": locale.VATChecked, "IT00743110157": locale.VATChecked, "PL8567346215": locale.VATChecked, "BE0428759497": locale.VATChecked,
		"DK13585628": locale.VATChecked, "FI20774740": locale.VATChecked, "SE556188840401": locale.VATChecked, "GB980780684": locale.VATChecked,
		"PT501964843": locale.VATChecked, "ESB58378431": locale.VATChecked, "NO974760673MVA": locale.VATChecked, "LU15027442": locale.VATChecked,
		"DE12345": locale.NotVAT, "HELLO12345": locale.NotVAT, "GBP1388949": locale.NotVAT, "DKK1234567": locale.NotVAT, "DE7119043305": locale.NearVAT, "": locale.NotVAT,
	} {
		if got := locale.CheckVAT(s); got != want {
			t.Errorf("%s: got %d, want %d", s, got, want)
		}
	}
}

func TestRepairVAT(t *testing.T) {
	t.Parallel()
	if got, ok := locale.RepairVAT("DE7I1904339"); !ok || got != "DE711904339" {
		t.Errorf("got %s %v", got, ok)
	}
	if got, ok := locale.RepairVAT("DE7I1904330"); ok {
		t.Errorf("made %s without its check digit", got)
	}
}

func TestRepairsTheCountryOfIdentifiers(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"F120774740": "FI20774740", "5E556188840401": "SE556188840401", "E558378431": "E558378431", "F120774741": "F120774741"} {
		if got, ok := locale.RepairVAT(s); got != want || ok != (got != s) {
			t.Errorf("%s: got %s %v, want %s", s, got, ok, want)
		}
	}
	for s, want := range map[string]string{"N09386011117947": "NO9386011117947", "G829NWBK60161331926819": "GB29NWBK60161331926819", "0E89370400440532013000": ""} {
		if got, ok := locale.RepairIBAN(s); ok && got != want || ok != (want != "") {
			t.Errorf("%s: got %s %v, want %s", s, got, ok, want)
		}
	}
}

func FuzzIdentifiers(f *testing.F) {
	f.Add("DE893704OO44O532O13OOO")
	f.Add("NL004495445B01")
	f.Add("ESX1234567X")
	f.Fuzz(func(t *testing.T, s string) {
		s = locale.Compact(s)
		if fixed, ok := locale.RepairIBAN(s); ok && !locale.ValidIBAN(fixed) {
			t.Errorf("%s mended to %s", s, fixed)
		}
		if fixed, ok := locale.RepairVAT(s); ok && locale.CheckVAT(fixed) < locale.VATForm {
			t.Errorf("%s mended to %s", s, fixed)
		}
	})
}
