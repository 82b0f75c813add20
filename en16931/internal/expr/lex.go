package expr

import (
	"fmt"
	"strings"
)

type tokenKind uint8

const (
	tEnd tokenKind = iota
	tName
	tNumber
	tString
	tVar
	tSymbol
)

type token struct {
	kind tokenKind
	text string
	pos  int
}

var twoByteSymbols = []string{"//", "..", "::", "!=", "<=", ">="}

func lex(src string) ([]token, error) {
	var out []token
	for i := 0; i < len(src); {
		c := src[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			end := strings.IndexByte(src[i+1:], c)
			if end < 0 {
				return nil, fmt.Errorf("open string at %d", i)
			}
			out = append(out, token{tString, src[i+1 : i+1+end], i})
			i += end + 2
		case isDigit(c):
			j := i
			for j < len(src) && (isDigit(src[j]) || src[j] == '.') {
				j++
			}
			out = append(out, token{tNumber, src[i:j], i})
			i = j
		case c == '$':
			j := nameEnd(src, i+1)
			out = append(out, token{tVar, src[i+1 : j], i})
			i = j
		case isNameStart(c):
			j := nameEnd(src, i)
			out = append(out, token{tName, src[i:j], i})
			i = j
		default:
			n := 1
			for _, s := range twoByteSymbols {
				if strings.HasPrefix(src[i:], s) {
					n = 2
				}
			}
			out = append(out, token{tSymbol, src[i : i+n], i})
			i += n
		}
	}
	return append(out, token{tEnd, "", len(src)}), nil
}

func isDigit(c byte) bool     { return c >= '0' && c <= '9' }
func isNameStart(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// nameEnd takes one colon into a name (a prefix), but not the two of an axis, and a last * (`ram:*`).
func nameEnd(src string, i int) int {
	colon := false
	for i < len(src) {
		c := src[i]
		switch {
		case isNameStart(c) || isDigit(c) || c == '-':
			i++
		case c == '.' && i+1 < len(src) && isNameStart(src[i+1]):
			i++
		case c == ':' && !colon && i+1 < len(src) && (isNameStart(src[i+1]) || src[i+1] == '*'):
			colon = true
			if i++; src[i] == '*' {
				return i + 1
			}
		default:
			return i
		}
	}
	return i
}
