package lines

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// Extract reads the line items of one invoice's pages, in order.
func Extract(ps []*layout.Page, c Context) Result {
	var all []*drafted
	var regions []Region
	sure := 0
	for _, t := range choose(c.tables(ps)) {
		for _, d := range t.drafts() {
			all = append(all, d)
			if !d.droppable() {
				sure++
			}
		}
		regions = append(regions, t.regions...)
		if sure > einvoice.MaxLines {
			break
		}
	}
	if len(all) == 0 {
		all, regions = c.bare(ps)
	}
	all = c.dropExtras(all)
	if len(all) > einvoice.MaxLines {
		all = all[:einvoice.MaxLines+1] // enough to tell that there are too many
	}
	c.withoutVAT(all)
	return result(all, regions)
}

// tables reads every table, over page ends too.
func (c *Context) tables(ps []*layout.Page) []*table {
	var out []*table
	var open *table
	for _, p := range ps {
		hs := headers(p)
		until := len(p.Rows)
		if len(hs) > 0 {
			until = hs[0].from
		}
		if open != nil && !open.closed && until > 0 {
			if more := c.continueTable(open, p, until); more != nil {
				out = append(out, more)
			}
		}
		for i, h := range hs {
			until := len(p.Rows)
			if i+1 < len(hs) {
				until = hs[i+1].from
			}
			t := c.readTable(h, until)
			if len(t.items) > 0 {
				out = append(out, t)
				open = t
			} else if open == nil && i == len(hs)-1 {
				open = t
			}
		}
	}
	return out
}

// continueTable reads the rows of a table that goes on on the next page without repeating its head.
func (c *Context) continueTable(from *table, p *layout.Page, until int) *table {
	t := &table{head: from.head, grid: from.grid}
	rows := p.Rows[:until]
	lexed := make([][]token, len(rows))
	end, first := len(rows), -1
	for i, r := range rows {
		lexed[i] = tokens(r, c.Numbers)
		if endsItems(r, lexed[i]) {
			end = i
			break
		}
		if first < 0 && t.strongItem(p, r, lexed[i]) {
			first = i
		}
	}
	from.closed = end < len(rows)
	if first < 0 || first >= end {
		return nil
	}
	t.walk(p, rows[first:end], lexed[first:])
	if len(t.items) == 0 {
		return nil
	}
	return t
}

// strongItem tells an item's row from what else may stand at a page's top: quantity, price and amount agree.
func (t *table) strongItem(p *layout.Page, r *layout.Row, row []token) bool {
	it := t.itemAt(p, r, row)
	if it == nil {
		return false
	}
	return it.number(quantity) != nil && (it.last(netAmount) != nil || it.last(amount) != nil || it.last(grossAmount) != nil)
}

// choose takes the tables with the kind of head that has the best items: a summary may look like a table of lines too.
func choose(ts []*table) []*table {
	best, bestScore := "", 0.0
	scores := map[string]float64{}
	for _, t := range ts {
		k := t.kind()
		if len(t.items) == 0 {
			continue
		}
		scores[k] += float64(len(t.items))
	}
	for _, t := range ts {
		k := t.kind()
		if s := t.head.score + 2*math.Min(scores[k], 3); scores[k] > 0 && s > bestScore {
			best, bestScore = k, s
		}
	}
	var out []*table
	for _, t := range ts {
		if t.kind() == best {
			out = append(out, t)
		}
	}
	return out
}

// kind is the columns' roles: tables of one invoice's lines have the same.
func (t *table) kind() string {
	s := ""
	for _, c := range t.grid {
		if c.role != other {
			s += string(c.role) + " "
		}
	}
	return s
}

// withoutVAT takes VAT out of amounts that include it, where the rate is known.
func (c *Context) withoutVAT(all []*drafted) {
	sum := 0.0
	marked := false
	for _, d := range all {
		if !d.line.Net.IsPresent() {
			return
		}
		sum += d.line.Net.Value().InexactFloat64()
		marked = marked || d.gross
	}
	gross := among(sum, c.Grosses) && !among(sum, c.Nets) && sum+centsApart > largest(c.Grosses)
	if !gross && !(marked && !among(sum, c.Nets)) {
		return
	}
	for _, d := range all {
		d.takeVAT(c)
	}
}

// largest is the largest number: where VAT is in the lines already, nothing on the page is more than their sum.
func largest(of []float64) float64 {
	most := 0.0
	for _, o := range of {
		most = max(most, o)
	}
	return most
}

func among(v float64, of []float64) bool {
	for _, o := range of {
		if math.Abs(math.Abs(v)-math.Abs(o)) < centsApart {
			return true
		}
	}
	return false
}

func (d *drafted) takeVAT(c *Context) {
	r := d.line.TaxRate
	if !r.IsPresent() {
		if len(c.Rates) != 1 {
			return
		}
		r = en16931.NewDecimal(decimal.NewFromFloat(c.Rates[0]))
	}
	factor := decimal.New(1, 0).Add(r.Value().Div(decimal.New(100, 0)))
	if !r.Value().IsPositive() {
		return
	}
	d.line.Net = en16931.NewDecimal(d.line.Net.Value().DivRound(factor, 2))
	d.drop("/net")
	d.computed("/net", computedNetOfGross)
	if d.line.Price != nil {
		d.line.Price.Net = en16931.NewDecimal(priceWithout(d.line.Price.Net.Value(), factor))
		d.drop("/price/net")
		d.computed("/price/net", computedPriceOfGross)
	}
}

// priceWithout takes VAT out of a price, to cents where they give the price again and to four places where not.
func priceWithout(gross, factor decimal.Decimal) decimal.Decimal {
	if p := gross.DivRound(factor, 2); p.Mul(factor).Round(2).Equal(gross) {
		return p
	}
	return gross.DivRound(factor, 4)
}

func (d *drafted) drop(path string) {
	kept := d.proofs[:0]
	for _, p := range d.proofs {
		if p.path != path {
			kept = append(kept, p)
		}
	}
	d.proofs = kept
}

func result(all []*drafted, regions []Region) Result {
	out := Result{Regions: regions}
	sum, whole, holds := decimal.Zero, len(all) > 0, 0
	for i, d := range all {
		out.Lines = append(out.Lines, d.line)
		for _, p := range d.proofs {
			p.ev.Pointer = fmt.Sprintf("/lines/%d%s", i, p.path)
			out.Evidence = append(out.Evidence, p.ev)
		}
		whole = whole && d.line.Net.IsPresent()
		sum = sum.Add(d.line.Net.Value())
		if d.holds {
			holds++
		}
	}
	if whole {
		out.NetSum = en16931.NewDecimal(sum)
	}
	if len(all) > 0 {
		out.Score = tableBase + (1-tableBase)*float64(holds)/float64(len(all))
	}
	return out
}
