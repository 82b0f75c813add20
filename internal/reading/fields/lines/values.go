package lines

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

// proof is a value's evidence before its line has a number.
type proof struct {
	path string // below the line: /quantity
	ev   evidence.Evidence
}

// drafted is a line with its proofs.
type drafted struct {
	line   en16931.Line
	proofs []proof
	holds  bool // quantity times price is the net amount
	gross  bool // net and price still include VAT
	// extra tells that what the other lines have is missing; numbered that the item has a number of its own.
	extra, numbered bool
}

func (d *drafted) prove(path string, p *layout.Page, text string, box layout.Box, word, confidence float64) {
	f := p.Fraction(p.Seen(box))
	ev := evidence.Evidence{Source: evidence.FromText, Text: text, Page: p.Number, Box: &f}
	if p.Source == pages.FromOCR {
		ev.Source = evidence.FromOCR
		confidence *= 1 - wordShare + wordShare*word
	}
	ev.Confidence = min(max(confidence, leastSure), mostSure)
	d.proofs = append(d.proofs, proof{path, ev})
}

func (d *drafted) computed(path string, confidence float64) {
	d.proofs = append(d.proofs, proof{path, evidence.Evidence{Source: evidence.FromComputed, Confidence: confidence}})
}

func (d *drafted) proveToken(path string, p *layout.Page, t *token, confidence float64) {
	d.prove(path, p, t.text(), t.box, t.span.Confidence(), confidence)
}

func num(t *token) en16931.Decimal {
	if t == nil {
		return en16931.Decimal{}
	}
	return t.value.Value
}

// draft reads an item's cells.
func (t *table) draft(it *item) *drafted {
	d := &drafted{}
	qty, unitPrice := it.number(quantity), it.number(price)
	grossPrice := it.number(priceGross)
	net := it.last(netAmount)
	if net == nil {
		net = it.last(amount)
	}
	if net == nil {
		net = it.last(grossAmount)
		d.gross = net != nil
	}
	if unitPrice == nil && grossPrice != nil && d.gross {
		unitPrice = grossPrice
	}
	if !t.grid.has(amount, netAmount, grossAmount) {
		net, unitPrice = t.onlyPrice(qty, unitPrice)
	}
	if unitPrice == nil || qty == nil || net == nil || !agrees(qty, unitPrice, net, num(it.number(base))) {
		qty, unitPrice, net = t.agreeing(it, qty, unitPrice, net)
	}
	sure := sureNumber
	if qty != nil && unitPrice != nil && net != nil {
		d.holds = agrees(qty, unitPrice, net, num(it.number(base)))
		if d.holds {
			sure = sureProven
		} else {
			sure = sureUnproven
		}
	}
	d.setQuantity(t, it, qty, sure)
	d.setPrice(it, unitPrice, sure)
	d.setNet(it, net, sure)
	d.setTax(it)
	d.baseByArithmetic()
	d.fillNet(t)
	t.setTexts(d, it)
	return d
}

// onlyPrice decides what the single money column holds: a line's amount when there is no quantity or it is one.
func (t *table) onlyPrice(qty, unitPrice *token) (net, price *token) {
	if unitPrice == nil {
		return nil, nil
	}
	if qty == nil {
		return unitPrice, nil
	}
	if num(qty).Value().Equal(decimal.New(1, 0)) {
		return unitPrice, unitPrice
	}
	return nil, unitPrice
}

// last is the last number in the columns of a role: a currency or a code may stand before it.
func (it *item) last(r role) *token {
	for _, c := range it.cells {
		if c.role != r {
			continue
		}
		for i := len(c.tokens) - 1; i >= 0; i-- {
			if k := &c.tokens[i]; k.number && !k.value.Percent {
				return k
			}
		}
	}
	return nil
}

func (d *drafted) setQuantity(t *table, it *item, qty *token, sure float64) {
	if qty != nil {
		d.line.Quantity = num(qty)
		d.proveToken("/quantity", it.page, qty, sure)
	}
	if k, code := it.unit(); k != nil {
		d.line.Unit = code
		d.proveToken("/unit", it.page, k, sureUnit)
	}
}

// unit is the unit's name in the item's unit or quantity column, or behind its price.
func (it *item) unit() (*token, string) {
	for _, r := range []role{unit, quantity, base, price} {
		for _, c := range it.cells {
			if c.role != r {
				continue
			}
			for i := range c.tokens {
				if c.tokens[i].number {
					continue
				}
				if code, ok := words().unitCode(strings.Trim(c.tokens[i].text(), "/")); ok {
					return &c.tokens[i], code
				}
			}
		}
	}
	return nil, ""
}

