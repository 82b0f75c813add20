package content

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/content/encodings"
)

// readText makes paragraphs of what empty lines part. Lines that are underlined are headings; items begin with their mark.
func readText(b *builder, data []byte) {
	if text, ok := b.decode(data); ok {
		b.paragraphs(text)
	}
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

// noText is what is said of bytes that are no text in any encoding that is read.
const noText = "the file is not text in any encoding that is read"

// decode gives the text of the file.
func (b *builder) decode(data []byte) (string, bool) {
	text, ok := encodings.Decode(data, b.charset)
	if !ok && b.err == nil {
		b.err = damaged(nil, noText)
	}
	return text, ok
}
