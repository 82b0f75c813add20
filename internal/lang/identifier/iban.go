package identifier

import (
	"strings"
)

// ibanLength is the length of an IBAN by country (ISO 13616 registry).
var ibanLength = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21,
	"CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
	"GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
	"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27,
	"MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
	"QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23,
	"TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}

// IBANLength is the length of the country's IBANs, 0 when it has none.
func IBANLength(country string) int { return ibanLength[country] }

// Compact takes spaces and separators out of an identifier and makes it upper case.
func Compact(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c), c >= 'A' && c <= 'Z':
			b.WriteByte(c)
		case c >= 'a' && c <= 'z':
			b.WriteByte(c - 'a' + 'A')
		}
	}
	return b.String()
}

// LooksLikeIBAN tells whether a compact text has an IBAN's form: a country, two digits, then what the country's length
// leaves, letters and digits. The check digits are not looked at.
func LooksLikeIBAN(s string) bool {
	return len(s) >= 15 && ibanLength[s[:2]] == len(s) && isDigit(s[2]) && isDigit(s[3])
}

// ValidIBAN tells whether a compact text is an IBAN: length by country and check digits (ISO 7064 mod 97-10).
func ValidIBAN(s string) bool { return LooksLikeIBAN(s) && Mod97(s[4:]+s[:4]) == 1 }
