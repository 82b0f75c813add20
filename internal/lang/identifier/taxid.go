package identifier

import (
	"regexp"
	"strings"
	"sync"
)

// taxSchemes are tax identifiers outside of the VAT identifiers with a country: how they look without signs between, and their
// published check digits.
var taxSchemes = sync.OnceValue(func() []taxScheme {
	return []taxScheme{
		{"GSTIN", regexp.MustCompile(`^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$`), checkGSTIN},
		{"CNPJ", regexp.MustCompile(`^\d{14}$`), checkCNPJ},
		{"ABN", regexp.MustCompile(`^[1-9]\d{10}$`), checkABN},
		{"UEN", regexp.MustCompile(`^(\d{8}|(18|19|20)\d{7})[A-Z]$`), checkUEN},
		{"CHE", regexp.MustCompile(`^CHE\d{9}(MWST|TVA|IVA|HR|RC)?$`), func(s string) bool { return checkCHE(s[3:]) }},
		{"EIN", regexp.MustCompile(`^\d{9}$`), checkEIN},
	}
})

type taxScheme struct {
	name  string
	form  *regexp.Regexp
	check func(string) bool
}

// TaxScheme is the name of the scheme whose form and check digits a compact text has: GSTIN, CNPJ, ABN, UEN, CHE. It is empty for a
// mistyped one, and for one whose scheme has no check digits.
func TaxScheme(compact string) string {
	for _, s := range taxSchemes() {
		if s.name != "EIN" && s.form.MatchString(compact) && s.check(compact) {
			return s.name
		}
	}
	return ""
}

// ValidTax tells whether a text can be an identifier of the scheme: GSTIN, CNPJ, ABN, UEN, CHE, EIN, or the VAT identifiers of
// a country without its prefix, by the country's code.
func ValidTax(scheme, text string) bool {
	compact := Compact(text)
	for _, s := range taxSchemes() {
		if s.name == scheme {
			return s.form.MatchString(compact) && s.check(compact)
		}
	}
	form, check := vatForms()[scheme], vatChecks[scheme]
	return form != nil && check != nil && form.MatchString(compact) && check(compact)
}

const base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// checkGSTIN is Luhn's rule in base 36 (India, GST rules, form of registration).
func checkGSTIN(s string) bool {
	sum := 0
	for i := range 14 {
		v := strings.IndexByte(base36, s[i]) * (1 + i%2)
		sum += v/36 + v%36
	}
	return base36[(36-sum%36)%36] == s[14]
}

// checkCNPJ has two digits of modulo 11 (Brazil, Receita Federal). One digit fourteen times passes and is none.
func checkCNPJ(s string) bool {
	digit := func(n int) byte {
		if r := n % 11; r >= 2 {
			return byte('0' + 11 - r)
		}
		return '0'
	}
	first := digit(dot(s, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
	second := digit(dot(s, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
	return s[12] == first && s[13] == second && strings.Trim(s, s[:1]) != ""
}

// checkABN is modulo 89 with one taken off the first digit (Australian Business Register).
func checkABN(s string) bool {
	return (dot(s, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 == 0
}

// checkUEN has a letter of modulo 11, another alphabet for businesses (nine characters) than for companies (ten; Singapore, ACRA).
func checkUEN(s string) bool {
	if len(s) == 9 {
		return "XMKECAWLJDB"[dot(s, 10, 4, 9, 3, 8, 2, 7, 1)%11] == s[8]
	}
	return "ZKCMDNERGWH"[dot(s, 10, 8, 6, 4, 9, 7, 5, 3, 1)%11] == s[9]
}

// checkCHE is modulo 11 (Switzerland, eCH-0097); a rest that would need ten is not given out.
func checkCHE(s string) bool {
	return (11-dot(s, 5, 4, 3, 2, 7, 6, 5, 4)%11)%11 == int(s[8]-'0')
}

// unusedEIN are the beginnings that the United States' IRS has not given out; there is no check digit.
var unusedEIN = map[string]bool{
	"00": true, "07": true, "08": true, "09": true, "17": true, "18": true, "19": true, "28": true, "29": true, "49": true, "69": true,
	"70": true, "78": true, "79": true, "89": true, "96": true, "97": true,
}

func checkEIN(s string) bool { return !unusedEIN[s[:2]] }
