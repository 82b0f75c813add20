package query

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/invoice"
)

// statuses are all there are; counted those that count when none is asked for.
var (
	statuses = names(invoice.Queued, invoice.Processing, invoice.NeedsReview, invoice.Ready, invoice.Approved, invoice.Rejected, invoice.Failed)
	counted  = names(invoice.Counted()...)
)

func names(list ...invoice.Status) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// withDefaults says what a query leaves unsaid, but for the statuses that count.
func (q Query) withDefaults() Query {
	if q.Of == "" {
		q.Of = Gross
	}
	if q.Duplicates == "" {
		q.Duplicates = "exclude"
	}
	if q.Limit == 0 {
		q.Limit = MaxItems
	}
	if q.Order == "" {
		q.Order = q.usualOrder()
	}
	return q
}

func (q Query) usualOrder() Order {
	times := func(g Group) bool { return g == ByMonth || g == ByQuarter || g == ByYear }
	switch {
	case q.Measure == List || q.Measure == Field:
		return Newest
	case slices.ContainsFunc(q.GroupBy, times):
		return ByName
	}
	return Largest
}

// orNull is a list without NUL bytes; nil for an empty one, which narrows nothing.
func orNull(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, postgres.Text(s))
	}
	return out
}

func day(d en16931.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	t := d.Time()
	return &t
}

func number(d en16931.Decimal) *decimal.Decimal {
	if !d.IsPresent() {
		return nil
	}
	v := d.Value()
	return &v
}
