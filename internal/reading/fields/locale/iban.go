package locale

import "strings"

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
func ValidIBAN(s string) bool { return LooksLikeIBAN(s) && mod97(s[4:]+s[:4]) == 1 }

func mod97(s string) int {
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			n = (n*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			n = (n*100 + int(c-'A') + 10) % 97
		default:
			return -1
		}
	}
	return n
}

// ocrTwins are letters and digits that recognition takes for each other, digit first.
var ocrTwins = map[byte]byte{'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', 'S': '5', 'B': '8', 'Z': '2', 'G': '6', 'T': '7'}

// FoldDigits turns letters that look like digits into them.
func FoldDigits(s string) string {
	b := []byte(s)
	for i, c := range b {
		if d, ok := ocrTwins[c]; ok {
			b[i] = d
		}
	}
	return string(b)
}

// letterTwins are digits, and a letter, that recognition puts for the letters of a country.
var letterTwins = map[byte]byte{'0': 'O', '1': 'I', 'L': 'I', '5': 'S', '8': 'B'}

// RepairCountry mends one letter of a country code that recognition took for a digit: "F1" is FI. Two make nothing.
func RepairCountry(s string) string {
	for i := range len(s) {
		if l, ok := letterTwins[s[i]]; ok && len(s) == 2 && s[1-i] >= 'A' && s[1-i] <= 'Z' {
			return s[:i] + string(l) + s[i+1:]
		}
	}
	return s
}

// digitsOnly are the countries whose IBANs have no letters behind the country.
var digitsOnly = setOf("AT BE CZ DE DK EE ES FI HR HU IS LT NO PL PT SE SI SK")

// RepairIBAN mends one kind of OCR error in a compact text that is no valid IBAN: letters for digits, or digits lost in
// runs of zeros. The check digits must agree afterwards, and only one mended form may do so.
func RepairIBAN(s string) (string, bool) {
	if len(s) < 14 || len(s) > 34 || ValidIBAN(s) {
		return s, false
	}
	country := s[:2]
	if ibanLength[country] == 0 {
		country = RepairCountry(country)
	}
	want := ibanLength[country]
	if want == 0 {
		return s, false
	}
	rest := s[2:]
	if digitsOnly[country] {
		rest = FoldDigits(rest)
	} else {
		rest = FoldDigits(rest[:2]) + rest[2:]
	}
	if t := country + rest; ValidIBAN(t) {
		return t, true
	}
	if missing := want - 2 - len(rest); missing > 0 && missing <= 6 {
		return lengthenZeros(country, rest, missing)
	}
	return foldSome(country + rest)
}

// lengthenZeros puts lost zeros back into the runs of zeros that are there.
func lengthenZeros(country, rest string, missing int) (string, bool) {
	found := ""
	for i := 2; i < len(rest); i++ {
		if rest[i] != '0' || rest[i-1] == '0' {
			continue
		}
		t := country + rest[:i] + strings.Repeat("0", missing) + rest[i:]
		if ValidIBAN(t) && t != found {
			if found != "" {
				return "", false
			}
			found = t
		}
	}
	return found, found != ""
}

// foldSome tries each letter that could be a digit alone, for countries whose IBANs have letters too.
func foldSome(s string) (string, bool) {
	found := ""
	for i := 4; i < len(s); i++ {
		d, ok := ocrTwins[s[i]]
		if !ok {
			continue
		}
		if t := s[:i] + string(d) + s[i+1:]; ValidIBAN(t) {
			if found != "" {
				return "", false
			}
			found = t
		}
	}
	return found, found != ""
}
