package totals

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// ranker scores amounts in the roles of totals.
type ranker struct{ *amounts.Pool }

// formWeight lowers numbers that are not written like money.
func formWeight(c *candidates.Bound) float64 {
	switch {
	case c.Amount.Cents:
		return 1
	case c.Amount.Currency != "":
		return formCurrency
	case c.Repaired != "":
		return formRepaired
	}
	return formPlain
}

// netScore is how much an amount could be the net total.
func (r ranker) netScore(c *candidates.Bound) float64 {
	if first := r.ColumnStart(c); first != nil {
		return max(r.ownNet(c), r.ownNet(first)+columnHead)
	}
	return r.ownNet(c)
}

// ownNet is the same by its own labels alone.
func (r ranker) ownNet(c *candidates.Bound) float64 {
	net, _ := r.As(c, locale.Net)
	base, _ := r.As(c, locale.TaxBase)
	line, _ := r.As(c, locale.LineNet)
	total, _ := r.As(c, locale.Total)
	return formWeight(c) * max(net, netTaxBase*base, netLineNet*line, netTotal*total, unlabelledScore(c))
}

// taxScore is how much an amount could be the tax.
func (r ranker) taxScore(c *candidates.Bound) float64 {
	if first := r.ColumnStart(c); first != nil {
		return max(r.ownTax(c), r.ownTax(first)+columnHead)
	}
	return r.ownTax(c)
}

// ownTax is the same by its own labels alone.
func (r ranker) ownTax(c *candidates.Bound) float64 {
	tax, l := r.As(c, locale.Tax)
	if l != nil && r.Receipt && c.Amount.Cents {
		tax *= taxReceipt
	}
	return formWeight(c) * max(tax, r.rateRow(c), unlabelledScore(c))
}

// rateRow scores an amount that stands alone behind a rate and a word for the tax: "VAT @ 20 %   812.67". The rate parts
// the label from its value there.
func (r ranker) rateRow(c *candidates.Bound) float64 {
	row := c.Span.Seg.Row
	rate, words := false, false
	for _, a := range r.InRow(row) {
		if a == c {
			continue
		}
		if v := amounts.Value(a); !a.Amount.Percent || !amounts.IsRate(v) || amounts.Box(a).X0 > amounts.Box(c).X0 {
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
		return taxRateRow
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

// grossScore is how much an amount could be the gross total.
func (r ranker) grossScore(c *candidates.Bound) float64 {
	if first := r.ColumnStart(c); first != nil {
		return max(r.ownGross(c), r.ownGross(first)+columnHead)
	}
	return r.ownGross(c)
}

// ownGross is the same by its own labels alone.
func (r ranker) ownGross(c *candidates.Bound) float64 {
	gross, _ := r.As(c, locale.Gross)
	due, _ := r.As(c, locale.Due)
	total, _ := r.As(c, locale.Total)
	s := max(gross, grossDue*due, grossTotal*total)
	if r.Receipt { // tills call what is to be paid net
		net, _ := r.As(c, locale.Net)
		s = max(s, grossNet*net)
	}
	if cash, _ := r.As(c, locale.Cash, locale.Change); cash > s {
		s *= grossTender
	}
	s = max(s, unlabelledScore(c))
	return formWeight(c) * s * r.placeWeight(c)
}

// unlabelledScore keeps unlabelled amounts in play when the equations need them.
func unlabelledScore(c *candidates.Bound) float64 {
	if c.Amount.Cents {
		return unlabelled
	}
	return 0
}

// placeWeight prefers, a little, what stands further down in the document.
func (r ranker) placeWeight(c *candidates.Bound) float64 {
	p := c.Page()
	at := (float64(p.Number-r.Pages[0].Number) + c.Span.Seg.Box.CenterY()/p.Height) / float64(len(r.Pages))
	return placeFirst + placeLast*at
}

// itemsWeight lowers what stands in a table of line items.
func (r ranker) itemsWeight(c *candidates.Bound) float64 {
	if r.AmongItems(c) {
		return amongItems
	}
	return 1
}
