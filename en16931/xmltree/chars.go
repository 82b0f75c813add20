package xmltree

import "unicode/utf8"

// Classes of bytes; a byte of 0x80 and above belongs to a character of several bytes and is class nameByte until looked
// at more closely.
const (
	nameByte   = 1 << iota // may stand in a name
	nameStart              // may start a name
	whiteSpace             // blank, tab or line end
	textStop               // ends a run of plain text: < & ] and what no document may hold
	attrStop               // ends a run of plain attribute value: quotes < & and all white space but blank
)

var class = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= 0x80:
			t[c] = nameByte | nameStart
		case c >= '0' && c <= '9', c == '-', c == '.', c == ':':
			t[c] = nameByte
		case c == ' ':
			t[c] = whiteSpace
		case c == '\t', c == '\n':
			t[c] = whiteSpace | attrStop
		case c < ' ', c == '<', c == '&':
			t[c] = textStop | attrStop
		case c == ']':
			t[c] = textStop
		case c == '"', c == '\'':
			t[c] = attrStop
		}
	}
	return t
}()

// nameRanges are the characters beyond ASCII that may stand in a name (XML 1.0, fifth edition, productions 4 and 4a).
var nameRanges = []struct {
	lo, hi rune
	start  bool
}{
	{0xB7, 0xB7, false}, {0xC0, 0xD6, true}, {0xD8, 0xF6, true}, {0xF8, 0x2FF, true}, {0x300, 0x36F, false},
	{0x370, 0x37D, true}, {0x37F, 0x1FFF, true}, {0x200C, 0x200D, true}, {0x203F, 0x2040, false}, {0x2070, 0x218F, true},
	{0x2C00, 0x2FEF, true}, {0x3001, 0xD7FF, true}, {0xF900, 0xFDCF, true}, {0xFDF0, 0xFFFD, true}, {0x10000, 0xEFFFF, true},
}

func isNameRune(r rune, first bool) bool {
	for _, x := range nameRanges {
		if r >= x.lo && r <= x.hi {
			return x.start || !first
		}
	}
	return r < utf8.RuneSelf && class[r]&nameByte != 0 && (!first || class[r]&nameStart != 0)
}

// isChar tells whether a document may hold the character at all (production 2).
func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

func isSpace(c byte) bool { return class[c]&whiteSpace != 0 }

func isBlank(s string) bool {
	for i := 0; i < len(s); i++ {
		if class[s[i]]&whiteSpace == 0 {
			return false
		}
	}
	return true
}
