package content

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decodeText gives a file's text: UTF-8 and UTF-16 by their byte-order mark, UTF-8 where it is valid, else Windows-1252, which
// has Latin-1 in it. Not ok: bytes that are no text.
func decodeText(data []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(data[3:]), "\uFFFD"), true
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		return string(out), err == nil
	}
	controls := 0
	for _, c := range data {
		if c == 0 {
			return utf16Without(data)
		}
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b && c != 0x0b {
			controls++
		}
	}
	if controls*100 > len(data) {
		return "", false
	}
	if validUTF8(data) {
		return strings.ToValidUTF8(string(data), "\uFFFD"), true
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return string(out), err == nil
}

// validUTF8 forgives a last character that was cut.
func validUTF8(data []byte) bool {
	for i := 0; i < utf8.UTFMax && i <= len(data); i++ {
		if utf8.Valid(data[:len(data)-i]) {
			return true
		}
	}
	return false
}

// utf16Without reads UTF-16 without a mark: nearly every second byte is zero.
func utf16Without(data []byte) (string, bool) {
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	order := unicode.LittleEndian
	if zeros[0] > zeros[1] {
		order = unicode.BigEndian
	}
	if max(zeros[0], zeros[1])*10 < len(data)*3 || min(zeros[0], zeros[1])*100 > len(data) {
		return "", false
	}
	out, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(data)
	return string(out), err == nil
}

// readText makes paragraphs of what empty lines part. Lines that are underlined are headings; items begin with their mark.
func readText(b *builder, data []byte) {
	text, ok := decodeText(data)
	if !ok {
		b.err = damaged(nil, "the file is not text in UTF-8, UTF-16 or Windows-1252")
		return
	}
	b.paragraphs(text)
}

// paragraphs adds plain text.
func (b *builder) paragraphs(text string) {
	var lines []string
	flush := func() bool {
		ok := b.paragraph(lines)
		lines = lines[:0]
		return ok
	}
	for line := range strings.Lines(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n").Replace(text)) {
		line = Clean(line)
		if line != "" && !(marked(line) && len(lines) > 0) {
			lines = append(lines, line)
			continue
		}
		if !flush() {
			return
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	flush()
}

func (b *builder) paragraph(lines []string) bool {
	if len(lines) > 1 && underline(lines[1]) > 0 && utf8.RuneCountInString(lines[0]) <= maxHeading {
		return b.add(Block{Kind: Heading, Level: underline(lines[1]), Text: lines[0]}) && b.paragraph(lines[2:])
	}
	text := strings.Join(lines, "\n")
	switch {
	case len(lines) == 0:
		return b.ok()
	case marked(text):
		return b.add(Block{Kind: Item, Level: 1, Text: text})
	case len(lines) == 1 && numbered(text) && !endsSentence(text) && len(text) < maxHeading:
		number, _, _ := strings.Cut(text, " ")
		return b.add(Block{Kind: Heading, Level: min(1+strings.Count(strings.TrimRight(number, "."), "."), 6), Text: text})
	}
	return b.add(Block{Kind: Paragraph, Text: text})
}

// underline is the level of heading that a line of nothing but = or - makes of the line above.
func underline(line string) int {
	switch {
	case len(line) >= 3 && strings.Trim(line, "=") == "":
		return 1
	case len(line) >= 3 && strings.Trim(line, "-") == "":
		return 2
	}
	return 0
}
