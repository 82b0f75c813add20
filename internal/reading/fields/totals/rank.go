package totals

import (
	"math"
	"sort"

	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/solve"
	"github.com/docketapi/docket/internal/reading/fields/taxes"
)

// roles chooses the candidates of each role.
func (r ranker) roles() solve.Input {
	return solve.Input{Net: r.rank(r.netScore), Tax: r.rank(r.taxScore), Gross: r.rank(r.grossScore)}
}

// rank takes the amounts that score best in a role; the same number named again somewhere speaks for it.
func (r ranker) rank(score func(*candidates.Bound) float64) []solve.Candidate {
	var out []solve.Candidate
	for i, a := range r.Sums {
		if s := score(a) * r.itemsWeight(a); s > rankLeast {
			out = append(out, solve.Candidate{Value: amounts.Value(a), Score: s, Ref: i})
		}
	}
	repeated(out)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	if len(out) > maxPerRole {
		out = out[:maxPerRole]
	}
	return out
}

// repeated raises the numbers that are named clearly more than once.
func repeated(list []solve.Candidate) {
	named := map[float64]int{}
	for _, c := range list {
		if c.Score > repeatFrom {
			named[c.Value]++
		}
	}
	for i := range list {
		if c := &list[i]; c.Score > repeatFrom {
			c.Score += repeatScore * float64(named[c.Value]-1)
		}
	}
}

// adjusted are the lines' sum with each labelled allowance and charge, and with all of them.
func (r *reader) adjusted(sum float64) []float64 {
	if math.IsNaN(sum) {
		return nil
	}
	var out []float64
	for _, v := range r.between(true) {
		out = append(out, sum+v)
	}
	return out
}

// between are the labelled charges and allowances, among the line items or outside of them alone, each and all together.
func (r *reader) between(items bool) []float64 {
	var out []float64
	all := 0.0
	for _, a := range r.Sums {
		off, _ := r.As(a, locale.Allowance)
		on, _ := r.As(a, locale.Charge)
		v := math.Abs(amounts.Value(a))
		if max(off, on) < clearLabel || v == 0 || !a.Amount.Cents || !items && r.AmongItems(a) {
			continue
		}
		if off > on {
			v = -v
		}
		out = append(out, v)
		all += v
	}
	if len(out) > 1 {
		out = append(out, all)
	}
	return out
}

// withTaxSum offers the sum of several labelled tax amounts: a document with two rates may not print their total.
func withTaxSum(tax []solve.Candidate) []solve.Candidate {
	sum, n := 0.0, 0
	for _, t := range tax {
		if t.Score > taxesStrong && t.Value != 0 {
			sum += t.Value
			n++
		}
	}
	if n < 2 || n > taxesMost {
		return tax
	}
	return append(tax, solve.Candidate{Value: round2(sum), Score: taxesSum, Ref: solve.None})
}

// taxOfRows offers the sum of the breakdown's taxes: rows in which rate times base gives the tax need no label.
func (r *reader) taxOfRows() []solve.Candidate {
	rows := taxes.Rows(r.Pool)
	if len(rows) < 2 {
		return nil
	}
	sum := 0.0
	for _, row := range rows {
		sum += amounts.Value(row.Amount)
	}
	return []solve.Candidate{{Value: round2(sum), Score: rowsSum, Ref: solve.None}}
}

// boostAsked raises the gross total that a payment code asks for.
func (r *reader) boostAsked(gross []solve.Candidate) {
	if !r.Asked.IsPresent() {
		return
	}
	want := r.Asked.Value().InexactFloat64()
	for i := range gross {
		if math.Abs(gross[i].Value-want) < halfCent {
			gross[i].Score += askedScore
		}
	}
}

func round2(v float64) float64 { return math.Round(v*100) / 100 }
