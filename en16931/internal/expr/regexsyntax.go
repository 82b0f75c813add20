package expr

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// A pattern of XPath is one of XML Schema with anchors, reluctant quantifiers and flags. Go's are near enough to run them,
// but some escapes mean less there (\d is 0 to 9 alone) and some writings mean something else, or nothing in XPath.

// classEscapes are the escapes of whole classes, as they stand outside of brackets and inside of them.
var classEscapes = map[byte][2]string{
	'd': {`\p{Nd}`, `\p{Nd}`},
	'D': {`\P{Nd}`, `\P{Nd}`},
	's': {`[ \t\n\r]`, ` \t\n\r`},
	'S': {`[^ \t\n\r]`, `\x00-\x08\x0b\x0c\x0e-\x1f\x21-\x{10FFFF}`},
	'w': {`[\p{L}\p{M}\p{N}\p{S}]`, `\p{L}\p{M}\p{N}\p{S}`},
	'W': {`[^\p{L}\p{M}\p{N}\p{S}]`, `\p{P}\p{Z}\p{C}`},
}

// singleEscapes are the characters that a backslash may stand before.
const singleEscapes = `nrt\|.?*+(){}-[]^$pP`

var errPattern = errors.New("a pattern that XPath does not know")

func compilePattern(source, flags string) (*regexp.Regexp, error) {
	translated, err := translatePattern(source)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", source, err)
	}
	if flags != "" {
		translated = "(?" + flags + ")" + translated
	}
	re, err := regexp.Compile(translated)
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", source, err)
	}
	return re, nil
}

// translatePattern writes a pattern of XPath as one of Go that means the same, or refuses it.
func translatePattern(s string) (string, error) {
	var b strings.Builder
	inClass := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			if i++; i == len(s) {
				return "", errPattern
			}
			if err := writeEscape(&b, s[i], inClass); err != nil {
				return "", err
			}
			continue
		case c == '[' && inClass: // the subtraction of a class, or a class of POSIX
			return "", errPattern
		case c == '[':
			inClass = true
			if strings.HasPrefix(s[i+1:], "]") || strings.HasPrefix(s[i+1:], "^]") {
				return "", errPattern
			}
		case c == ']':
			inClass = false
		case c == '(' && !inClass && strings.HasPrefix(s[i+1:], "?"):
			return "", errPattern
		}
		b.WriteByte(s[i])
	}
	return b.String(), nil
}

func writeEscape(b *strings.Builder, c byte, inClass bool) error {
	if class, ok := classEscapes[c]; ok {
		if inClass {
			b.WriteString(class[1])
		} else {
			b.WriteString(class[0])
		}
		return nil
	}
	if strings.IndexByte(singleEscapes, c) < 0 {
		return errPattern
	}
	b.WriteByte('\\')
	b.WriteByte(c)
	return nil
}
