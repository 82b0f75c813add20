package typeset

import (
	"github.com/docketapi/docket/en16931"
)

// Where the columns of the lines are: text begins there, amounts end there.
const (
	itemAt     = left + 28
	itemEnd    = left + 230
	quantityAt = left + 285
	unitAt     = quantityAt + 5
	priceAt    = left + 375
	rateAt     = left + 425
)

func lines(s *canvas, inv *en16931.Invoice) {
	if len(inv.Lines) == 0 {
		return
	}
	s.heading("Lines")
	head := func() {
		s.text(left, true, "No.")
		s.text(itemAt, true, "Item")
		s.amount(quantityAt, true, "Quantity")
		s.text(unitAt, true, "Unit")
		s.amount(priceAt, true, "Price")
		s.amount(rateAt, true, "VAT")
		s.amount(right, true, "Net")
		s.down(1.1)
	}
	head()
	for i := range inv.Lines {
		if s.need(2 * leading) {
			head()
		}
		line(s, &inv.Lines[i])
	}
}

func line(s *canvas, l *en16931.Line) {
	s.text(left, false, shorten(l.ID, itemAt-left-4))
	s.amount(quantityAt, false, l.Quantity.String())
	s.text(unitAt, false, shorten(l.Unit, 30))
	if l.Price != nil {
		s.amount(priceAt, false, l.Price.Net.String())
	}
	if l.TaxRate.IsPresent() {
		s.amount(rateAt, false, l.TaxRate.String()+" %")
	} else {
		s.amount(rateAt, false, l.TaxCategory)
	}
	s.amount(right, false, l.Net.String())
	item := wrap(l.Name, itemEnd-itemAt)
	item = append(item, wrap(l.Description, itemEnd-itemAt)...)
	for _, a := range l.Allowances {
		item = append(item, wrap(join(" ", "Allowance", a.Amount.String(), a.Reason), itemEnd-itemAt)...)
	}
	for _, c := range l.Charges {
		item = append(item, wrap(join(" ", "Charge", c.Amount.String(), c.Reason), itemEnd-itemAt)...)
	}
	for _, text := range item {
		s.need(leading)
		s.text(itemAt, false, text)
		s.down(1)
	}
	if len(item) == 0 {
		s.down(1)
	}
}

// shorten is as much of the text as fits.
func shorten(text string, width float64) string { return cut(text, width)[0] }

func adjustments(s *canvas, inv *en16931.Invoice) {
	if len(inv.Allowances)+len(inv.Charges) == 0 {
		return
	}
	s.heading("Allowances and charges")
	show := func(kind string, list []en16931.AllowanceCharge) {
		for _, a := range list {
			s.need(leading)
			s.text(left, false, kind)
			s.text(left+130, false, shorten(join(", ", a.Reason, rate(a.TaxCategory, a.TaxRate)), 270))
			s.amount(right, false, a.Amount.String())
			s.down(1)
		}
	}
	show("Allowance", inv.Allowances)
	show("Charge", inv.Charges)
}

func taxes(s *canvas, inv *en16931.Invoice) {
	for i, t := range inv.Taxes {
		if i == 0 {
			s.heading("VAT")
			s.text(left, true, "Rate")
			s.amount(left+230, true, "Net")
			s.amount(right, true, "VAT")
			s.down(1.1)
		}
		s.need(2 * leading)
		s.text(left, false, rate(t.Category, t.Rate))
		s.amount(left+230, false, t.Base.String())
		s.amount(right, false, t.Amount.String())
		s.down(1)
		s.pair("", join(" ", t.ExemptionReason, parenthesis(t.ExemptionCode)))
	}
}

func rate(category string, percent en16931.Decimal) string {
	if !percent.IsPresent() {
		return category
	}
	return join(" ", category, percent.String()+" %")
}
