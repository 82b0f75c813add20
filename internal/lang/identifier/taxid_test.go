package identifier_test

import (
	"testing"

	"github.com/docketapi/docket/internal/lang/identifier"
)

// Right ones are examples that the registers publish, or made by their rules; each wrong one is mistyped in one place.
func TestValidTax(t *testing.T) {
	t.Parallel()
	for scheme, c := range map[string]struct{ right, wrong []string }{
		"GSTIN": {[]string{"27AAPFU0939F1ZV", "27 AAPFU 0939 F1ZV"}, []string{"27AAPFU0939F1ZW", "27AAPFU0993F1ZV", "27AAPFU0939F1Z", "2AAAPFU0939F1ZV"}},
		"CNPJ":  {[]string{"11.222.333/0001-81", "11222333000181"}, []string{"11.222.333/0001-82", "11.222.338/0001-81", "11111111111111", "1122233300018"}},
		"ABN":   {[]string{"51 824 753 556", "53004085616"}, []string{"51 824 753 565", "51 824 753 557", "01 824 753 556", "5182475355"}},
		"UEN":   {[]string{"00192200M", "197401143C"}, []string{"00192201M", "00192200K", "197401143D", "197401134C", "T08GA0028A"}},
		"CHE":   {[]string{"CHE-116.281.710 MWST", "CHE-100.155.212"}, []string{"CHE-116.281.711 MWST", "CHE-100.155.221", "CHE-100.155.21"}},
		"EIN":   {[]string{"12-3456789", "941234567"}, []string{"00-3456789", "12-345678", "07-1234567"}},
		"PL":    {[]string{"856-734-62-15", "5260001246"}, []string{"856-734-62-16", "856-743-62-15"}},
		"EL":    {[]string{"094259216", "123456783"}, []string{"094259217", "094295216", "000000000"}},
		"HR":    {[]string{"33392005961", "94577403194"}, []string{"33392005962", "33392500961"}},
		"ES":    {[]string{"B58378431", "12345678Z", "X1234567L"}, []string{"B58378432", "12345678A", "12345687Z"}},
		"RO":    {[]string{"18547290", "14399840"}, []string{"18547291", "18574290"}},
		"HU":    {[]string{"12892312", "10597190"}, []string{"12892313", "12893212"}},
		"EE":    {[]string{"100931558", "100594102"}, []string{"100931559", "109031558"}},
		"MT":    {[]string{"11679112"}, []string{"11679113", "11697112"}},
		"IE":    {[]string{"6433435F", "6433435OA", "8D79739I"}, []string{"6433435E", "6434335F", "8D79738I"}},
		"CY":    {[]string{"10259033P"}, []string{"10259033Z", "10259303P"}},
		"SK":    {[]string{"2022749619"}, []string{"2022749618", "2022746919"}},
	} {
		for _, s := range c.right {
			if !identifier.ValidTax(scheme, s) {
				t.Errorf("%s %s is refused", scheme, s)
			}
		}
		for _, s := range c.wrong {
			if identifier.ValidTax(scheme, s) {
				t.Errorf("%s %s passes", scheme, s)
			}
		}
	}
}

func TestCompleteVATAddsNoCountryThatIsNotSure(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"18547290": "", "094259216": "", "33392005961": "", "8567346215": "PL8567346215", "711904339": "DE711904339"} {
		got, ok := identifier.CompleteVAT(s, []string{"RO", "GR", "HR", "PL", "DE"})
		if ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s, %v", s, got, ok)
		}
	}
}

func TestTaxSchemeNeedsCheckDigits(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"27AAPFU0939F1ZV": "GSTIN", "11222333000181": "CNPJ", "51824753556": "ABN", "197401143C": "UEN", "CHE116281710MWST": "CHE",
		"123456789": "", "51824753557": "", "": "", "INV2024": "",
	} {
		if got := identifier.TaxScheme(s); got != want {
			t.Errorf("%s is of %q, want %q", s, got, want)
		}
	}
}
