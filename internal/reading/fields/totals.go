package fields

import (
	"fmt"
	"math"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/solve"
	"github.com/docketapi/docket/internal/reading/pages"
)

// maxPerRole bounds the candidates of a role that are tried with each other.
const maxPerRole = 10

// totals chooses the document's sums.
func (d *document) totals(b *builder) {
	amounts := d.sums()
	d.columnSums(amounts)
	in := solve.Input{LineSum: math.NaN(), TaxSum: math.NaN(), Rates: d.rates(), Exact: d.Source == pages.FromText}
	d.rankRoles(&in, amounts)
	items := d.readLines(b, in)
	in.LineSum = lineSum(items)
	in.Adjusted = d.adjusted(amounts, in.LineSum)
	d.tables = items.Regions
	d.rankRoles(&in, amounts)
	in.Tax, in.TaxSum = addTaxSum(in.Tax)
	in.Tax = append(in.Tax, d.taxOfRows()...)
	d.boostCode(in.Gross)
	if d.Receipt {
		t := d.readTill(amounts)
		t.boost(in.Gross)
		in.Rounding = t.rounding
	}
	if len(in.Gross) == 0 {
		return
	}
	t := solve.Totals(in)
	d.writeTotals(b, amounts, t)
	d.remainder(b, amounts)
}

// adjusted are the lines' sum with each labelled allowance and charge, and with all of them.
func (d *document) adjusted(amounts []*candidates.Bound, sum float64) []float64 {
	if math.IsNaN(sum) {
		return nil
	}
	var out []float64
	all := sum
	for _, a := range amounts {
		off, _ := d.As(a, locale.Allowance)
		on, _ := d.As(a, locale.Charge)
		v := math.Abs(value(a))
		if max(off, on) < 0.6 || d.outside(a) < 1 || v == 0 || !a.Amount.Cents {
			continue
		}
		if off > on {
			v = -v
		}
		out = append(out, sum+v)
		all += v
	}
	if len(out) > 1 {
		out = append(out, all)
	}
	return out
}

// rankRoles chooses the candidates of each role.
func (d *document) rankRoles(in *solve.Input, amounts []*candidates.Bound) {
	in.Net = rank(amounts, func(c *candidates.Bound) float64 { return d.netScore(c) * d.outside(c) })
	in.Tax = rank(amounts, func(c *candidates.Bound) float64 { return d.taxScore(c) * d.outside(c) })
	in.Gross = rank(amounts, func(c *candidates.Bound) float64 { return d.grossScore(c) * d.outside(c) })
}

// outside lowers what stands in a table of line items: the items' amounts add up in their rows too.
func (d *document) outside(c *candidates.Bound) float64 {
	b := box(c)
	for _, r := range d.tables {
		if r.Page == c.Page().Number && r.Box.OverlapX(b) > 0 && r.Box.OverlapY(b) > 0.6*b.Height() && d.sumOf[c] == nil {
			return 0.6
		}
	}
	return 1
}

// sums are the amounts that may be totals.
func (d *document) sums() []*candidates.Bound {
	var out []*candidates.Bound
	for _, a := range d.Amounts {
		if !a.Amount.Percent && a.Decimal().Value().Abs().LessThan(decimal.New(1, 12)) {
			out = append(out, a)
		}
	}
	return out
}

// rates are the per cents that the document names and that can be VAT rates.
func (d *document) rates() []float64 {
	var out []float64
	for _, a := range d.Amounts {
		if v := value(a); a.Amount.Percent && v > 0 && v <= 30 {
			out = append(out, v)
		}
	}
	return out
}

func value(a *candidates.Bound) float64 { return a.Decimal().Value().InexactFloat64() }

func rank(amounts []*candidates.Bound, score func(*candidates.Bound) float64) []solve.Candidate {
	var out []solve.Candidate
	for i, a := range amounts {
		if s := score(a); s > 0.12 {
			out = append(out, solve.Candidate{Value: value(a), Score: s, Ref: i})
		}
	}
	for i := range out { // the same number named again somewhere speaks for it
		for j := range out {
			if i != j && out[j].Value == out[i].Value && out[j].Score > 0.4 && out[i].Score > 0.4 {
				out[i].Score += 0.04
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	if len(out) > maxPerRole {
		out = out[:maxPerRole]
	}
	return out
}

// addTaxSum offers the sum of several labelled tax amounts: a document with two rates may not print their total.
func addTaxSum(tax []solve.Candidate) ([]solve.Candidate, float64) {
	var strong []solve.Candidate
	for _, t := range tax {
		if t.Score > 0.6 && t.Value != 0 {
			strong = append(strong, t)
		}
	}
	if len(strong) < 2 || len(strong) > 5 {
		return tax, math.NaN()
	}
	sum := 0.0
	for _, t := range strong {
		sum += t.Value
	}
	return append(tax, solve.Candidate{Value: round2(sum), Score: 0.5, Ref: solve.None}), math.NaN()
}

// taxOfRows offers the sum of the breakdown's taxes: rows in which rate times base gives the tax need no label.
func (d *document) taxOfRows() []solve.Candidate {
	rows := d.taxRows()
	if len(rows) < 2 {
		return nil
	}
	sum := 0.0
	for _, r := range rows {
		sum += value(r.amount)
	}
	return []solve.Candidate{{Value: round2(sum), Score: 0.7, Ref: solve.None}}
}

func round2(v float64) float64 { return math.Round(v*100) / 100 }

func (d *document) writeTotals(b *builder, amounts []*candidates.Bound, t solve.Triple) {
	conf := 0.55 + 0.2*t.Gross.Score
	if t.Holds {
		conf += 0.2
	}
	d.writeTotal(b, "gross", &b.data.Totals.Gross, amounts, t.Gross, conf)
	if t.HasNet {
		d.writeTotal(b, "net", &b.data.Totals.Net, amounts, t.Net, conf)
	}
	if t.HasTax {
		d.writeTotal(b, "tax", &b.data.Totals.Tax, amounts, t.Tax, conf)
	}
}

func (d *document) writeTotal(b *builder, name string, to *en16931.Decimal, amounts []*candidates.Bound, c solve.Candidate, conf float64) {
	pointer := "/totals/" + name
	if c.Ref == solve.None {
		v, err := en16931.ParseDecimal(fmt.Sprintf("%.2f", c.Value))
		if err != nil {
			return
		}
		*to = v
		b.proofs.Computed(pointer, conf*0.9)
		return
	}
	a := amounts[c.Ref]
	*to = a.Decimal()
	b.proofs.Value(pointer, &a.Value, conf)
}
