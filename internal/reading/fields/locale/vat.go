package locale

import "regexp"

// vatForm is how a country's VAT identifiers look behind the prefix. Source: the member states' published structures.
var vatForm = compileForms(map[string]string{
	"AT": `U\d{8}`, "BE": `[01]\d{9}`, "BG": `\d{9,10}`, "CY": `\d{8}[A-Z]`, "CZ": `\d{8,10}`, "DE": `\d{9}`, "DK": `\d{8}`,
	"EE": `\d{9}`, "EL": `\d{9}`, "GR": `\d{9}`, "ES": `[A-Z0-9]\d{7}[A-Z0-9]`, "FI": `\d{8}`, "FR": `[A-HJ-NP-Z0-9]{2}\d{9}`,
	"GB": `(\d{9}|\d{12}|GD\d{3}|HA\d{3})`, "XI": `(\d{9}|\d{12})`, "HR": `\d{11}`, "HU": `\d{8}`,
	"IE": `(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])`, "IT": `\d{11}`, "LT": `(\d{9}|\d{12})`, "LU": `\d{8}`, "LV": `\d{11}`,
	"MT": `\d{8}`, "NL": `\d{9}B\d{2}`, "PL": `\d{10}`, "PT": `\d{9}`, "RO": `\d{2,10}`, "SE": `\d{12}`, "SI": `\d{8}`,
	"SK": `\d{10}`, "NO": `\d{9}(MVA)?`, "CHE": `\d{9}(MWST|TVA|IVA)?`, "CH": `E?\d{9}(MWST|TVA|IVA)?`,
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
func IsVATPrefix(prefix string) bool { return vatForm[prefix] != nil }

// CheckVAT judges a compact text with its country prefix.
func CheckVAT(s string) VATQuality {
	if len(s) < 6 || len(s) > 17 {
		return NotVAT
	}
	country, rest := s[:2], s[2:]
	re := vatForm[country]
	if re == nil {
		return NotVAT
	}
	if !re.MatchString(rest) {
		if IsCurrency(s[:3]) {
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

// vatChecks are the published check digit rules, for the part behind the prefix.
var vatChecks = map[string]func(string) bool{
	"DE": iso7064mod11,
	"AT": func(s string) bool { return (106-luhnSum(s[1:8], 2))%10 == int(s[8]-'0') },
	"BE": func(s string) bool { return 97-atoi(s[:8])%97 == atoi(s[8:]) },
	"DK": weighted(11, 2, 7, 6, 5, 4, 3, 2, 1),
	"FI": func(s string) bool { return (11-dot(s, 7, 9, 10, 5, 8, 4, 2)%11)%11 == int(s[7]-'0') },
	"FR": checkFR,
	"IT": luhn,
	"LU": func(s string) bool { return atoi(s[:6])%89 == atoi(s[6:]) },
	"NL": checkNL,
	"NO": weighted(11, 3, 2, 7, 6, 5, 4, 3, 2, 1),
	"PL": func(s string) bool { return dot(s, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == int(s[9]-'0') },
	"PT": func(s string) bool {
		d := 11 - dot(s, 9, 8, 7, 6, 5, 4, 3, 2)%11
		return d%11%10 == int(s[8]-'0')
	},
	"SE": func(s string) bool { return luhn(s[:10]) },
	"SI": func(s string) bool { return (11-dot(s, 8, 7, 6, 5, 4, 3, 2)%11)%10 == int(s[7]-'0') },
	"GB": func(s string) bool {
		if len(s) < 9 || !isDigit(s[0]) {
			return false
		}
		n := dot(s, 8, 7, 6, 5, 4, 3, 2) + atoi(s[7:9])
		return n%97 == 0 || (n+55)%97 == 0
	},
	"ES": checkES,
}

func dot(s string, w ...int) int {
	n := 0
	for i, k := range w {
		n += k * int(s[i]-'0')
	}
	return n
}

func weighted(mod int, w ...int) func(string) bool {
	return func(s string) bool { return len(s) >= len(w) && dot(s, w...)%mod == 0 }
}

// luhnSum adds digits, every second one doubled with its own digits added, starting with the first doubled when from is 1.
func luhnSum(s string, from int) int {
	n := 0
	for i := range len(s) {
		d := int(s[i] - '0')
		if (i+from)%2 == 1 {
			d *= 2
			d = d/10 + d%10
		}
		n += d
	}
	return n
}

func luhn(s string) bool { return luhnSum(s, len(s)-1)%10 == 0 }

func iso7064mod11(s string) bool {
	p := 10
	for i := range len(s) - 1 {
		sum := (int(s[i]-'0') + p) % 10
		if sum == 0 {
			sum = 10
		}
		p = 2 * sum % 11
	}
	return (11-p)%10 == int(s[len(s)-1]-'0')
}

func checkFR(s string) bool {
	siren := atoi(s[2:])
	return isDigit(s[0]) && isDigit(s[1]) && (12+3*(siren%97))%97 == atoi(s[:2])
}

func checkNL(s string) bool {
	n := dot(s, 9, 8, 7, 6, 5, 4, 3, 2) % 11
	return n == int(s[8]-'0') || mod97("NL"+s) == 1
}

// checkES covers the control letter of persons and the control digit of companies.
func checkES(s string) bool {
	const letters = "TRWAGMYFPDXBNJZSQVHLCKE"
	if isDigit(s[0]) {
		return letters[atoi(s[:8])%23] == s[8]
	}
	c := (10 - luhnSum(s[1:8], 1)%10) % 10
	return s[8] == byte('0'+c) || s[8] == "JABCDEFGHI"[c]
}

// RepairVAT mends letters that OCR put for digits, when the result has the country's form and, where the country has
// check digits, they agree.
func RepairVAT(s string) (string, bool) {
	if len(s) < 8 || CheckVAT(s) >= VATForm {
		return s, false
	}
	country := s[:2]
	if vatForm[country] == nil {
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
