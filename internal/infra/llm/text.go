package llm

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// wireText is a JSON string as bytes. Servers cut answers between tokens, not between characters: a piece may begin or end
// within a character, as half of its bytes or as one of its two surrogates, and encoding/json would put U+FFFD there.
type wireText string

// UnmarshalJSON reads a string, null as "", and any other value as its JSON.
func (t *wireText) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		return nil
	case b[0] != '"':
		*t = wireText(b)
		return nil
	case utf8.Valid(b) && !strings.Contains(string(b), `\u`):
		var s string
		err := json.Unmarshal(b, &s)
		*t = wireText(s)
		return err
	}
	*t = wireText(unquote(string(b[1 : len(b)-1])))
	return nil
}

var escapes = map[byte]byte{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unquote undoes the escapes of a JSON string whose syntax has been checked. A lone surrogate becomes the three bytes that
// it would have in UTF-8.
func unquote(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		if s[i] == 'u' && i+4 < len(s) {
			n, err := strconv.ParseUint(s[i+1:i+5], 16, 16)
			if err != nil {
				n = utf8.RuneError
			}
			out = appendUnit(out, rune(n))
			i += 4
			continue
		}
		if c, ok := escapes[s[i]]; ok {
			out = append(out, c)
		} else {
			out = append(out, s[i])
		}
	}
	return string(out)
}

func appendUnit(out []byte, r rune) []byte {
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(out, r)
	}
	return append(out, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0xBF, 0x80|byte(r)&0xBF)
}

// joiner puts pieces of text together so that each piece that leaves it is whole characters.
type joiner struct{ rest string }

// add gives what is whole of the text so far.
func (j *joiner) add(piece wireText) string {
	s := mendSurrogates(j.rest + string(piece))
	n := len(s) - openEnd(s)
	j.rest = s[n:]
	return strings.ToValidUTF8(s[:n], "\uFFFD")
}

// end gives what is left.
func (j *joiner) end() string {
	s := strings.ToValidUTF8(j.rest, "\uFFFD")
	j.rest = ""
	return s
}

// openEnd is how many bytes at the end may be the beginning of a character.
func openEnd(s string) int {
	if n := len(s); n >= 3 && highSurrogate(s[n-3:]) {
		return 3
	}
	for n := 1; n <= min(utf8.UTFMax-1, len(s)); n++ {
		if c := s[len(s)-n]; utf8.RuneStart(c) {
			if c >= 0xC2 && !utf8.FullRuneInString(s[len(s)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

func highSurrogate(s string) bool {
	return len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] <= 0xAF && s[2]&0xC0 == 0x80
}

func lowSurrogate(s string) bool {
	return len(s) >= 3 && s[0] == 0xED && s[1] >= 0xB0 && s[1] <= 0xBF && s[2]&0xC0 == 0x80
}

// mendSurrogates makes characters of pairs of surrogates.
func mendSurrogates(s string) string {
	if !strings.Contains(s, "\xED") {
		return s
	}
	unit := func(s string) rune { return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F) }
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if highSurrogate(s[i:]) && lowSurrogate(s[i+3:]) {
			b.WriteRune(utf16.DecodeRune(unit(s[i:]), unit(s[i+3:])))
			i += 5
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
