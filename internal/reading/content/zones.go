package content

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cellBreak stands between the cells of a row that was read off a page.
const cellBreak = " | "

// zone is rows of a page that are read alike.
type zone struct {
	kind zoneKind
	rows [][]piece // from left to right each
	cut  float64   // of columns: where the second begins
}

type zoneKind int

const (
	zonePlain   zoneKind = iota // one line under the other
	zoneTable                   // rows of cells
	zoneColumns                 // two columns of prose
)

// What makes columns of prose: so many rows that go on side by side, so many characters a line on either side.
const (
	minColumnRows  = 4
	minColumnChars = 22
	maxColumnRows  = 300 // of a zone, so that a hostile page costs no more than its size
)

// zonesOf parts a page into what is read alike.
func zonesOf(sheet []piece) []zone {
	rows := rowsOf(sheet)
	var out []zone
	for i := 0; i < len(rows); {
		z := zone{kind: zonePlain}
		n := 1
		switch {
		case columnsFrom(rows[i:], &z) > 0:
			n = columnsFrom(rows[i:], &z)
			z.kind = zoneColumns
		case len(rows[i]) > 1:
			for i+n < len(rows) && len(rows[i+n]) > 1 && columnsFrom(rows[i+n:], &zone{}) == 0 {
				n++
			}
			z.kind = zoneTable
		default:
			for i+n < len(rows) && len(rows[i+n]) == 1 && columnsFrom(rows[i+n:], &zone{}) == 0 {
				n++
			}
		}
		z.rows = rows[i : i+n]
		out = append(out, z)
		i += n
	}
	return out
}

// rowsOf groups what stands at one height, from the top down.
func rowsOf(sheet []piece) [][]piece {
	sorted := slices.Clone(sheet)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].y0+sorted[i].y1 < sorted[j].y0+sorted[j].y1 })
	var rows [][]piece
	for _, p := range sorted {
		if n := len(rows) - 1; n >= 0 && fits(rows[n], p) {
			rows[n] = append(rows[n], p)
			continue
		}
		rows = append(rows, []piece{p})
	}
	for _, r := range rows {
		sort.SliceStable(r, func(i, j int) bool { return r[i].x0 < r[j].x0 })
	}
	return rows
}

func fits(row []piece, p piece) bool {
	for _, o := range row[max(0, len(row)-64):] {
		if !p.beside(o) {
			return false
		}
	}
	return true
}

// columnsFrom tells how many rows from the first are two columns of prose, 0 when they are none. Lines of both columns need
// not stand at one height: a row may hold one of them alone.
func columnsFrom(rows [][]piece, z *zone) int {
	if len(rows[0]) > 2 || len(rows) < minColumnRows {
		return 0
	}
	cut, ok := gutter(rows)
	if !ok {
		return 0
	}
	n := 0
	for n < min(len(rows), maxColumnRows) && apart(rows[n], cut) {
		n++
	}
	left, right := sides(rows[:n], cut)
	if !left.prose() || !right.prose() || paired(rows[:n]) && (left.entries() || right.entries()) {
		return 0
	}
	z.cut = cut
	return n
}

// columnSide is what stands on one side of a gutter.
type columnSide []piece

func sides(rows [][]piece, cut float64) (left, right columnSide) {
	for _, r := range rows {
		for _, p := range r {
			if p.x0 >= cut {
				right = append(right, p)
			} else {
				left = append(left, p)
			}
		}
	}
	return left, right
}

// prose tells that there are as many lines, and as long ones, as a column of prose has.
func (s columnSide) prose() bool {
	chars := 0
	for _, p := range s {
		chars += utf8.RuneCountInString(p.text)
	}
	return len(s) >= minColumnRows && chars >= minColumnChars*len(s)
}

// entries tells that each line is something by itself, as cells are: hardly one goes on in small letters, and many end before the
// edge that lines of prose are filled to.
func (s columnSide) entries() bool {
	begun, full, edge := 0, 0, 0.0
	for _, p := range s {
		edge = max(edge, p.x1)
	}
	for _, p := range s {
		if r, _ := utf8.DecodeRuneInString(p.text); !unicode.IsLower(r) {
			begun++
		}
		if p.x1-p.x0 >= 0.85*(edge-p.x0) {
			full++
		}
	}
	return begun*4 >= len(s)*3 && full*10 < len(s)*7
}

// paired tells that nearly every row has something on both sides.
func paired(rows [][]piece) bool {
	both := 0
	for _, r := range rows {
		if len(r) == 2 {
			both++
		}
	}
	return both*10 >= len(rows)*9
}

// gutter finds where the second column begins, by the first rows that show it.
func gutter(rows [][]piece) (float64, bool) {
	for _, r := range rows[:minColumnRows] {
		if len(r) == 2 && r[1].x0 > 0.35 && r[1].x0 < 0.7 {
			return r[1].x0 - 0.005, true
		}
		if len(r) == 1 && r[0].x0 > 0.35 && r[0].x0 < 0.7 {
			return r[0].x0 - 0.005, true
		}
	}
	return 0, false
}

// apart tells that nothing of the row crosses the gutter and neither side has two pieces.
func apart(row []piece, cut float64) bool {
	if len(row) > 2 {
		return false
	}
	for _, p := range row {
		if p.x0 < cut && p.x1 > cut {
			return false
		}
	}
	return len(row) == 1 || row[0].x0 < cut && row[1].x0 >= cut
}

func (z zone) blocks(body float64) []Block {
	switch z.kind {
	case zoneTable:
		return z.table()
	case zoneColumns:
		var left, right []piece
		for _, r := range z.rows {
			for _, p := range r {
				if p.x0 < z.cut {
					left = append(left, p)
				} else {
					right = append(right, p)
				}
			}
		}
		return append(prose(left, body), prose(right, body)...)
	default:
		var list []piece
		for _, r := range z.rows {
			list = append(list, r...)
		}
		return prose(list, body)
	}
}

// table gives each row as a block. The first row is the header of the others when it has no digits and most of them as many
// cells.
func (z zone) table() []Block {
	var header *Block
	out := make([]Block, 0, len(z.rows))
	for i, r := range z.rows {
		b := rowBlock(r)
		if i == 0 && len(z.rows) > 1 && len(r) > 1 && !strings.ContainsAny(b.Text, "0123456789") && z.like(len(r)) {
			header = &b
			out = append(out, b)
			continue
		}
		b.Header = header
		out = append(out, b)
	}
	return out
}

// like tells that most rows below the first have about n cells.
func (z zone) like(n int) bool {
	alike := 0
	for _, r := range z.rows[1:] {
		if len(r) >= n-1 && len(r) <= n+1 {
			alike++
		}
	}
	return alike*2 > len(z.rows)-1
}

func rowBlock(cells []piece) Block {
	b := Block{Kind: Row}
	var text strings.Builder
	for i, c := range cells {
		if i > 0 {
			text.WriteString(cellBreak)
		}
		b.Lines = append(b.Lines, c.line(text.Len(), text.Len()+len(c.text)))
		text.WriteString(c.text)
	}
	b.Text = text.String()
	return b
}
