// Package encodings gives the text of bytes whose encoding nobody vouches for.
//
// It owns which encodings are known, and how a text's letters tell the one that it is in. It does not own the letters of languages
// (lang) nor the forms of files (content).
package encodings

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Decode gives a file's text: by its byte-order mark, as UTF-8 where it is valid, else in the encoding that it is told to be
// in, else in the one that its letters speak for. Not ok: bytes that are no text, or that no encoding makes sense of.
func Decode(data []byte, declared string) (string, bool) {
	for _, m := range marks {
		if bytes.HasPrefix(data, m.mark) {
			return decoded(m.encoding, data)
		}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		if text, ok := wideWithout(data); ok {
			return text, true
		}
		if data = withoutStray(data); data == nil {
			return "", false
		}
	}
	if controls(data)*100 > len(data) {
		return "", false
	}
	if ValidUTF8(data) {
		if bytes.Contains(data, []byte("\x1b$")) { // seven bits, so valid UTF-8 too
			if text, ok := decoded(japanese.ISO2022JP, data); ok {
				return text, true
			}
		}
		return strings.ToValidUTF8(string(data), "\uFFFD"), true
	}
	if e, _ := charset.Lookup(declared); e != nil && declared != "" {
		if text, ok := strictly(e, data); ok {
			return text, true
		}
	}
	return detected(data)
}

// marks are byte-order marks. That of UTF-32 begins with that of UTF-16.
var marks = []struct {
	mark     []byte
	encoding encoding.Encoding
}{
	{[]byte("\xef\xbb\xbf"), unicode.UTF8BOM},
	{[]byte("\xff\xfe\x00\x00"), utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	{[]byte("\x00\x00\xfe\xff"), utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
	{[]byte("\xff\xfe"), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{[]byte("\xfe\xff"), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
}

func decoded(e encoding.Encoding, data []byte) (string, bool) {
	out, err := e.NewDecoder().Bytes(data)
	return strings.ReplaceAll(string(out), "\x00", ""), err == nil
}

// strictly decodes bytes all of which mean something in an encoding, but for a last character that was cut.
func strictly(e encoding.Encoding, data []byte) (string, bool) {
	text, ok := decoded(e, data)
	text = strings.TrimSuffix(text, "\uFFFD")
	return text, ok && !strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || r >= 0x80 && r < 0xa0 })
}

// wideWithout reads UTF-16 and UTF-32 without a mark: nearly every second byte is zero, or three in four.
func wideWithout(data []byte) (string, bool) {
	var zeros [4]int
	for i, c := range data {
		if c == 0 {
			zeros[i%4]++
		}
	}
	quarter := len(data) / 4
	few := func(n int) bool { return n*50 < quarter+50 }
	most := func(n int) bool { return n*10 > quarter*9 }
	switch {
	case few(zeros[0]) && most(zeros[2]) && most(zeros[3]) && len(data)%4 == 0:
		return decoded(utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), data)
	case most(zeros[0]) && most(zeros[1]) && few(zeros[3]) && len(data)%4 == 0:
		return decoded(utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), data)
	}
	even, odd := zeros[0]+zeros[2], zeros[1]+zeros[3]
	if max(even, odd)*10 < len(data)*3 || min(even, odd)*100 > len(data) {
		return "", false
	}
	if even > odd {
		return decoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), data)
	}
	return decoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), data)
}

// What zero bytes a text may have that some program left in it: a few, and any number behind its end.
const (
	strayZeros = 8
	strayShare = 50 // one in so many
)

// withoutStray drops zero bytes from a text; nil when there are too many for one.
func withoutStray(data []byte) []byte {
	data = bytes.TrimRight(data, "\x00")
	if n := bytes.Count(data, []byte{0}); n > max(strayZeros, len(data)/strayShare) {
		return nil
	}
	return bytes.ReplaceAll(data, []byte{0}, nil)
}

// controls counts the control characters that are in no text.
func controls(data []byte) int {
	n := 0
	for _, c := range data {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b && c != 0x0b && c != 0x1a {
			n++
		}
	}
	return n
}

// ValidUTF8 forgives a last character that was cut.
func ValidUTF8(data []byte) bool {
	for i := 0; i < utf8.UTFMax && i <= len(data); i++ {
		if utf8.Valid(data[:len(data)-i]) {
			return true
		}
	}
	return false
}
