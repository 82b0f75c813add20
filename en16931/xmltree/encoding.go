package xmltree

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// charsets are the single-byte encodings accepted beside UTF-8 and UTF-16. ISO-8859-1 is read as its superset
// Windows-1252, as every browser does: writers that declare the one often write the other.
var charsets = map[string]encoding.Encoding{
	"iso-8859-1": charmap.Windows1252, "latin1": charmap.Windows1252, "iso_8859-1": charmap.Windows1252, "l1": charmap.Windows1252,
	"windows-1252": charmap.Windows1252, "cp1252": charmap.Windows1252,
	"iso-8859-2": charmap.ISO8859_2, "iso-8859-3": charmap.ISO8859_3, "iso-8859-4": charmap.ISO8859_4,
	"iso-8859-5": charmap.ISO8859_5, "iso-8859-7": charmap.ISO8859_7, "iso-8859-9": charmap.ISO8859_9,
	"iso-8859-10": charmap.ISO8859_10, "iso-8859-13": charmap.ISO8859_13, "iso-8859-14": charmap.ISO8859_14,
	"iso-8859-15": charmap.ISO8859_15, "latin9": charmap.ISO8859_15, "iso-8859-16": charmap.ISO8859_16,
	"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1253": charmap.Windows1253,
	"windows-1254": charmap.Windows1254, "windows-1257": charmap.Windows1257,
}

var byteOrderMarks = []struct {
	mark string
	enc  encoding.Encoding // nil: not supported
	utf8 bool
}{
	{"\x00\x00\xFE\xFF", nil, false},
	{"\xFF\xFE\x00\x00", nil, false},
	{"\xEF\xBB\xBF", nil, true},
	{"\xFE\xFF", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), false},
	{"\xFF\xFE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), false},
}

// decode gives the document as UTF-8 without its mark. The bytes decide over the declaration between UTF-8 and UTF-16:
// a document converted on its way often keeps the declaration it started with.
func decode(data []byte) (string, error) {
	for _, b := range byteOrderMarks {
		if !bytes.HasPrefix(data, []byte(b.mark)) {
			continue
		}
		data = data[len(b.mark):]
		switch {
		case b.utf8:
			return fromUTF8(data)
		case b.enc == nil:
			return "", &Error{Code: CodeEncoding, Message: "UTF-32 is not supported"}
		}
		return convert(data, b.enc)
	}
	if len(data) >= 4 && data[0] == 0 && data[1] == '<' && data[2] == 0 {
		return convert(data, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM))
	}
	if len(data) >= 4 && data[0] == '<' && data[1] == 0 && data[3] == 0 {
		return convert(data, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))
	}
	switch name := declaredEncoding(data); name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be":
		return fromUTF8(data)
	default:
		enc, ok := charsets[name]
		if !ok {
			return "", &Error{Code: CodeEncoding, Message: "the encoding " + name + " is not supported"}
		}
		return convert(data, enc)
	}
}

func fromUTF8(data []byte) (string, error) {
	if utf8.Valid(data) {
		return normalizeLines(data), nil
	}
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	line, column := position(string(data[:at]), at)
	return "", &Error{Code: CodeEncoding, Message: "bytes that are not UTF-8", Line: line, Column: column}
}

func convert(data []byte, enc encoding.Encoding) (string, error) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", &Error{Code: CodeEncoding, Message: "bytes that do not fit their encoding"}
	}
	if !bytes.ContainsRune(out, utf8.RuneError) {
		return normalizeLines(out), nil
	}
	return "", &Error{Code: CodeEncoding, Message: "bytes that do not fit their encoding"}
}

// normalizeLines makes every line end a line feed, which XML 1.0 section 2.11 asks for before anything else.
func normalizeLines(data []byte) string {
	at := bytes.IndexByte(data, '\r')
	if at < 0 {
		return string(data)
	}
	var b strings.Builder
	b.Grow(len(data))
	for ; at >= 0; at = bytes.IndexByte(data, '\r') {
		b.Write(data[:at])
		b.WriteByte('\n')
		data = data[at+1:]
		if len(data) > 0 && data[0] == '\n' {
			data = data[1:]
		}
	}
	b.Write(data)
	return b.String()
}

// declaredEncoding is the lower-case name in the XML declaration, "" when there is none.
func declaredEncoding(data []byte) string {
	if !bytes.HasPrefix(data, []byte("<?xml")) {
		return ""
	}
	end := bytes.Index(data[:min(len(data), 1024)], []byte("?>"))
	if end < 0 {
		return ""
	}
	declaration := data[:end]
	at := bytes.Index(declaration, []byte("encoding"))
	if at < 0 {
		return ""
	}
	value := bytes.TrimLeft(declaration[at+len("encoding"):], " \t\r\n=")
	if len(value) == 0 || (value[0] != '"' && value[0] != '\'') {
		return ""
	}
	name, _, _ := bytes.Cut(value[1:], value[:1])
	return strings.ToLower(string(name[:min(len(name), 40)]))
}
