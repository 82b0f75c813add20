package typeset

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/docketapi/docket/internal/en16931/pdfa"
)

// An A4 page and its margins, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 50
	right      = pageWidth - 50
	top        = 56
	bottom     = pageHeight - 62

	size      = 9
	leading   = 12.5
	titleSize = 16
	headSize  = 7.5 // of the heads of columns
	least     = 5   // that a number is set in to fit its column
)

// canvas sets text from the top down and gives a page away when it is full.
type canvas struct {
	add    func(pdfa.Page) error
	footer string
	word   string // for a page
	terms  bool   // business terms are shown
	page   pdfa.Page
	number int
	y      float64 // of the next base line
	err    error   // of add; nothing is set after it
}

func newCanvas(footer, word string, add func(pdfa.Page) error) *canvas {
	s := &canvas{add: add, footer: shorten(footer, footerWidth), word: word}
	s.begin()
	return s
}

func (s *canvas) begin() {
	s.number++
	s.page = pdfa.Page{Width: pageWidth, Height: pageHeight}
	s.y = top
}

// end gives the page away.
func (s *canvas) end() {
	s.put(pdfa.Text{X: left, Y: pageHeight - 34, Size: 7.5, Text: s.footer})
	s.put(pdfa.Text{X: right, Y: pageHeight - 34, Size: 7.5, Right: true, Text: fmt.Sprintf("%s %d", s.word, s.number)})
	if s.err == nil {
		s.err = s.add(s.page)
	}
	s.page = pdfa.Page{}
}

// need begins a new page when less than the given height is left; it tells whether it did.
func (s *canvas) need(height float64) bool {
	if s.y+height <= bottom {
		return false
	}
	s.end()
	s.begin()
	return true
}

func (s *canvas) put(t pdfa.Text) {
	if t.Text != "" && s.err == nil {
		s.page.Texts = append(s.page.Texts, t)
	}
}

// text sets one line at x and stays on it.
func (s *canvas) text(x float64, bold bool, text string) {
	s.put(pdfa.Text{X: x, Y: s.y, Size: size, Bold: bold, Text: text})
}

// amount sets one line that ends at x and stays on it.
func (s *canvas) amount(x float64, bold bool, text string) {
	s.put(pdfa.Text{X: x, Y: s.y, Size: size, Bold: bold, Right: true, Text: text})
}

// fitted is amount in letters that are small enough for a width: a number that is broken is another number.
func (s *canvas) fitted(x, width float64, text string) {
	letters := float64(size)
	if is := pdfa.TextWidth(text, size, false); is > width {
		letters = max(least, size*width/is)
	}
	s.put(pdfa.Text{X: x, Y: s.y, Size: letters, Right: true, Text: text})
}

func (s *canvas) down(lines float64) { s.y += lines * leading }

// heading begins a section, with room for two of its lines.
func (s *canvas) heading(text string) {
	s.down(0.8)
	s.need(3 * leading)
	s.put(pdfa.Text{X: left, Y: s.y, Size: 10.5, Bold: true, Text: text})
	s.down(1.2)
}

// pair sets a name and its value, which may take several lines each.
func (s *canvas) pair(name, value string, strong bool) {
	const at = left + 150
	names, lines := wrapAt(name, at-left-gap, size, false), wrapAt(value, right-at, size, strong)
	for i := range max(len(names), len(lines)) {
		s.need(leading)
		if i < len(names) {
			s.text(left, false, names[i])
		}
		if i < len(lines) {
			s.text(at, strong, lines[i])
		}
		s.down(1)
	}
}

// maxLines bounds how many lines one text may take: nobody reads more, and the data has it all.
const maxLines = 200

// footerWidth is how much of a page's foot the title may take, in letters of the text's size.
const footerWidth = 420

// wrapAt breaks a text into lines of a width in letters of a size; a word that is wider is cut.
func wrapAt(text string, width, letters float64, bold bool) []string {
	width *= size / letters // measured as if in letters of the text
	if bold {
		width *= boldness
	}
	return wrap(text, width)
}

// boldness is by how much less of a bold text fits.
const boldness = 0.92

// shorten is as much of the text as fits.
func shorten(text string, width float64) string { return cut(text, width)[0] }

// wrap breaks a text into lines of a width; a word that is wider is cut.
func wrap(text string, width float64) []string {
	var out []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line, used := "", 0.0
		for _, word := range strings.FieldsFunc(paragraph, breaks) {
			for _, piece := range cut(word, width) {
				w := pdfa.TextWidth(piece, size, false)
				switch {
				case line == "":
					line, used = piece, w
				case used+space+w <= width:
					line, used = line+" "+piece, used+space+w
				default:
					out = append(out, line)
					line, used = piece, w
				}
			}
			if len(out) > maxLines {
				return append(out[:maxLines], "…")
			}
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// breaks tells where a line may end: at any white space but the blank that does not break.
func breaks(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// space is about the width of a blank.
const space = size * 0.28

// cut breaks a word that is wider than a line.
func cut(word string, width float64) []string {
	if pdfa.TextWidth(word, size, false) <= width {
		return []string{word}
	}
	var out []string
	line, used := "", 0.0
	for _, r := range word {
		w := pdfa.TextWidth(string(r), size, false)
		if used+w > width && line != "" {
			out, line, used = append(out, line), "", 0
		}
		line, used = line+string(r), used+w
	}
	return append(out, line)
}
