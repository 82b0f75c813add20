package chat

import (
	"context"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/en16931"
	"github.com/docketapi/docket/internal/services/invoice"
)

// summarizer counts and sums by the invoices' service.
type summarizer struct{ invoices *invoice.Service }

// SummarizerOf makes the invoices' service a Summarizer.
func SummarizerOf(s *invoice.Service) Summarizer { return summarizer{s} }

// Summarize implements Summarizer.
func (s summarizer) Summarize(ctx context.Context, p auth.Principal, q SummaryQuery) (Summary, error) {
	by := make([]invoice.GroupBy, len(q.GroupBy))
	for i, g := range q.GroupBy {
		by[i] = invoice.GroupBy(g)
	}
	sum, err := s.invoices.Summarize(ctx, p, invoice.Filter{
		Statuses: q.Statuses, Seller: q.Seller, Currency: q.Currency, IssueDateFrom: q.IssueDateFrom, IssueDateTo: q.IssueDateTo,
	}, by)
	if err != nil {
		return Summary{}, err
	}
	out := Summary{Groups: make([]SummaryGroup, len(sum.Groups))}
	for i, g := range sum.Groups {
		out.Groups[i] = SummaryGroup{Seller: sellerOf(g), Month: g.Month, Currency: g.Currency, Status: string(g.Status),
			Count: int(g.Count), Net: amountOf(g.Net), Tax: amountOf(g.Tax), Gross: amountOf(g.Gross)}
	}
	return out, nil
}

func sellerOf(g invoice.Group) string {
	if g.SellerName != "" {
		return g.SellerName
	}
	return g.SellerVATID
}

func amountOf(d en16931.Decimal) string {
	if !d.IsPresent() {
		return ""
	}
	return d.String()
}
