package chunking

import (
	"unicode"
	"unicode/utf8"
)

// Estimate counts word pieces without a vocabulary, rather too many than too few: short words are one piece, long ones and
// those with letters that are rare in English are more, signs and most other scripts' characters are one each.
func Estimate(text string) int {
	n, runes, rare := 0, 0, 0
	flush := func() {
		if runes > 0 {
			n += 1 + (runes-1)/5 + rare
		}
		runes, rare = 0, 0
	}
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			flush()
		case r < utf8.RuneSelf && (r|0x20 >= 'a' && r|0x20 <= 'z'):
			runes++
		case r < utf8.RuneSelf && r >= '0' && r <= '9':
			runes += 2
		case unicode.Is(unicode.Latin, r):
			runes++
			rare++
		case unicode.Is(unicode.M, r):
		default:
			flush()
			n++
		}
	}
	flush()
	return n
}
