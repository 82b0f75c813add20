package typeset

import (
	"github.com/docketapi/docket/internal/en16931/display"
	"github.com/docketapi/docket/internal/en16931/pdfa"
)

// gap is between two columns.
const gap = 6

// column is where a column stands.
type column struct {
	from, to float64
	number   bool
}

func (c column) width() float64 { return c.to - c.from }

func columns(t *display.Table) []column {
	out := make([]column, len(t.Columns))
	at := float64(left)
	for i, c := range t.Columns {
		width := c.Width * (right - left)
		out[i] = column{at, at + width - gap, c.Number}
		at += width
	}
	out[len(out)-1].to = right
	return out
}

func (s *canvas) table(t *display.Table) {
	at := columns(t)
	s.need(4 * leading)
	s.heads(t, at)
	for _, row := range t.Rows {
		if s.need(2 * leading) {
			s.heads(t, at)
		}
		s.row(t, at, row)
	}
}

// heads sets the heads of the columns, each with its term below it.
func (s *canvas) heads(t *display.Table, at []column) {
	most := 0
	for i, c := range at {
		lines := wrapAt(t.Columns[i].Label, c.width(), headSize, true)
		if s.terms {
			lines = append(lines, wrapAt(t.Columns[i].Term, c.width(), headSize, true)...)
		}
		for k, line := range lines {
			text := pdfa.Text{X: c.from, Y: s.y + float64(k)*headSize*leading/size, Size: headSize, Bold: k == 0, Right: c.number, Text: line}
			if c.number {
				text.X = c.to
			}
			s.put(text)
		}
		most = max(most, len(lines))
	}
	s.down(float64(most)*headSize/size + 0.3)
}

// row sets a row: each cell in as many lines as it needs, the further texts below the cell they belong to. A row that does not fit
// goes on on the next page, below the heads of the columns.
func (s *canvas) row(t *display.Table, at []column, row display.Row) {
	lines, most := make([][]string, len(at)), 0
	for i := range row.Cells {
		lines[i] = []string{row.Cells[i]}
		if !at[i].number {
			lines[i] = wrap(row.Cells[i], at[i].width())
		}
		if i == row.Under {
			for _, text := range row.More {
				lines[i] = append(lines[i], wrap(text, at[i].width())...)
			}
		}
		most = max(most, len(lines[i]))
	}
	for k := range most {
		if s.need(leading) {
			s.heads(t, at)
		}
		for i, c := range at {
			switch {
			case k >= len(lines[i]):
			case c.number:
				s.fitted(c.to, c.width(), lines[i][k])
			default:
				s.text(c.from, false, lines[i][k])
			}
		}
		s.down(1)
	}
	s.down(0.25)
}
