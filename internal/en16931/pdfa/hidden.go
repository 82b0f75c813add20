package pdfa

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// hiddenFont lets words lie under a picture, to be selected and found: its letters are empty and half as wide as high.
// Letters get codes in the order in which they come.
type hiddenFont struct {
	object int
	codes  map[rune]int
	runes  []rune // of code n+1
}

func newHiddenFont(object int) *hiddenFont { return &hiddenFont{object: object, codes: map[rune]int{}} }

// maxCode is the last of the codes, which have two bytes. What comes beyond is left out.
const maxCode = 0xFFFE

// show places the words of a page, each drawn out to the width of its box, with text rendering mode 3: neither fill
// nor stroke.
func (f *hiddenFont) show(content *bytes.Buffer, p Page) {
	content.WriteString("BT 3 Tr\n")
	for _, w := range p.Words {
		codes, n := f.encode(w.Text)
		size := max((w.Y1-w.Y0)*p.Height, 1)
		width := (w.X1 - w.X0) * p.Width
		if n == 0 || width <= 0 || math.IsNaN(width+size) || math.IsInf(width+size, 0) {
			continue
		}
		stretch := width / (float64(n) * size * glyphAdvance / unitsPerEm) * 100
		fmt.Fprintf(content, "/H %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj\n", size, stretch, w.X0*p.Width, (1-w.Y1)*p.Height+size/5, codes)
	}
	content.WriteString("ET\n")
}

func (f *hiddenFont) encode(s string) (codes string, n int) {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "") {
		code, ok := f.codes[r]
		if !ok {
			if len(f.runes) == maxCode {
				continue
			}
			f.runes = append(f.runes, r)
			code = len(f.runes)
			f.codes[r] = code
		}
		fmt.Fprintf(&b, "%04X", code)
		n++
	}
	return b.String(), n
}

// write writes the font's objects.
func (f *hiddenFont) write(d *pdf) {
	program := emptyFont()
	file := d.stream(fmt.Sprintf("/Length1 %d", len(program)), program, true)
	glyphs := make([]byte, 2, 2*len(f.runes)+2) // code 0 is no letter; every other is the one that there is
	for range f.runes {
		glyphs = append(glyphs, 0, 1)
	}
	toGlyph := d.stream("", glyphs, true)
	unicode := d.stream("", toUnicode(slices.Collect(func(yield func(mapping) bool) {
		for i, r := range f.runes {
			if !yield(mapping{i + 1, r}) {
				return
			}
		}
	})), true)
	descriptor := d.object(fmt.Sprintf("<< /Type /FontDescriptor /FontName /DocketHidden /Flags 5 /FontBBox [ 0 0 %d %d ] /ItalicAngle 0 /Ascent %d /Descent 0 /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>",
		glyphAdvance, unitsPerEm, unitsPerEm, unitsPerEm, file))
	d.composite(f.object, "DocketHidden", descriptor, unicode, fmt.Sprintf("/CIDToGIDMap %d 0 R /DW %d", toGlyph, glyphAdvance))
}

// composite defines a font whose codes of two bytes are numbers of letters.
func (d *pdf) composite(object int, name string, descriptor, unicode int, glyphs string) {
	below := d.object(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R %s >>",
		name, descriptor, glyphs))
	d.define(object, fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [ %d 0 R ] /ToUnicode %d 0 R >>",
		name, below, unicode))
}

// mapping says what character a code stands for.
type mapping struct {
	code int
	char rune
}

// toUnicode is a ToUnicode CMap (ISO 32000-1, 9.10.3).
func toUnicode(list []mapping) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(list, 100) { // the most that one block may have
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, m := range part {
			fmt.Fprintf(&b, "<%04X> <%s>\n", m.code, utf16Hex(string(m.char)))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

const (
	unitsPerEm   = 1000
	glyphAdvance = 500
)

// emptyFont makes the smallest TrueType font: two letters without an outline.
func emptyFont() []byte {
	u16 := func(list ...int) (b []byte) {
		for _, v := range list {
			b = binary.BigEndian.AppendUint16(b, uint16(v)) // of the tables' fields, below 65536 by their definition
		}
		return b
	}
	tables := []struct {
		name string
		data []byte
	}{
		{"glyf", make([]byte, 4)}, // never read; some readers refuse a table of no bytes
		{"head", concat(u32(0x10000), u32(0x10000), u32(0), u32(0x5F0F3CF5), u16(0, unitsPerEm), make([]byte, 16), u16(0, 0, glyphAdvance, unitsPerEm, 0, 8, 2, 0, 0))},
		{"hhea", concat(u32(0x10000), u16(unitsPerEm, 0, 0, glyphAdvance, 0, 0, glyphAdvance, 1, 0, 0, 0, 0, 0, 0, 0, 2))},
		{"hmtx", u16(glyphAdvance, 0, glyphAdvance, 0)},
		{"loca", u16(0, 0, 0)},
		{"maxp", concat(u32(0x10000), u16(2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0))},
	}
	header := concat(u32(0x10000), u16(len(tables), 64, 2, len(tables)*16-64))
	offset := len(header) + 16*len(tables)
	var body []byte
	for _, t := range tables {
		padded := concat(t.data, make([]byte, (4-len(t.data)%4)%4))
		header = concat(header, []byte(t.name), u32(int(checksum(padded))), u32(offset+len(body)), u32(len(t.data)))
		body = append(body, padded...)
	}
	return concat(header, body)
}

func checksum(b []byte) (sum uint32) {
	for i := 0; i+4 <= len(b); i += 4 {
		sum += binary.BigEndian.Uint32(b[i:])
	}
	return sum
}