func (d *drafted) setPrice(it *item, k *token, sure float64) {
	if k == nil {
		return
	}
	d.line.Price = &en16931.Price{Net: num(k)}
	d.proveToken("/price/net", it.page, k, sure)
	for _, r := range []role{base, unit} {
		if b := it.number(r); b != nil && b.value.Value.Value().IsPositive() {
			d.line.Price.BaseQuantity = num(b)
			d.proveToken("/price/base_quantity", it.page, b, sureBaseQuantity)
			return
		}
	}
}

func (d *drafted) setNet(it *item, k *token, sure float64) {
	if k == nil {
		return
	}
	d.line.Net = num(k)
	d.proveToken("/net", it.page, k, sure)
}

var maxRate = decimal.New(30, 0)

// setTax reads the VAT rate: a per cent, or a plain number that can be one.
func (d *drafted) setTax(it *item) {
	for _, r := range []role{rate, tax, netAmount, amount, price} {
		for _, c := range it.cells {
			if c.role != r {
				continue
			}
			for i := range c.tokens {
				k := &c.tokens[i]
				v := k.value.Value.Value()
				plain := (r == rate || r == tax) && k.value.Currency == "" && len(k.text()) <= 5
				if k.number && (k.value.Percent || plain) && !v.IsNegative() && v.LessThanOrEqual(maxRate) {
					d.line.TaxRate = k.value.Value
					d.proveToken("/tax_rate", it.page, k, sureTaxRate)
					return
				}
			}
		}
	}
}

// baseByArithmetic finds prices per hundred and thousand where nothing names the base: the amount tells.
func (d *drafted) baseByArithmetic() {
	l := &d.line
	if d.holds || l.Price == nil || l.Price.BaseQuantity.IsPresent() || !l.Quantity.IsPresent() || !l.Net.IsPresent() {
		return
	}
	total := l.Quantity.Value().Mul(l.Price.Net.Value())
	for _, n := range []int64{100, 1000} {
		if !l.Net.Value().IsZero() && near(total.Div(decimal.NewFromInt(n)), l.Net.Value(), cent) {
			l.Price.BaseQuantity = en16931.NewDecimal(decimal.NewFromInt(n))
			d.computed("/price/base_quantity", computedBaseQuantity)
			d.holds = true
			return
		}
	}
}

// fillNet computes an amount that is unreadable where the table has one.
func (d *drafted) fillNet(t *table) {
	l := &d.line
	if l.Net.IsPresent() || l.Price == nil || !l.Quantity.IsPresent() || !t.grid.has(amount, netAmount) {
		return
	}
	l.Net = en16931.NewDecimal(l.Quantity.Value().Mul(l.Price.Net.Value()).Round(2))
	d.computed("/net", computedNet)
}

const maxText = 2000

// setTexts writes name, description and identifiers.
func (t *table) setTexts(d *drafted, it *item) {
	lines, codes := t.texts(it)
	for len(lines) > 0 && t.stackedText() && isGTIN(lines[0].text) {
		lines = lines[1:]
	}
	if len(lines) > 0 {
		head, rest := name(lines, t.right)
		p := joined(head)
		d.line.Name = clip(p.text)
		d.prove("/name", p.page, d.line.Name, p.box, p.confidence, sureName)
		if len(rest) > 0 {
			p := joined(rest)
			d.line.Description = clip(p.text)
			d.prove("/description", p.page, d.line.Description, p.box, p.confidence, sureDescription)
		}
	}
	for _, c := range codes {
		d.setCode(c)
	}
	if k := t.inColumn(it.tokens(), position); len(k) > 0 {
		if len(k) > 1 && d.line.IDs == nil {
			d.setCode(phraseOf(it.page, k[1:]))
		}
		p := phraseOf(it.page, k[:1])
		d.line.ID = clip(p.text)
		d.prove("/id", p.page, d.line.ID, p.box, p.confidence, sureID)
	}
}

func (d *drafted) setCode(p phrase) {
	if d.line.IDs == nil {
		d.line.IDs = &en16931.ItemIDs{}
	}
	switch {
	case isGTIN(p.text):
		d.line.IDs.Standard, d.line.IDs.StandardScheme = p.text, "0160"
		d.prove("/ids/standard", p.page, p.text, p.box, p.confidence, sureStandardID)
	case d.line.IDs.Seller == "":
		d.line.IDs.Seller = clip(p.text)
		d.prove("/ids/seller", p.page, d.line.IDs.Seller, p.box, p.confidence, sureSellerID)
	}
}

func clip(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

// reach is how far the texts of the description's column go to the right.
func (t *table) reach() float64 {
	most := 0.0
	for _, it := range t.items {
		rows := append(append([][]token{it.tokens()}, it.above...), it.below...)
		for _, r := range rows {
			for _, k := range t.inColumn(r, description) {
				most = max(most, k.box.X1)
			}
		}
	}
	return most
}
