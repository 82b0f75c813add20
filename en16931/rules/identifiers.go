package rules

import (
	"regexp"
	"strings"
)

// identifierChecks are the functions of one string that rules use besides those of package expr.
var identifierChecks = map[string]func(string) bool{
	"gln":              isGLN,
	"norwegian-number": isNorwegianNumber,
	"belgian-number":   isBelgianNumber,
	"codice-ipa":       codiceIPA.MatchString,
	"codice-fiscale":   isCodiceFiscale,
	"partita-iva":      isPartitaIVA,
	"swedish-number":   isSwedishNumber,
	"abn":              isABN,
	"greek-tin":        isGreekTIN,
	"iban":             isIBAN,
	"oib":              isOIB,
}

var (
	codiceIPA        = regexp.MustCompile(`^[A-Za-z0-9]{6}$`)
	codiceFiscale    = regexp.MustCompile(`^[A-Za-z]{6}\d{2}[A-Za-z]\d{2}.{3}\d[A-Za-z]$`)
	codiceFiscaleOrg = regexp.MustCompile(`^\d{11}$`)
	ibanForm         = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}$`)
)

// digits are the values of s, or nil when it holds anything else.
func digits(s string) []int {
	out := make([]int, 0, len(s))
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return nil
		}
		out = append(out, int(c-'0'))
	}
	return out
}

// weighted sums the digits before the last, weighed by their distance from it.
func weighted(d []int, weight func(distance int) int) (sum, check int) {
	last := len(d) - 1
	for i := range last {
		sum += d[last-1-i] * weight(i)
	}
	return sum, d[last]
}

// isGLN checks a GS1 number of any length.
func isGLN(s string) bool {
	d := digits(s)
	if len(d) == 0 {
		return false
	}
	sum, check := weighted(d, func(i int) int { return 3 - 2*(i%2) })
	return (10-sum%10)%10 == check
}

// isNorwegianNumber checks modulo 11, weights 2 to 7.
func isNorwegianNumber(s string) bool {
	d := digits(s)
	if len(d) == 0 || strings.Trim(s, "0") == "" {
		return false
	}
	sum, check := weighted(d, func(i int) int { return i%6 + 2 })
	return (11-sum%11)%11 == check
}

// isBelgianNumber checks an enterprise number: ten digits, the last two 97 less the rest of the first eight.
func isBelgianNumber(s string) bool {
	if len(s) != 10 || digits(s) == nil {
		return false
	}
	return 97-mod97(s[:8]) == number2(s[8:])
}

func number2(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// mod97 is the number that the digits of s write, modulo 97.
func mod97(s string) int {
	rest := 0
	for _, c := range []byte(s) {
		rest = (rest*10 + int(c-'0')) % 97
	}
	return rest
}

func isCodiceFiscale(s string) bool {
	return codiceFiscale.MatchString(s) || codiceFiscaleOrg.MatchString(s)
}

// isPartitaIVA checks the VAT number of an Italian party; others pass.
func isPartitaIVA(s string) bool {
	if !strings.HasPrefix(s, "IT") && !strings.HasPrefix(s, "it") {
		return true
	}
	d := digits(s[2:])
	if len(d) != 11 {
		return false
	}
	return luhnSum(d)%10 == 0
}

// luhnSum doubles every second digit from the second last and adds the digits of the results.
func luhnSum(d []int) (sum int) {
	for i, v := range d {
		if (len(d)-1-i)%2 == 1 {
			v *= 2
		}
		sum += v/10 + v%10
	}
	return sum
}

// isSwedishNumber checks an organisation number: ten digits by Luhn. What follows the tenth is not looked at.
func isSwedishNumber(s string) bool {
	d := digits(s)
	return len(d) >= 10 && luhnSum(d[:10])%10 == 0
}

// isABN checks an Australian business number, modulo 89.
func isABN(s string) bool {
	d := digits(s)
	if len(d) < 11 {
		return false
	}
	sum := (d[0] - 1) * 10
	for i := 1; i < 11; i++ {
		sum += d[i] * (2*i - 1)
	}
	return sum%89 == 0
}

// isGreekTIN checks a Greek tax number: powers of two, modulo 11, modulo 10, against the ninth digit.
func isGreekTIN(s string) bool {
	if len(s) < 9 || digits(s[:9]) == nil {
		return false
	}
	d, sum := digits(s[:9]), 0
	for i := range 8 {
		sum += d[i] << (8 - i)
	}
	return sum%11%10 == d[8]
}

// isIBAN checks form and check digits, blanks ignored. Small letters count as the published tests count them.
func isIBAN(s string) bool {
	s = strings.Join(strings.Fields(s), "")
	if !ibanForm.MatchString(s) {
		return false
	}
	rest := 0
	for _, c := range []byte(s[4:] + strings.ToUpper(s[:2]) + s[2:4]) {
		if c > 64 {
			rest = (rest*100 + int(c) - 55) % 97
		} else {
			rest = (rest*10 + int(c) - 48) % 97
		}
	}
	return rest == 1
}

// isOIB checks a Croatian number by ISO 7064 MOD 11,10: eleven digits, before which HR may stand. What stands behind them
// is not looked at.
func isOIB(s string) bool {
	s = strings.TrimPrefix(s, "HR")
	d := digits(s[:min(len(s), 11)])
	if len(d) < 11 {
		return false
	}
	rest := 10
	for _, digit := range d[:10] {
		rest = ((rest+digit+9)%10 + 1) * 2 % 11
	}
	return (11-rest)%10 == d[10]
}
