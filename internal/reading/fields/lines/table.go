package lines

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// cell is a column's part of an item's row.
type cell struct {
	role   role
	tokens []token
}

// item is one line of the invoice as it stands on the pages: the row with its numbers, and the rows with more text.
type item struct {
	page  *layout.Page
	row   *layout.Row
	cells []cell
	above [][]token // text rows over the row with the numbers
	below [][]token
}

// table is a run of items under one head.
type table struct {
	head    header
	grid    grid
	items   []*item
	regions []Region
	right   float64 // how far the description's texts reach
	closed  bool    // a sums block ended it: nothing goes on on the next page
}

// readTable reads the items below a head down to the next head or the sums.
func (c *Context) readTable(h header, until int) *table {
	t := &table{head: h}
	rows := h.page.Rows[h.to+1 : until]
	lexed := make([][]token, len(rows))
	var numeric [][]token
	end := len(rows)
	for i, r := range rows {
		lexed[i] = tokens(r, c.Numbers)
		if endsItems(r, lexed[i]) {
			end = i
			break
		}
		if numbers(lexed[i]) >= 2 {
			numeric = append(numeric, lexed[i])
		}
	}
	t.grid = makeGrid(h.cells, numeric)
	t.grid.repairHeads(numeric)
	t.walk(h.page, rows[:end], lexed)
	t.closed = end < len(rows)
	return t
}

func numbers(row []token) int {
	n := 0
	for _, t := range row {
		if t.number {
			n++
		}
	}
	return n
}

// plainNumbers counts the numbers that are not a rate: "VAT 20%" may head a column of sums.
func plainNumbers(row []token) int {
	n := 0
	for _, t := range row {
		if t.number && !t.value.Percent {
			n++
		}
	}
	return n
}

// sumRoles are labels that begin the rows below the items.
var sumRoles = []locale.Role{locale.Net, locale.Tax, locale.Gross, locale.Due, locale.LineNet, locale.Total, locale.TaxBase, locale.Paid}

// endsItems tells whether the items end before a row; items may go on behind a subtotal or a sum that is carried over, not behind
// a head of sums.
func endsItems(r *layout.Row, row []token) bool {
	return isSums(r, row) && !carries(rowText(r)) && (!begins(words().subtotal, rowText(r)) || plainNumbers(row) == 0 && isOtherHead(r))
}

// carries tells whether a row repeats a sum at a page's end or start: "Carried forward", "Subtotal / carried forward".
func carries(text string) bool {
	for part := range strings.SplitSeq(text, "/") {
		if begins(words().carry, part) {
			return true
		}
	}
	return false
}

// isSums tells whether a row begins the sums: a total's label first, then nothing but amounts.
func isSums(r *layout.Row, row []token) bool {
	if len(r.Segments) == 0 {
		return false
	}
	found := 0
	for _, s := range r.Segments {
		for _, l := range s.Labels {
			if isSumLabel(l) && l.AtStart && strings.Trim(l.Rest().Text(), "0123456789.,'%€$£() +-EURCHF") == "" {
				found++
			}
		}
	}
	if plainNumbers(row) == 0 && isOtherHead(r) || isPayment(r) {
		return true
	}
	if found == 0 {
		return false
	}
	first := r.Segments[0]
	for _, l := range first.Labels {
		if isSumLabel(l) && l.AtStart {
			return restIsAmounts(l, row)
		}
	}
	return len(r.Segments) <= 3 && found > 0 && numbers(row) >= 1 && numbers(row) <= 2 && !leadsWithNumber(row)
}

// isSumLabel tells labels of sums: of money, of what was paid, or of pieces.
func isSumLabel(l *layout.Label) bool {
	if strings.HasPrefix(l.Span.Seg.Text, "(") {
		return false // a remark in an item's text
	}
	if l.Has(sumRoles...) || l.Has(locale.Rounding, locale.Cash, locale.Change) {
		return true
	}
	return l.Has(locale.Other) && strings.HasPrefix(lang.Key(l.Span.Text()), "total")
}

// isOtherHead tells whether a row is the head of a table of taxes or sums.
func isOtherHead(r *layout.Row) bool {
	n := 0
	for _, s := range r.Segments {
		for _, l := range s.Labels {
			if l.Has(sumRoles...) || l.Has(locale.TaxRate, locale.Allowance) {
				n++
			}
		}
	}
	if n < 2 {
		return false
	}
	ms, _ := matchRow(r)
	for _, m := range ms {
		if m.role == description || m.role == quantity {
			return false
		}
	}
	return true
}

