package fields

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// form lowers numbers that are not written like money.
func (d *document) form(c *candidates.Bound) float64 {
	switch {
	case c.Amount.Cents:
		return 1
	case c.Amount.Currency != "":
		return 0.95
	case c.Repaired != "":
		return 0.7
	}
	return 0.45
}

func (d *document) netScore(c *candidates.Bound) float64 {
	if first := d.sumOf[c]; first != nil {
		return max(d.ownNet(c), d.ownNet(first)+0.15)
	}
	return d.ownNet(c)
}

func (d *document) ownNet(c *candidates.Bound) float64 {
	net, _ := d.As(c, locale.Net)
	base, _ := d.As(c, locale.TaxBase)
	line, _ := d.As(c, locale.LineNet)
	total, _ := d.As(c, locale.Total)
	return d.form(c) * max(net, 0.72*base, 0.78*line, 0.45*total, d.floor(c))
}

func (d *document) taxScore(c *candidates.Bound) float64 {
	if first := d.sumOf[c]; first != nil {
		return max(d.ownTax(c), d.ownTax(first)+0.15)
	}
	return d.ownTax(c)
}

func (d *document) ownTax(c *candidates.Bound) float64 {
	tax, l := d.As(c, locale.Tax)
	if l != nil && d.Receipt && c.Amount.Cents {
		tax *= 0.95
	}
	return d.form(c) * max(tax, d.rateRow(c), d.floor(c))
}

// rateRow scores an amount that stands alone behind a rate and a word for the tax: "VAT @ 20 %   812.67". The rate parts
// the label from its value there.
func (d *document) rateRow(c *candidates.Bound) float64 {
	row := c.Span.Seg.Row
	rate, words := false, false
	for _, a := range d.Amounts {
		if a.Span.Seg.Row != row || a == c {
			continue
		}
		if v := value(a); !a.Amount.Percent || v <= 0 || v > 30 || box(a).X0 > box(c).X0 {
			return 0
		}
		rate = true
	}
	for _, s := range row.Segments {
		for _, l := range s.Labels {
			if l.Has(locale.Net, locale.Gross, locale.Total, locale.Due) {
				return 0
			}
		}
		words = words || namesTax(s.Text)
	}
	if rate && words {
		return 0.8
	}
	return 0
}

// namesTax tells whether one of the words is the tax's name: "zzgl. 19 % USt." is no label of the dictionary.
func namesTax(text string) bool {
	for w := range strings.FieldsSeq(text) {
		for _, l := range locale.Default().Labels(lang.Key(w)) {
			if l.Role == locale.Tax || l.Role == locale.VATID {
				return true
			}
		}
	}
	return false
}

func (d *document) grossScore(c *candidates.Bound) float64 {
	if first := d.sumOf[c]; first != nil {
		return max(d.ownGross(c), d.ownGross(first)+0.15)
	}
	return d.ownGross(c)
}

func (d *document) ownGross(c *candidates.Bound) float64 {
	gross, _ := d.As(c, locale.Gross)
	due, _ := d.As(c, locale.Due)
	total, _ := d.As(c, locale.Total)
	s := max(gross, 0.8*due, 0.78*total)
	if d.Receipt { // tills call what is to be paid net
		net, _ := d.As(c, locale.Net)
		s = max(s, 0.7*net)
	}
	if cash, _ := d.As(c, locale.Cash, locale.Change); cash > s {
		s *= 0.4
	}
	s = max(s, d.floor(c))
	return d.form(c) * s * d.late(c)
}

// floor keeps unlabelled amounts in play when the equations need them.
func (d *document) floor(c *candidates.Bound) float64 {
	if c.Amount.Cents {
		return 0.2
	}
	return 0
}

// late prefers, a little, what stands further down in the document.
func (d *document) late(c *candidates.Bound) float64 {
	p := c.Page()
	at := (float64(p.Number-d.Pages[0].Number) + c.Span.Seg.Box.CenterY()/p.Height) / float64(len(d.Pages))
	return 0.94 + 0.06*at
}
