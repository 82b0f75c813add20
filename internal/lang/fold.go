package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is a text in lower case without the marks on its letters: ä is a, ß is ss, ø is o. Everything else stays.
func Fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		writeFolded(&b, unicode.ToLower(r))
	}
	return b.String()
}

// LettersAndDigits is the letters and digits of a text, in lower case, with their marks: what stays of a number or a name however
// people space and punctuate it.
func LettersAndDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// Key is the form in which labels are compared: folded, with letters, digits, # and % only. Spaces go too, since text
// recognition loses and invents them. N° becomes no.
func Key(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		r = unicode.ToLower(r)
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '#', r == '%':
			b.WriteByte(byte(r))
		case r < utf8.RuneSelf:
		case r == '№':
			b.WriteString("no")
		case r == '°', r == 'º':
			b.WriteByte('o')
		case r == 'ª':
			b.WriteByte('a')
		case unicode.IsLetter(r):
			writeFolded(&b, r)
		}
	}
	return b.String()
}

// writeFolded writes a letter in lower case without its marks. Sounds that Japanese tells apart by a mark, and the syllables
// of Korean, stay whole.
func writeFolded(b *strings.Builder, r rune) {
	switch {
	case r < utf8.RuneSelf:
		b.WriteByte(byte(r))
	case unicode.Is(unicode.Mn, r):
	case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Han):
		b.WriteRune(r)
	case spelled(r) != "":
		b.WriteString(spelled(r))
	default:
		writeUnmarked(b, r)
	}
}

func writeUnmarked(b *strings.Builder, r rune) {
	var letter [utf8.UTFMax]byte
	n := utf8.EncodeRune(letter[:], r)
	parts := norm.NFD.Properties(letter[:n]).Decomposition()
	if len(parts) == 0 {
		b.WriteRune(r)
		return
	}
	for _, p := range string(parts) {
		if !unicode.Is(unicode.Mn, p) {
			b.WriteRune(p)
		}
	}
}

// spelled are letters that are no others with a mark, as they are written without them; "" for all others.
func spelled(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
