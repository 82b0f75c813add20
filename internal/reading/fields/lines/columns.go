package lines

import (
	"math"
	"sort"

	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// column is a table's column: everything whose middle lies between X0 and X1.
type column struct {
	role    role
	stacked role
	x0, x1  float64
}

// grid is the columns of a table from left to right, without gaps between them.
type grid []column

// at is the column of a place.
func (g grid) at(x float64) int {
	for i := range g {
		if x < g[i].x1 {
			return i
		}
	}
	return len(g) - 1
}

// has tells whether a column has one of the roles.
func (g grid) has(roles ...role) bool {
	for _, c := range g {
		for _, r := range roles {
			if c.role == r || c.stacked == r {
				return true
			}
		}
	}
	return false
}

// span is an interval that a column border should not cut.
type span struct{ x0, x1, weight float64 }

// makeGrid puts a border between each two headings, where it cuts the fewest texts of head and items, in the middle of
// the widest such gap.
func makeGrid(cells []heading, items [][]token) grid {
	var spans []span
	for _, c := range cells {
		spans = append(spans, span{c.box.X0, c.box.X1, spanHeader})
	}
	most := 0
	for _, row := range items {
		most = max(most, numbers(row))
	}
	for _, row := range items {
		weight := 1.0
		if numbers(row) < most-1 {
			weight = spanText // text with numbers in it rather than an item's row
		}
		spans = append(spans, runs(row, cells, weight)...)
	}
	g := make(grid, len(cells))
	left := math.Inf(-1)
	for i, c := range cells {
		g[i] = column{role: c.role, stacked: c.stacked, x0: left, x1: math.Inf(1)}
		if i+1 < len(cells) {
			left = border(spans, c.box.X0, cells[i+1].box.X1)
			g[i].x1 = left
		}
	}
	return g
}

// runs are the pieces of a row that belong together: words a space apart. A number is a piece of its own, and so is a
// word that begins where a heading does.
func runs(row []token, cells []heading, weight float64) []span {
	var out []span
	number := false
	for _, t := range row {
		n := len(out)
		if n > 0 && !t.number && !number && t.box.X0-out[n-1].x1 < oneCellGap*t.box.Height() && !startsColumn(t, cells) {
			out[n-1].x1 = max(out[n-1].x1, t.box.X1)
			continue
		}
		out = append(out, span{t.box.X0, t.box.X1, weight})
		number = t.number
	}
	return out
}

func startsColumn(t token, cells []heading) bool {
	for _, c := range cells {
		if d := t.box.X0 - c.box.X0; d > -columnEdge*t.box.Height() && d < columnEdge*t.box.Height() {
			return true
		}
	}
	return false
}

// border finds the place between two x that the fewest spans cover.
func border(spans []span, from, to float64) float64 {
	type edge struct{ x, step float64 }
	edges := []edge{{from, 0}, {to, 0}}
	level := 0.0
	for _, s := range spans {
		if s.x0 <= from && s.x1 > from {
			level += s.weight
		}
		if s.x0 > from && s.x0 < to {
			edges = append(edges, edge{s.x0, s.weight})
		}
		if s.x1 > from && s.x1 < to {
			edges = append(edges, edge{s.x1, -s.weight})
		}
	}
	sort.SliceStable(edges, func(i, j int) bool { return edges[i].x < edges[j].x })
	best, bestLevel, bestWidth := (from+to)/2, math.Inf(1), 0.0
	for i := 0; i+1 < len(edges); i++ {
		level += edges[i].step
		width := edges[i+1].x - edges[i].x
		if width <= leastGutter {
			continue
		}
		if level < bestLevel-1e-6 || level < bestLevel+1e-6 && width > bestWidth {
			best, bestLevel, bestWidth = (edges[i].x+edges[i+1].x)/2, level, width
		}
	}
	return best
}

// textual are the columns whose numbers are no amounts.
var textual = map[role]bool{position: true, article: true, description: true, other: true}

func center(b layout.Box) float64 { return b.CenterX() }
