package lines

import (
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// kept is a row of a table's body: an item's row or a row of text around items.
type kept struct {
	row  *layout.Row
	toks []token
	item *item
}

// walk sorts the rows into items and the text around them.
func (t *table) walk(p *layout.Page, rows []*layout.Row, lexed [][]token) {
	body, last := t.body(p, rows, lexed)
	if last < 0 {
		return
	}
	top := t.topStyle(body)
	prev := -1
	for i, k := range body[:last+1] {
		if k.item == nil {
			continue
		}
		var split int
		if prev >= 0 {
			split = prev + 1 + t.splitAt(body[prev:i+1], top)
			for _, text := range body[prev+1 : split] {
				body[prev].item.below = append(body[prev].item.below, text.toks)
			}
		} else if split = i; !top && !t.stackedText() {
			split = max(0, i-maxAbove)
		}
		for _, text := range body[split:i] {
			k.item.above = append(k.item.above, text.toks)
		}
		t.items = append(t.items, k.item)
		prev = i
	}
	t.tail(p, body[last].item, body[last+1:])
	t.region(p, body[0].row, body[last].row)
}

// maxAbove is how many text rows over the first item may belong to it.
const maxAbove = 3

// body keeps the rows that are items or may be their text, and the place of the last item, -1 for none.
func (t *table) body(p *layout.Page, rows []*layout.Row, lexed [][]token) (body []kept, last int) {
	last = -1
	afterSum := false // behind a subtotal only whole items are believed: what the document adds or takes off follows too
	for i, r := range rows {
		text := rowText(r)
		it := t.itemAt(p, r, lexed[i])
		if carries(text) && (it == nil || !it.whole()) { // "Transporte" is what is carried over, or a haul
			continue
		}
		if subtotal := begins(words().subtotal, text); subtotal || afterSum && (it == nil && numbers(lexed[i]) > 0 || it != nil && !it.whole()) {
			afterSum = afterSum || subtotal && numbers(lexed[i]) > 0
			continue
		}
		switch {
		case it == nil && numbers(lexed[i]) > 0 && t.adjusts(lexed[i]):
			continue
		case it != nil && last >= 0 && t.completes(body[last].item, it):
			continue
		case it == nil && last >= 0 && r.Y0-body[len(body)-1].row.Y1 > maxHole*p.Em:
			return body, last
		}
		body = append(body, kept{r, lexed[i], it})
		if it != nil {
			last = len(body) - 1
		}
	}
	return body, last
}

// whole tells whether an item has a quantity and an amount.
func (it *item) whole() bool { return it.number(quantity) != nil && it.amount() != nil }

// maxHole is the widest empty space inside a table, in usual heights.
const maxHole = 5

// topStyle tells whether an item's text begins in the row of its numbers, as the first item shows.
func (t *table) topStyle(body []kept) bool {
	for i, k := range body {
		if k.item == nil {
			continue
		}
		if !t.describes(k.toks) {
			return false
		}
		for j := i - 1; j >= 0 && i-j <= 2; j-- {
			if t.describes(body[j].toks) && mid(k.row)-mid(body[j].row) < aboveGap*float64(i-j)*k.item.page.Em {
				return false
			}
		}
		return !t.allUnderText(body)
	}
	return true
}

// allUnderText tells whether every item, and there are several, has a text row right above it: then texts begin there.
func (t *table) allUnderText(body []kept) bool {
	items := 0
	for i, k := range body {
		if k.item == nil {
			continue
		}
		items++
		if i == 0 || body[i-1].item != nil || !t.begunInColumn(body[i-1].toks) || mid(k.row)-mid(body[i-1].row) > begunGap*k.item.page.Em {
			return false
		}
	}
	return items > 1
}

// begunInColumn tells whether a row's text in the description's column does not come in from the left.
func (t *table) begunInColumn(row []token) bool {
	in := t.inColumn(row, description)
	if len(in) == 0 {
		return false
	}
	for i := range row {
		if row[i].span == in[0].span {
			return i == 0 || in[0].box.X0-row[i-1].box.X1 > apartGap*in[0].box.Height()
		}
	}
	return false
}

// splitAt says how many of the text rows between two items, the first and last of the rows, belong to the upper one. Of
// gaps about as wide the last one parts the items.
func (t *table) splitAt(rows []kept, top bool) int {
	n := len(rows) - 2
	lower := rows[len(rows)-1]
	if forced := centered(rows[1:len(rows)-1], lower); forced > 0 {
		return n - forced
	}
	lowerHasText := t.describes(rows[len(rows)-1].toks)
	if n <= 0 || top && lowerHasText {
		return n
	}
	gaps := make([]float64, n+1)
	most, least := 0.0, 1e9
	for i := range gaps {
		gaps[i] = mid(rows[i+1].row) - mid(rows[i].row)
		most, least = max(most, gaps[i]), min(least, gaps[i])
	}
	if most > unevenRows*least {
		for i := n; i >= 0; i-- {
			if gaps[i] >= itemGap*most {
				return i
			}
		}
	}
	switch upperHasText := t.describes(rows[0].toks); {
	case !upperHasText && !lowerHasText && len(t.items) > 0 && len(t.items[0].above) > 0:
		return 0
	case upperHasText && !lowerHasText && t.stackedText():
		return n
	case upperHasText && !lowerHasText:
		return n - 1
	}
	return n
}

// centered counts the text rows just over an item that stand less than a line above its numbers: the first half of a
// text that is centred on them.
func centered(texts []kept, lower kept) int {
	y, n := 0.0, 0
	for _, k := range lower.toks {
		if k.number {
			y += k.box.CenterY()
			n++
		}
	}
	if n == 0 || len(texts) == 0 {
		return 0
	}
	if last := texts[len(texts)-1]; y/float64(n)-mid(last.row) < middleGap*lower.item.page.Em {
		return 1
	}
	return 0
}

// maxTail is how many rows below the last item may belong to it.
const maxTail = 12

// tail gives the rows below the last item to it, while they stand as close as rows of one item do.
func (t *table) tail(p *layout.Page, it *item, rest []kept) {
	at := it.row
	for i, k := range rest {
		if i == maxTail || k.row.Y0-at.Y1 > tailGap*p.Em || !t.describes(k.toks) {
			return
		}
		it.below = append(it.below, k.toks)
		at = k.row
	}
}

func mid(r *layout.Row) float64 { return (r.Y0 + r.Y1) / 2 }

// describes tells whether a row has words in the description's column.
func (t *table) describes(row []token) bool {
	for _, k := range row {
		c := t.grid[t.grid.at(center(k.box))]
		if (c.role == description || c.stacked == description) && !k.number {
			return true
		}
	}
	return false
}

func rowText(r *layout.Row) string {
	var b strings.Builder
	for _, s := range r.Segments {
		b.WriteString(s.Text)
		b.WriteByte(' ')
	}
	return b.String()
}

// completes moves an amount that stands a little lower than the rest of its item to that item.
func (t *table) completes(upper, lower *item) bool {
	if upper.amount() != nil || lower.number(quantity) != nil || lower.number(price) != nil ||
		len(t.inColumn(lower.tokens(), description)) > 0 || lower.row.Y0-upper.row.Y1 > upper.page.Em {
		return false
	}
	for i, c := range lower.cells {
		if c.role == netAmount || c.role == amount || c.role == grossAmount {
			upper.cells[i].tokens = append(upper.cells[i].tokens, c.tokens...)
		}
	}
	return true
}

// amount is the item's amount, whatever its column says of VAT.
func (it *item) amount() *token {
	for _, r := range []role{netAmount, amount, grossAmount} {
		if k := it.last(r); k != nil {
			return k
		}
	}
	return nil
}
