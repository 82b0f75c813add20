package identifier

import (
	"strings"
)

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
var digitsOnly = map[string]bool{
	"AT": true, "BE": true, "CZ": true, "DE": true, "DK": true, "EE": true, "ES": true, "FI": true, "HR": true, "HU": true, "IS": true,
	"LT": true, "NO": true, "PL": true, "PT": true, "SE": true, "SI": true, "SK": true,
}

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

// RepairVAT mends letters that OCR put for digits, when the result has the country's form and, where the country has
// check digits, they agree.
func RepairVAT(s string) (string, bool) {
	if len(s) < 8 || CheckVAT(s) >= VATForm {
		return s, false
	}
	country := s[:2]
	if vatForms()[country] == nil {
		if t := RepairCountry(country) + s[2:]; CheckVAT(t) == VATChecked {
			return t, true
		}
		return s, false
	}
	rest := s[2:]
	keep := ""
	switch country {
	case "AT":
		keep, rest = rest[:1], rest[1:]
	case "NL":
		if len(rest) == 12 && (rest[9] == 'B' || rest[9] == '8') {
			t := country + FoldDigits(rest[:9]) + "B" + FoldDigits(rest[10:])
			return t, CheckVAT(t) >= VATForm
		}
		return s, false
	case "ES", "IE", "CY", "GB":
		return s, false
	}
	t := country + keep + FoldDigits(rest)
	q := CheckVAT(t)
	return t, q == VATChecked || q == VATForm && vatChecks[country] == nil
}
