package lines

import (
	"sort"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// header is a table's head: one to a few rows.
type header struct {
	page     *layout.Page
	from, to int // rows, inclusive
	cells    []heading
	score    float64
}

// headers finds the heads of line tables on a page, from top to bottom.
func headers(p *layout.Page) []header {
	matched := make([][]match, len(p.Rows))
	shares := make([]float64, len(p.Rows))
	for i, r := range p.Rows {
		matched[i], shares[i] = matchRow(r)
	}
	var out []header
	for i := range p.Rows {
		if shares[i] < headerShare || !tableLike(matched[i]) || hasMoney(p.Rows[i]) {
			continue
		}
		h := header{page: p, from: i, to: i, cells: cellsOf(matched[i])}
		h.grow(matched, shares)
		h.lastPrice()
		h.firstDescription()
		if !h.complete() {
			continue
		}
		h.addDescription()
		if n := len(out); n > 0 && out[n-1].to >= h.from {
			if h.score > out[n-1].score {
				out[n-1] = h
			}
			continue
		}
		out = append(out, h)
	}
	return out
}

// tableLike tells whether a row alone may be a table's head.
func tableLike(ms []match) bool {
	kinds := map[role]bool{}
	for _, m := range ms {
		kinds[m.role] = true
	}
	n := 0
	for r := range kinds {
		if r != other && r != position {
			n++
		}
	}
	return n >= 2
}

func cellsOf(ms []match) []heading {
	var out []heading
	for _, m := range ms {
		out = append(out, heading{role: m.role, box: m.box, key: m.key})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].box.X0 < out[j].box.X0 })
	return out
}

// maxHeadRows is how many rows above and below the widest may belong to a head.
const maxHeadRows = 3

// grow takes the rows of a head in several lines in.
func (h *header) grow(matched [][]match, shares []float64) {
	rows := h.page.Rows
	mid := h.from
	for _, step := range []int{-1, 1} {
		for k := 1; k <= maxHeadRows; k++ {
			i := mid + step*k
			if i < 0 || i >= len(rows) || shares[i] < headerNextShare || len(matched[i]) == 0 || !h.near(rows, i, i-step) || hasMoney(rows[i]) {
				break
			}
			for _, m := range matched[i] {
				h.add(m, step)
			}
			h.from, h.to = min(h.from, i), max(h.to, i)
		}
	}
	sort.SliceStable(h.cells, func(i, j int) bool { return h.cells[i].box.X0 < h.cells[j].box.X0 })
}

// lastPrice makes the last of several prices the amount where no heading names one: "Unit price", "Price".
func (h *header) lastPrice() {
	last, prices := -1, 0
	for i, c := range h.cells {
		switch c.role {
		case amount, netAmount, grossAmount:
			return
		case price, priceGross:
			last = i
			prices++
		}
	}
	if prices > 1 {
		h.cells[last].role = amount
	}
}

// firstDescription decides what the first of several columns of texts holds: items are counted or have a code there, and
// what they are stands in the next.
func (h *header) firstDescription() {
	first := -1
	for i, c := range h.cells {
		if c.role != description {
			continue
		}
		if first < 0 {
			first = i
			continue
		}
		if h.cells[first].role = article; h.cells[first].key == "item" {
			h.cells[first].role = position
		}
		return
	}
}

func (h *header) near(rows []*layout.Row, i, j int) bool {
	a, b := (rows[i].Y0+rows[i].Y1)/2, (rows[j].Y0+rows[j].Y1)/2
	d := a - b
	if d < 0 {
		d = -d
	}
	return d < 2*h.page.Em
}

func hasMoney(r *layout.Row) bool {
	for _, t := range tokens(r, locale.Numbers{}) {
		if t.number && t.value.Cents {
			return true
		}
	}
	return false
}

// add takes a heading of a further row in, unless its column has one already.
func (h *header) add(m match, step int) {
	for i := range h.cells {
		c := &h.cells[i]
		if c.box.OverlapX(m.box) < headerOverlap*min(c.box.Width(), m.box.Width()) {
			continue
		}
		key := c.key + m.key
		if step < 0 {
			key = m.key + c.key
		}
		whole, ok := words().columns[key]
		switch {
		case ok:
			c.role, c.key = whole, key
		case step > 0 && c.role == article && m.role == description:
			c.stacked = description
		case step > 0 && c.role == description && m.role == article:
			c.stacked = article
		case better(m.role, c.role):
			c.role = m.role
		}
		c.box.X0, c.box.X1 = min(c.box.X0, m.box.X0), max(c.box.X1, m.box.X1)
		return
	}
	h.cells = append(h.cells, heading{role: m.role, box: m.box, key: m.key})
}

// better tells whether a heading's second line says more: "Total" over "net".
func better(second, first role) bool {
	return first == amount && (second == netAmount || second == grossAmount) || first == tax && (second == rate || second == taxAmount) ||
		first == other && second != other
}

// addDescription makes a column for texts without a heading: left of all headings, or in the widest gap between them.
func (h *header) addDescription() {
	for _, c := range h.cells {
		if c.role == description || c.stacked == description {
			return
		}
	}
	at, widest := 0, h.cells[0].box.X0-headerLeft*h.page.Width
	for i := 1; i < len(h.cells); i++ {
		if gap := h.cells[i].box.X0 - h.cells[i-1].box.X1; gap > widest {
			at, widest = i, gap
		}
	}
	x := 0.0
	if at > 0 {
		x = h.cells[at-1].box.X1 + h.page.Em
	}
	c := heading{role: description, box: layout.Box{X0: x, X1: x + 1, Y0: h.cells[0].box.Y0, Y1: h.cells[0].box.Y1}}
	h.cells = append(h.cells[:at], append([]heading{c}, h.cells[at:]...)...)
}

// complete tells whether the head is one of line items, and scores it.
func (h *header) complete() bool {
	have := map[role]int{}
	for _, c := range h.cells {
		have[c.role]++
		if c.stacked != "" {
			have[c.stacked]++
		}
	}
	money := have[price] + have[amount] + have[netAmount] + have[grossAmount] + have[priceGross]
	what := have[description] + have[article]
	h.score = float64(min(have[description], 1)*scoreDescription+min(have[quantity], 1)*scoreQuantity+min(have[price], 1)*scorePrice) + float64(len(h.cells))*scoreCell
	if have[amount]+have[netAmount]+have[grossAmount] > 0 {
		h.score += 2
	}
	switch {
	case money == 0:
		return false
	case have[description] > 0:
		return have[quantity] > 0 || have[price]+have[priceGross] > 0 || len(h.cells) >= 2 && money > 0
	}
	return have[quantity] > 0 && (what > 0 || money > 1)
}
