package v1

import (
	"context"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/docketapi/docket/en16931"
	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/query"
)

// QueryInvoices answers a typed question to the workspace's invoices.
func (s *Server) QueryInvoices(ctx context.Context, req apiv1.QueryInvoicesRequestObject) (apiv1.QueryInvoicesResponseObject, error) {
	q, err := fromAPIQuery(*req.Body)
	if err != nil {
		return nil, err
	}
	found, err := s.services.Queries.Run(ctx, principal(ctx), q)
	if err != nil {
		return nil, err
	}
	return apiv1.QueryInvoices200JSONResponse{Body: apiv1.InvoiceQueryResult{
		Understood: found.Understood, Query: toAPIQuery(found.Query), Items: mapped(found.Items, toAPIQueryItem),
		Totals: mapped(found.Totals, toAPIQueryItem), Truncated: found.Truncated,
	}}, nil
}

func fromAPIQuery(in apiv1.InvoiceQuery) (query.Query, error) {
	q := query.Query{
		Measure: query.Measure(in.Measure), Of: query.Of(or(in.Of)), Field: string(or(in.Field)), Order: query.Order(or(in.Order)), Limit: or(in.Limit),
		Duplicates: string(or(in.Duplicates)), GroupBy: mapped(or(in.GroupBy), func(g apiv1.InvoiceQueryGroupBy) query.Group { return query.Group(g) }),
	}
	if in.Filter == nil {
		return q, nil
	}
	f, err := *in.Filter, error(nil)
	q.Filter = query.Filter{
		Seller: or(f.Seller), NotSeller: or(f.NotSeller), Number: or(f.Number), IssueDate: fromAPIDays(f.IssueDate), DueDate: fromAPIDays(f.DueDate),
		Currency: or(f.Currency), NotCurrency: or(f.NotCurrency), Line: or(f.Line),
		Status: mapped(or(f.Status), func(s apiv1.InvoiceStatus) string { return string(s) }),
		Type:   mapped(or(f.Type), func(t apiv1.InvoiceQueryFilterType) query.Type { return query.Type(t) }),
	}
	if f.Amount != nil {
		q.Filter.Amount, err = fromAPIAmounts(*f.Amount)
	}
	return q, err
}

func fromAPIDays(in *apiv1.DayRange) query.Days {
	if in == nil {
		return query.Days{}
	}
	return query.Days{From: day(in.From), To: day(in.To)}
}

func fromAPIAmounts(in apiv1.AmountRange) (query.Amounts, error) {
	var out query.Amounts
	for _, m := range []struct {
		name string
		from *string
		to   *en16931.Decimal
	}{{"min", in.Min, &out.Min}, {"max", in.Max, &out.Max}, {"over", in.Over, &out.Over}, {"under", in.Under, &out.Under}} {
		d, err := en16931.ParseDecimal(or(m.from))
		switch {
		case m.from == nil:
		case err != nil:
			return out, fault.Wrap(err, fault.CodeValidation, "an amount is no number").At("/filter/amount/"+m.name, "is no number")
		default:
			*m.to = d
		}
	}
	return out, nil
}

func toAPIQuery(q query.Query) apiv1.InvoiceQuery {
	f := q.Filter
	out := apiv1.InvoiceQuery{
		Measure: apiv1.InvoiceQueryMeasure(q.Measure), Of: refOrNil(apiv1.InvoiceQueryOf(q.Of)), Field: refOrNil(apiv1.InvoiceQueryField(q.Field)),
		Order: refOrNil(apiv1.InvoiceQueryOrder(q.Order)), Limit: refOrNil(q.Limit), Duplicates: refOrNil(apiv1.InvoiceQueryDuplicates(q.Duplicates)),
		GroupBy: listOrNil(mapped(q.GroupBy, func(g query.Group) apiv1.InvoiceQueryGroupBy { return apiv1.InvoiceQueryGroupBy(g) })),
	}
	filter := apiv1.InvoiceQueryFilter{
		Seller: listOrNil(f.Seller), NotSeller: listOrNil(f.NotSeller), Number: refOrNil(f.Number), IssueDate: toAPIDays(f.IssueDate), DueDate: toAPIDays(f.DueDate),
		Currency: listOrNil(f.Currency), NotCurrency: listOrNil(f.NotCurrency), Line: refOrNil(f.Line),
		Status: listOrNil(mapped(f.Status, func(s string) apiv1.InvoiceStatus { return apiv1.InvoiceStatus(s) })),
		Type:   listOrNil(mapped(f.Type, func(t query.Type) apiv1.InvoiceQueryFilterType { return apiv1.InvoiceQueryFilterType(t) })),
	}
	if f.Amount != (query.Amounts{}) {
		filter.Amount = &apiv1.AmountRange{Min: sumOrNil(f.Amount.Min), Max: sumOrNil(f.Amount.Max), Over: sumOrNil(f.Amount.Over), Under: sumOrNil(f.Amount.Under)}
	}
	if filter != (apiv1.InvoiceQueryFilter{}) {
		out.Filter = &filter
	}
	return out
}

func toAPIDays(d query.Days) *apiv1.DayRange {
	day := func(d en16931.Date) *openapi_types.Date {
		if d.IsZero() {
			return nil
		}
		return &openapi_types.Date{Time: d.Time()}
	}
	if d == (query.Days{}) {
		return nil
	}
	return &apiv1.DayRange{From: day(d.From), To: day(d.To)}
}

func toAPIQueryItem(i query.Item) apiv1.InvoiceQueryItem {
	return apiv1.InvoiceQueryItem{
		Seller: textOrNil(i.Seller), SellerVatID: textOrNil(i.SellerVATID), Month: textOrNil(i.Month), Quarter: textOrNil(i.Quarter), Year: textOrNil(i.Year),
		Currency: textOrNil(i.Currency), Status: refOrNil(apiv1.InvoiceStatus(i.Status)), Type: refOrNil(apiv1.InvoiceQueryItemType(i.Type)),
		InvoiceID: idOrNil(i.InvoiceID), Number: textOrNil(i.Number), IssueDate: dayOrNil(i.IssueDate), DueDate: dayOrNil(i.DueDate), Field: textOrNil(i.Field),
		Value: sumOrNil(i.Value), Count: i.Count, CreditNotes: i.CreditNotes, WithoutValue: i.WithoutValue,
		Excluded: apiv1.InvoiceQuerySums{Count: i.Excluded.Count, Value: sumOrNil(i.Excluded.Value)}, SimilarText: i.SimilarText,
	}
}

func dayOrNil(s string) *openapi_types.Date {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil
	}
	return &openapi_types.Date{Time: t}
}

// refOrNil is a value that its zero leaves out.
func refOrNil[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

func listOrNil[T any](list []T) *[]T {
	if len(list) == 0 {
		return nil
	}
	return &list
}
