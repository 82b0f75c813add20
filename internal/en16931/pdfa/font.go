package pdfa

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font that pages of text are set in. It has the letters of Latin, Greek and Cyrillic.
type face struct {
	short   string
	program []byte
	font    *sfnt.Font
	ppem    fixed.Int26_6 // at which a unit of the font is a pixel
	mu      sync.Mutex    // guards buf
	buf     sfnt.Buffer
}

var (
	regular = sync.OnceValues(func() (*face, error) { return parseFace("R", goregular.TTF) })
	bold    = sync.OnceValues(func() (*face, error) { return parseFace("B", gobold.TTF) })
)

func faceOf(isBold bool) (*face, error) {
	if isBold {
		return bold()
	}
	return regular()
}

func parseFace(short string, program []byte) (*face, error) {
	f, err := sfnt.Parse(program)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return &face{short: short, program: program, font: f, ppem: fixed.I(int(f.UnitsPerEm()))}, nil
}

func (f *face) name() string { return f.short }

// glyph is a character's letter with its width in thousandths of the size. What the font lacks is shown as a question
// mark: PDF/A allows no reference to the letter that stands for none.
func (f *face) glyph(r rune) (number int, g usedGlyph) {
	f.mu.Lock()
	defer f.mu.Unlock()
	index, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil || index == 0 {
		r = '?'
		index, _ = f.font.GlyphIndex(&f.buf, r) // the fonts have one
	}
	advance, err := f.font.GlyphAdvance(&f.buf, index, f.ppem, font.HintingNone)
	if err != nil {
		advance = 0
	}
	return int(index), usedGlyph{r, int(math.Round(float64(advance) / 64 * 1000 / float64(f.font.UnitsPerEm())))}
}

// TextWidth is the width of a text in points.
func TextWidth(text string, size float64, isBold bool) float64 {
	f, err := faceOf(isBold)
	if err != nil {
		return 0
	}
	sum := 0
	for _, r := range text {
		_, g := f.glyph(r)
		sum += g.width
	}
	return float64(sum) * size / 1000
}

// textFont is a face with the letters of it that a document uses.
type textFont struct {
	object int
	face   *face
	used   map[int]usedGlyph
}

type usedGlyph struct {
	char  rune
	width int
}

func newTextFont(object int, f *face) *textFont {
	return &textFont{object: object, face: f, used: map[int]usedGlyph{}}
}

func (f *textFont) show(content *bytes.Buffer, height float64, t Text) {
	var codes strings.Builder
	for _, r := range strings.ToValidUTF8(t.Text, "?") {
		number, g := f.face.glyph(r)
		if _, known := f.used[number]; !known {
			f.used[number] = g
		}
		fmt.Fprintf(&codes, "%04X", number)
	}
	x := t.X
	if t.Right {
		x -= TextWidth(t.Text, t.Size, t.Bold)
	}
	fmt.Fprintf(content, "BT 0 Tr 100 Tz /%s %.2f Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj ET\n", f.face.name(), t.Size, x, height-t.Y, codes.String())
}

// write writes the font's objects: the whole program, and the widths of what is used.
func (f *textFont) write(d *pdf) {
	name := map[string]string{"R": "GoRegular", "B": "GoBold"}[f.face.short]
	file := d.stream(fmt.Sprintf("/Length1 %d", len(f.face.program)), f.face.program, true)
	var widths strings.Builder
	list := make([]mapping, 0, len(f.used))
	for _, g := range slices.Sorted(maps.Keys(f.used)) {
		fmt.Fprintf(&widths, "%d [ %d ] ", g, f.used[g].width)
		list = append(list, mapping{g, f.used[g].char})
	}
	unicode := d.stream("", toUnicode(list), true)
	descriptor := d.object(fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [ -440 -432 2160 1052 ] /ItalicAngle 0 /Ascent 944 /Descent -211 /CapHeight 723 /StemV 90 /FontFile2 %d 0 R >>",
		name, file))
	d.composite(f.object, name, descriptor, unicode, "/CIDToGIDMap /Identity /W [ "+widths.String()+"]")
}
