package counting

import (
	"slices"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/services/query"
)

// mostListed is how many invoices an answer lists when none says how many.
const mostListed = 20

// statusOf are the statuses behind the words of questions.
var statusOf = map[string][]string{"undecided": {"queued", "processing", "needs_review", "ready"}}

// Part is one thing that is answered: for one seller, or for all, and one time.
type Part struct {
	Seller  string // as it is written; "" for all, or for several together
	Period  Period
	Queries []query.Query  // one a measure
	Results []query.Result // of the queries, once they have run
}

// Parts are the queries that answer an intent.
func (in Intent) Parts() []Part {
	sellers := in.Sellers
	if together := in.Op == Share || in.Op == Field || in.Op == List && !in.YesNo || slices.Contains(in.By, "seller"); together && len(sellers) > 1 {
		sellers = [][]string{slices.Concat(sellers...)}
	}
	if len(sellers) == 0 {
		sellers = [][]string{nil}
	}
	periods := []Period{in.Period}
	if !in.Second.IsZero() {
		periods = append(periods, in.Second)
	}
	var out []Part
	for _, s := range sellers {
		for _, p := range periods {
			part := Part{Period: p}
			if len(s) > 0 && len(sellers) >= len(in.Sellers) {
				part.Seller = s[0]
			}
			part.Queries = in.queries(in.filter(s, p))
			out = append(out, part)
		}
	}
	return out
}

func (in Intent) queries(f query.Filter) []query.Query {
	q := query.Query{Measure: query.Measure(in.Op), Field: in.Field, Filter: f, Order: in.Order, Limit: in.Limit}
	for _, by := range in.By {
		q.GroupBy = append(q.GroupBy, query.Group(by))
	}
	if in.Op == Field && in.Limit > 0 { // of the invoices that were listed
		q.Measure, q.Field = query.List, ""
	}
	if q.Measure == query.List && q.Limit == 0 {
		q.Limit = mostListed
	}
	switch {
	case in.Op == Count && in.Suppliers && len(in.By) == 0:
		q.Of = query.Sellers
		return []query.Query{q}
	case in.Op == Count || in.Op == Field:
		return []query.Query{q}
	case in.Line != "" && in.Op != List:
		q.Of = query.Lines
		return []query.Query{q}
	}
	var out []query.Query
	for _, m := range in.measures() {
		q.Of = query.Of(m)
		out = append(out, q)
	}
	return out
}

// measures are the amounts that are told, gross when none was said.
func (in Intent) measures() []string {
	if len(in.Measures) == 0 {
		return []string{"gross"}
	}
	return in.Measures
}

func (in Intent) filter(sellers []string, p Period) query.Filter {
	f := query.Filter{Seller: sellers, NotSeller: in.NotSellers, Currency: in.Currencies, NotCurrency: in.NotIn, Number: in.Number, Amount: in.Amount, Line: lineWords(in.Line, in.Language)}
	for _, word := range in.Statuses {
		if several := statusOf[word]; several != nil {
			f.Status = append(f.Status, several...)
			continue
		}
		f.Status = append(f.Status, word)
	}
	if in.Type != "" {
		f.Type = []query.Type{in.Type}
	}
	days := query.Days{From: dayOf(p.From), To: dayOf(p.To)}
	if f.IssueDate = days; in.Due {
		f.IssueDate, f.DueDate = query.Days{}, days
	}
	return f
}

func dayOf(t time.Time) en16931.Date {
	if t.IsZero() {
		return en16931.Date{}
	}
	return en16931.NewDate(t.Year(), t.Month(), t.Day())
}
