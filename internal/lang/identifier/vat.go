package identifier

import (
	"regexp"
	"sync"

	"github.com/docketapi/docket/internal/lang"
)

// vatForms are, by country, how VAT identifiers look behind the prefix. Source: the member states' published structures.
var vatForms = sync.OnceValue(func() map[string]*regexp.Regexp {
	return compileForms(map[string]string{
		"AT": `U\d{8}`, "BE": `[01]\d{9}`, "BG": `\d{9,10}`, "CY": `\d{8}[A-Z]`, "CZ": `\d{8,10}`, "DE": `\d{9}`, "DK": `\d{8}`,
		"EE": `\d{9}`, "EL": `\d{9}`, "GR": `\d{9}`, "ES": `[A-Z0-9]\d{7}[A-Z0-9]`, "FI": `\d{8}`, "FR": `[A-HJ-NP-Z0-9]{2}\d{9}`,
		"GB": `(\d{9}|\d{12}|GD\d{3}|HA\d{3})`, "XI": `(\d{9}|\d{12})`, "HR": `\d{11}`, "HU": `\d{8}`,
		"IE": `(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])`, "IT": `\d{11}`, "LT": `(\d{9}|\d{12})`, "LU": `\d{8}`, "LV": `\d{11}`,
		"MT": `\d{8}`, "NL": `\d{9}B\d{2}`, "PL": `\d{10}`, "PT": `\d{9}`, "RO": `\d{2,10}`, "SE": `\d{12}`, "SI": `\d{8}`,
		"SK": `\d{10}`, "NO": `\d{9}(MVA)?`, "CHE": `\d{9}(MWST|TVA|IVA)?`, "CH": `E?\d{9}(MWST|TVA|IVA)?`,
	})
})

func compileForms(forms map[string]string) map[string]*regexp.Regexp {
	out := make(map[string]*regexp.Regexp, len(forms))
	for c, f := range forms {
		out[c] = regexp.MustCompile("^" + f + "$")
	}
	return out
}

// VATQuality says how much a text is a VAT identifier.
type VATQuality int

// From nothing to a form with right check digits. Sample invoices often carry invented numbers: a form alone counts.
const (
	NotVAT VATQuality = iota
	NearVAT
	VATForm
	VATChecked
)

// IsVATPrefix tells whether VAT identifiers of some country begin so.
func IsVATPrefix(prefix string) bool { return vatForms()[prefix] != nil }

// CheckVAT judges a compact text with its country prefix.
func CheckVAT(s string) VATQuality {
	if len(s) < 6 || len(s) > 17 {
		return NotVAT
	}
	country, rest := s[:2], s[2:]
	re := vatForms()[country]
	if re == nil {
		return NotVAT
	}
	if !re.MatchString(rest) {
		if lang.IsCurrency(s[:3]) {
			return NotVAT // an amount: "GBP 13889.49"
		}
		return nearVAT(country, rest)
	}
	if check := vatChecks[country]; check != nil && check(rest) {
		return VATChecked
	}
	return VATForm
}

// nearVAT accepts what has the prefix and mostly digits of about the right number.
func nearVAT(_, rest string) VATQuality {
	digits := 0
	for i := range len(rest) {
		if isDigit(rest[i]) {
			digits++
		}
	}
	if digits >= 7 && len(rest)-digits <= 3 && len(rest) <= 13 {
		return NearVAT
	}
	return NotVAT
}