// isPayment tells whether a row begins what is said of the payment.
func isPayment(r *layout.Row) bool {
	for _, l := range r.Segments[0].Labels {
		if l.AtStart && (l.Colon || l.Alone) && l.Has(locale.PaymentTerms, locale.PaymentMeans, locale.IBAN, locale.BIC, locale.Bank) {
			return true
		}
	}
	return false
}

func leadsWithNumber(row []token) bool { return len(row) > 0 && row[0].number }

func restIsAmounts(l *layout.Label, row []token) bool {
	letters := 0
	for _, t := range row {
		if !t.number && (t.span.Seg != l.Span.Seg || t.span.Start >= l.Span.End) {
			letters += len(lang.Key(t.text()))
		}
	}
	return letters <= 12 && numbers(row) <= 5
}

// itemAt makes an item of a row whose numbers stand where an item's do, nil for other rows.
func (t *table) itemAt(p *layout.Page, r *layout.Row, row []token) *item {
	it := &item{page: p, row: r, cells: t.cells(row)}
	qty, money, hasText := it.number(quantity) != nil, 0, false
	for _, c := range it.cells {
		switch c.role {
		case price, priceGross, amount, netAmount, grossAmount:
			if firstNumber(c.tokens) != nil {
				money++
			}
		case description, article:
			hasText = hasText || len(c.tokens) > 0
		}
	}
	text := rowText(r)
	if t.adjusts(row) && !it.ownQuantity() {
		return nil
	}
	if money == 0 && !(qty && hasText && t.grid.has(quantity) && it.filled() >= 3) {
		return nil
	}
	if begins(words().subtotal, text) && !qty {
		return nil
	}
	switch {
	case money >= 1 && qty, money >= 2:
		return it
	case !t.grid.has(quantity), hasText && it.amountLast():
		return it
	}
	return nil
}

// adjusts tells whether a row is an allowance or charge rather than an item.
func (t *table) adjusts(row []token) bool {
	for _, cut := range [][]token{row, t.inColumn(row, description)} {
		if len(cut) == 0 {
			continue
		}
		text := phraseOf(t.head.page, cut).text
		if begins(words().discounts, text) {
			return true
		}
		if head, _, colon := strings.Cut(text, ":"); colon && words().charges[lang.Key(head)] {
			return true
		}
		for _, l := range cut[0].span.Seg.Labels {
			if l.Has(locale.Allowance, locale.Charge) && l.Colon && l.Span.Start <= cut[0].span.Start {
				return true
			}
		}
	}
	return false
}

// ownQuantity tells whether the quantity's column holds a plain number alone or with a unit.
func (it *item) ownQuantity() bool {
	for _, c := range it.cells {
		if c.role == quantity {
			k := firstNumber(c.tokens)
			return k != nil && !k.value.Percent && k.value.Currency == "" && len(c.tokens) <= 2
		}
	}
	return false
}

// amountLast tells whether the item's only number is its amount, written like money.
func (it *item) amountLast() bool {
	for _, r := range []role{netAmount, amount, grossAmount} {
		if n := it.number(r); n != nil {
			return n.value.Cents || n.value.Currency != ""
		}
	}
	return false
}

func (it *item) filled() int {
	n := 0
	for _, c := range it.cells {
		if len(c.tokens) > 0 {
			n++
		}
	}
	return n
}

// cells sorts a row's tokens into the columns.
func (t *table) cells(row []token) []cell {
	out := make([]cell, len(t.grid))
	for i, c := range t.grid {
		out[i].role = c.role
	}
	for _, k := range row {
		i := t.grid.at(center(k.box))
		out[i].tokens = append(out[i].tokens, k)
	}
	return out
}

func firstNumber(ts []token) *token {
	for i := range ts {
		if ts[i].number {
			return &ts[i]
		}
	}
	return nil
}

// number is the number in the column of a role; per cents count in rate columns only.
func (it *item) number(r role) *token {
	for _, c := range it.cells {
		if c.role != r {
			continue
		}
		for i := range c.tokens {
			if k := &c.tokens[i]; k.number && (!k.value.Percent || r == rate || r == tax || r == discount) && (r != quantity || k.value.Currency == "") {
				return k
			}
		}
	}
	return nil
}

// region notes the place of the items on a page, from the head down where that page has it.
func (t *table) region(p *layout.Page, from, to *layout.Row) {
	b := layout.Box{X0: 0, X1: p.Width, Y0: from.Y0, Y1: to.Y1}
	if t.head.page == p {
		b.Y0 = p.Rows[t.head.from].Y0
	}
	t.regions = append(t.regions, Region{Page: p.Number, Box: b})
}
