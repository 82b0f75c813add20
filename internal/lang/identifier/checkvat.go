package identifier

import "strings"

// checkEL weighs eight digits by powers of two (Greece, ΑΦΜ).
func checkEL(s string) bool {
	return strings.Trim(s, "0") != "" && dot(s, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == int(s[8]-'0')
}

// checkRO weighs what stands before the last digit, from its end on (Romania, CIF).
func checkRO(s string) bool {
	n := 0
	for i, w := range []int{2, 3, 5, 7, 1, 2, 3, 5, 7} {
		if at := len(s) - 2 - i; at >= 0 {
			n += w * int(s[at]-'0')
		}
	}
	return n*10%11%10 == int(s[len(s)-1]-'0')
}

// checkIE has a letter of modulo 23; a second letter counts nine times. The old form has a letter or sign in the second place.
func checkIE(s string) bool {
	if !isDigit(s[1]) {
		s = "0" + s[2:7] + s[:1] + s[7:]
	}
	n := dot(s, 8, 7, 6, 5, 4, 3, 2)
	if len(s) == 9 {
		n += 9 * int(s[8]-'A'+1)
	}
	return "WABCDEFGHIJKLMNOPQRSTUV"[n%23] == s[7]
}

// checkCY replaces the digits in odd places by a table and has a letter of modulo 26 (Cyprus).
func checkCY(s string) bool {
	n := 0
	for i := range 8 {
		d := int(s[i] - '0')
		if i%2 == 0 {
			d = []int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21}[d]
		}
		n += d
	}
	return byte('A'+n%26) == s[8]
}
