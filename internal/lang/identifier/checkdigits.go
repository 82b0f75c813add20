package identifier

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
	"EL": checkEL,
	"GR": checkEL,
	"HR": iso7064mod11,
	"RO": checkRO,
	"SK": func(s string) bool { return atoi(s)%11 == 0 },
	"HU": func(s string) bool { return (10-dot(s, 9, 7, 3, 1, 9, 7, 3)%10)%10 == int(s[7]-'0') },
	"EE": func(s string) bool { return (10-dot(s, 3, 7, 1, 3, 7, 1, 3, 7)%10)%10 == int(s[8]-'0') },
	"MT": func(s string) bool { return 37-dot(s, 3, 4, 6, 7, 8, 9)%37 == atoi(s[6:]) },
	"IE": checkIE,
	"CY": checkCY,
	"CH": func(s string) bool { return s[0] == 'E' && checkCHE(s[1:]) },
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
	return n == int(s[8]-'0') || Mod97("NL"+s) == 1
}

// checkES covers the control letter of persons, foreigners too, and the control digit of companies.
func checkES(s string) bool {
	const letters = "TRWAGMYFPDXBNJZSQVHLCKE"
	if isDigit(s[0]) {
		return letters[atoi(s[:8])%23] == s[8]
	}
	if s[0] >= 'X' && s[0] <= 'Z' { // of foreigners
		return letters[(int(s[0]-'X')*10_000_000+atoi(s[1:8]))%23] == s[8]
	}
	c := (10 - luhnSum(s[1:8], 1)%10) % 10
	return s[8] == byte('0'+c) || s[8] == "JABCDEFGHI"[c]
}

// Mod97 is the rest of ISO 7064 mod 97-10, letters counting from 10 on; -1 for a text with anything but digits and capitals.
func Mod97(s string) int {
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

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// atoi is the number that a text of digits writes.
func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
