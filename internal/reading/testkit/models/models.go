// Package models makes page models out of bytes for fuzz tests: pages of tables, texts and stray words, with places that
// no printer would choose among them.
//
// It owns the shapes of made pages. Production code must not import it.
package models

import (
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/pages"
)

// Bounds of what one run of bytes gives, so that an input is read in a moment.
const (
	maxPages = 4
	maxWords = 160
)

// Make lays out pages as the bytes say. All bytes give pages; no coordinate is NaN.
func Make(data []byte) []pages.Page {
	m := &maker{data: data}
	m.columns()
	list := make([]pages.Page, 1+m.pick(maxPages))
	for i := range list {
		list[i] = m.page(i + 1)
	}
	return list
}

// maker takes its choices off the bytes; after their end every choice is the first.
type maker struct {
	data  []byte
	words int
	cols  []column
	title []string // of the columns
}

// column is a column of every table: where it ends and what stands in it.
type column struct {
	x    float64
	kind int
}

func (m *maker) pick(n int) int {
	if len(m.data) == 0 || n <= 1 {
		return 0
	}
	b := m.data[0]
	m.data = m.data[1:]
	return int(b) % n
}

func (m *maker) word(list []string) string { return list[m.pick(len(list))] }

func (m *maker) columns() {
	n := m.pick(9)
	for i := range n {
		kind := m.pick(len(cells))
		m.cols = append(m.cols, column{x: 0.05 + 0.9*float64(i)/float64(n) + float64(m.pick(8))*0.01, kind: kind})
		m.title = append(m.title, m.word(headings[kind]))
	}
}

var sizes = [][2]float64{{595, 842}, {595, 842}, {842, 595}, {226, 2000}, {0, 0}, {-3, 7}, {1e9, 1e9}, {1e-9, 1e-9}, {1e300, 842}}

func (m *maker) page(number int) pages.Page {
	size := sizes[m.pick(len(sizes))]
	s := &sheet{maker: m, y: 0.02 + float64(m.pick(20))*0.02}
	s.Page = pages.Page{
		Number: number, Width: size[0], Height: size[1], Rotation: 90 * m.pick(4),
		Source: []pages.Source{pages.FromText, pages.FromOCR}[m.pick(2)],
	}
	s.pitch = []float64{0.015, 0.02, 0.03, 0.011, 0.05, 0, -0.02}[m.pick(7)]
	for range m.pick(6) {
		s.part()
	}
	return s.Page
}

// sheet is a page in the making: y is where its next row begins.
type sheet struct {
	pages.Page
	*maker
	y, pitch float64
}

// part adds one thing that pages have.
func (s *sheet) part() {
	switch s.pick(8) {
	case 0, 1:
		s.head()
		s.rows(s.pick(24))
	case 2:
		s.rows(s.pick(24))
	case 3:
		s.labels(1 + s.pick(12))
	case 4:
		s.sums(1 + s.pick(5))
	case 5:
		s.prose(1 + s.pick(12))
	case 6:
		s.stray(1 + s.pick(30))
	case 7:
		s.y = float64(s.pick(100)) / 100
	}
}

func (s *sheet) head() {
	for i, c := range s.cols {
		s.put(c.x, s.title[i])
	}
	s.feed()
}

// rows are a table's rows; a cell may be empty, hold two words or be wrapped.
func (s *sheet) rows(n int) {
	for range n {
		for _, c := range s.cols {
			switch s.pick(8) {
			case 0:
			case 1:
				s.put(c.x, s.word(cells[c.kind]), s.word(cells[c.kind]))
			default:
				s.put(c.x, s.word(cells[c.kind]))
			}
		}
		s.feed()
	}
}

func (s *sheet) labels(n int) {
	for range n {
		x := float64(s.pick(10)) / 10
		s.put(x, s.word(labels))
		if s.pick(4) > 0 {
			s.put(x+0.05+float64(s.pick(8))*0.04, s.word(values))
		}
		s.feed()
	}
}

func (s *sheet) sums(n int) {
	for range n {
		s.put(0.5, s.word(sums))
		for i := range s.pick(4) {
			s.put(0.7+0.1*float64(i), s.word(amounts))
		}
		s.feed()
	}
}

func (s *sheet) prose(n int) {
	for range n {
		var line []string
		for range 1 + s.pick(14) {
			line = append(line, s.word(texts))
		}
		s.put(float64(s.pick(6))/10, line...)
		s.feed()
	}
}

// far are places and lengths that no page has.
var far = []float64{0, 0, 1e-300, -1e-300, 1e300, -1e300, 0.5, 2, -1, 1e6, 3e-5}

// stray are words with boxes of any form: empty, turned inside out, beyond the page.
func (s *sheet) stray(n int) {
	every := [][]string{labels, values, sums, amounts, texts}
	for range n {
		b := pages.Box{X0: float64(s.pick(256)) / 255, Y0: float64(s.pick(256)) / 255}
		b.X1, b.Y1 = b.X0+float64(s.pick(32))/100, b.Y0+float64(s.pick(16))/200
		switch s.pick(6) {
		case 0:
			b.X1 = far[s.pick(len(far))]
		case 1:
			b.Y1 = far[s.pick(len(far))]
		case 2:
			b.X0, b.Y0 = far[s.pick(len(far))], far[s.pick(len(far))]
		}
		s.line(pages.Line{Words: []pages.Word{{Text: s.word(every[s.pick(len(every))]), Box: b, Confidence: float64(s.pick(11)) / 10}}, Box: b})
	}
}

func (s *sheet) feed() { s.y += s.pitch }

const (
	letterWide = 0.009
	letterHigh = 0.012
)

// put writes words side by side. A text of several words is parted as a source would part it.
func (s *sheet) put(x float64, words ...string) {
	var l pages.Line
	for _, text := range words {
		wide := letterWide * float64(utf8.RuneCountInString(text))
		w := pages.Word{Text: text, Box: pages.Box{X0: x, Y0: s.y, X1: x + wide, Y1: s.y + letterHigh}, Confidence: 0.9}
		x += wide + letterWide
		l.Words = append(l.Words, w)
	}
	if len(l.Words) > 0 {
		l.Box = pages.Box{X0: l.Words[0].Box.X0, Y0: s.y, X1: l.Words[len(l.Words)-1].Box.X1, Y1: s.y + letterHigh}
	}
	s.line(l)
}

func (s *sheet) line(l pages.Line) {
	if s.words += len(l.Words) + 1; s.words <= maxWords {
		s.Lines = append(s.Lines, l)
	}
}
