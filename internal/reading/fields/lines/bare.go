package lines

import (
	"regexp"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// bare reads items of tables without a head: rows where quantity times price is the amount; on a till slip also rows
// of a text and an amount above the sums.
func (c *Context) bare(ps []*layout.Page) ([]*drafted, []Region) {
	var out []*drafted
	var regions []Region
	for _, p := range ps {
		found := c.products(p)
		if c.Receipt {
			if slip := c.slip(p); len(slip) >= len(found) {
				found = slip
			}
		}
		if len(found) == 0 {
			continue
		}
		for _, f := range found {
			out = append(out, f.d)
		}
		regions = append(regions, Region{Page: p.Number, Box: layout.Box{
			X0: 0, X1: p.Width, Y0: found[0].row.Y0, Y1: found[len(found)-1].row.Y1,
		}})
	}
	return out, regions
}

type bareItem struct {
	row *layout.Row
	d   *drafted
}

// products finds rows with three numbers of which the first two multiply to the last.
func (c *Context) products(p *layout.Page) []bareItem {
	var out []bareItem
	for _, r := range p.Rows {
		row := tokens(r, c.Numbers)
		if numbers(row) < 3 || isSums(r, row) {
			continue
		}
		q, pr, net := product(row)
		if net == nil {
			continue
		}
		d := &drafted{holds: true}
		d.line.Quantity, d.line.Net = num(q), num(net)
		d.proveToken("/quantity", p, q, bareQuantity)
		it := &item{page: p, row: r}
		d.setPrice(it, pr, barePrice)
		d.setNet(it, net, bareNet)
		d.bareText(p, row, q)
		out = append(out, bareItem{r, d})
	}
	return out
}

// product finds quantity, price and amount among a row's numbers. The quantity is the one without cents, else the left.
func product(row []token) (qty, price, net *token) {
	var ns []*token
	for i := range row {
		if row[i].number && !row[i].value.Percent && !row[i].value.Value.Value().IsZero() {
			ns = append(ns, &row[i])
		}
	}
	if len(ns) > 12 {
		return nil, nil, nil
	}
	for k := len(ns) - 1; k >= 2; k-- {
		if !ns[k].value.Cents {
			continue
		}
		for i := 0; i < k; i++ {
			for j := i + 1; j < k; j++ {
				if !ns[i].value.Cents && !ns[j].value.Cents || !agrees(ns[i], ns[j], ns[k], num(nil)) {
					continue
				}
				if ns[i].value.Cents && !ns[j].value.Cents {
					return ns[j], ns[i], ns[k]
				}
				return ns[i], ns[j], ns[k]
			}
		}
	}
	return nil, nil, nil
}

// bareText takes the longest run of words of the row as the item's name.
func (d *drafted) bareText(p *layout.Page, row []token, _ *token) {
	best := longestRun(row)
	for len(best) > 1 && best[0].number {
		best = best[1:]
	}
	if foldedLength(best) < 2 {
		return
	}
	ph := phraseOf(p, best)
	d.line.Name = clip(ph.text)
	d.prove("/name", p, d.line.Name, ph.box, ph.confidence, bareName)
}

// longestRun is the longest run of words without wide gaps and amounts between them.
func longestRun(row []token) (best []token) {
	from, length, longest := 0, 0, 0
	for i, t := range row {
		if money := t.number && t.value.Cents; money || i > from && t.box.X0-row[i-1].box.X1 > t.box.Height() {
			from, length = i, 0
			if money {
				from++
				continue
			}
		}
		if length += len(lang.Key(t.text())); length > longest {
			best, longest = row[from:i+1], length
		}
	}
	return best
}

func foldedLength(ts []token) int {
	n := 0
	for _, t := range ts {
		n += len(lang.Key(t.text()))
	}
	return n
}

// times is a slip's quantity and unit price: "2 x 3.50", "2 pc @ 4.90", "7.90*3".
var times = regexp.MustCompile(`(?i)(\d+(?:[.,]\d{1,3})?)\s*(?:pcs?|stk|st)?\s*[x×*@]\s*(?:[€$£]|RM|EUR)?\s*(\d+(?:[.,]\d{1,3})?)`)

// slip reads a till slip: texts with an amount at the right, down to the first sum.
func (c *Context) slip(p *layout.Page) []bareItem {
	var out []bareItem
	var pending []token
	for _, r := range p.Rows {
		row := tokens(r, c.Numbers)
		if isSums(r, row) || len(out) > 0 && hasSumLabel(r) {
			if len(out) > 0 {
				break
			}
			pending = nil
			continue
		}
		last := lastMoney(row)
		if last < 0 {
			if pending = nil; !slipLabel(r) { // a name may hold a number: "Milk 3.5%"
				pending = row
			}
			continue
		}
		if slipLabel(r) {
			continue
		}
		d := &drafted{}
		it := &item{page: p, row: r}
		d.setNet(it, &row[last], slipNet)
		d.slipQuantity(p, row[:last])
		text := row[:last]
		if letters(text) < 3 && pending != nil {
			text = pending
		}
		if letters(text) < 3 {
			continue
		}
		d.bareText(p, text, nil)
		if d.line.Name == "" {
			continue
		}
		out = append(out, bareItem{r, d})
		pending = nil
	}
	return out
}

// hasSumLabel tells whether a piece of the row begins with a sum's label.
func hasSumLabel(r *layout.Row) bool {
	for _, s := range r.Segments {
		for _, l := range s.Labels {
			if l.AtStart && isSumLabel(l) {
				return true
			}
		}
	}
	return false
}

// slipLabel tells rows of the slip's head and foot from items: what stands first is a label of something.
func slipLabel(r *layout.Row) bool {
	for _, l := range r.Segments[0].Labels {
		if l.AtStart && !l.Has(locale.Column) {
			return true
		}
	}
	return false
}

func letters(ts []token) int {
	n := 0
	for _, t := range ts {
		if !t.number {
			n += len(lang.Key(t.text()))
		}
	}
	return n
}

// lastMoney is the place of the amount at the row's right end; a tax letter may follow it.
func lastMoney(row []token) int {
	for i := len(row) - 1; i >= 0 && i >= len(row)-3; i-- {
		if row[i].number && row[i].value.Cents && !row[i].value.Percent {
			return i
		}
		if len(row[i].text()) > 4 {
			break
		}
	}
	return -1
}

func (d *drafted) slipQuantity(p *layout.Page, row []token) {
	net := d.line.Net.Value()
	if len(row) > 0 && row[0].number && !row[0].value.Cents && row[0].value.Value.Value().LessThan(decimal.New(1000, 0)) && len(row) > 1 {
		d.line.Quantity = num(&row[0])
		d.proveToken("/quantity", p, &row[0], slipQuantity)
	}
	if len(row) == 0 {
		return
	}
	ph := phraseOf(p, row)
	m := times.FindStringSubmatch(ph.text)
	if m == nil {
		return
	}
	a, okA := locale.ParseAmount(m[1], locale.Numbers{})
	b, okB := locale.ParseAmount(m[2], locale.Numbers{})
	if !okA || !okB || !near(a.Value.Value().Mul(b.Value.Value()), net, cent) {
		return
	}
	if a.Cents && !b.Cents {
		a, b = b, a
	}
	d.drop("/quantity")
	d.line.Quantity = a.Value
	d.prove("/quantity", p, ph.text, ph.box, ph.confidence, slipTimes)
	d.holds = true
	qp := token{span: row[0].span, box: ph.box, number: true, value: b}
	d.setPrice(&item{page: p}, &qp, slipTimes)
	d.proofs[len(d.proofs)-1].ev.Text = ph.text
}
