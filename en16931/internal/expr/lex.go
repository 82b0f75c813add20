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

// isOperator tells whether the token can be one: not a string or a variable that is written like it.
func (t token) isOperator() bool { return t.kind == tSymbol || t.kind == tName }

var twoByteSymbols = []string{"//", "..", "::", "!=", "<=", ">="}

func lex(src string) ([]token, error) {
	var out []token
	for i := 0; i < len(src); {
		c := src[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			text, size, ok := lexString(src[i:])
			if !ok {
				return nil, fmt.Errorf("open string at %d", i)
			}
			out = append(out, token{tString, text, i})
			i += size
		case strings.HasPrefix(src[i:], "(:"):
			size, ok := lexComment(src[i:])
			if !ok {
				return nil, fmt.Errorf("open comment at %d", i)
			}
			i += size
		case isDigit(c) || c == '.' && i+1 < len(src) && isDigit(src[i+1]):
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

// lexString reads a string literal. Its delimiter stands in it when written twice.
func lexString(src string) (text string, size int, ok bool) {
	quote := src[:1]
	for i := 1; i < len(src); i++ {
		switch {
		case src[i] != quote[0]:
		case i+1 < len(src) && src[i+1] == quote[0]:
			i++
		default:
			return strings.ReplaceAll(src[1:i], quote+quote, quote), i + 1, true
		}
	}
	return "", 0, false
}

// lexComment is the size of a comment, others inside it included.
func lexComment(src string) (size int, ok bool) {
	depth := 0
	for i := 0; i+1 < len(src); i++ {
		switch src[i : i+2] {
		case "(:":
			depth++
			i++
		case ":)":
			depth--
			i++
		}
		if depth == 0 {
			return i + 1, true
		}
	}
	return 0, false
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
