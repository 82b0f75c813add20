package v1

import (
	"context"

	"github.com/docketapi/docket/en16931"
	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/services/invoice"
)

// GetInvoiceSummary counts and sums the workspace's invoices under filters.
func (s *Server) GetInvoiceSummary(ctx context.Context, req apiv1.GetInvoiceSummaryRequestObject) (apiv1.GetInvoiceSummaryResponseObject, error) {
	p := req.Params
	filter, err := toFilter(apiv1.ListInvoicesParams{
		Status: p.Status, Seller: p.Seller, Number: p.Number, Currency: p.Currency, DocumentID: p.DocumentID,
		IssueDateFrom: p.IssueDateFrom, IssueDateTo: p.IssueDateTo, DueDateFrom: p.DueDateFrom, DueDateTo: p.DueDateTo,
		GrossMin: p.GrossMin, GrossMax: p.GrossMax, Q: p.Q,
	})
	if err != nil {
		return nil, err
	}
	filter.Duplicates = invoice.Duplicates(or(p.Duplicates))
	if filter.Duplicates == "" {
		filter.Duplicates = invoice.ExcludeDuplicates
	}
	by := mapped(or(p.GroupBy), func(g apiv1.InvoiceGrouping) invoice.GroupBy { return invoice.GroupBy(g) })
	sum, err := s.services.Invoices.Summarize(ctx, principal(ctx), filter, by)
	if err != nil {
		return nil, err
	}
	return apiv1.GetInvoiceSummary200JSONResponse{Body: apiv1.InvoiceSummary{
		Items: mapped(sum.Groups, toAPIGroup), Duplicates: apiv1.InvoiceSummaryDuplicates(filter.Duplicates), Truncated: sum.Truncated,
	}}, nil
}

func toAPIGroup(g invoice.Group) apiv1.InvoiceGroup {
	out := apiv1.InvoiceGroup{
		SellerName: textOrNil(g.SellerName), SellerVatID: textOrNil(g.SellerVATID), Month: textOrNil(g.Month), Currency: textOrNil(g.Currency),
		Count: g.Count, WithoutGross: g.WithoutGross, Net: sumOrNil(g.Net), Tax: sumOrNil(g.Tax), Gross: sumOrNil(g.Gross),
		Excluded: toAPISums(g.Excluded), SimilarText: toAPISums(g.SimilarText),
	}
	if g.Status != "" {
		status := apiv1.InvoiceStatus(g.Status)
		out.Status = &status
	}
	return out
}

func toAPISums(s invoice.Sums) apiv1.InvoiceSums {
	return apiv1.InvoiceSums{Count: s.Count, Net: sumOrNil(s.Net), Tax: sumOrNil(s.Tax), Gross: sumOrNil(s.Gross)}
}

func sumOrNil(d en16931.Decimal) *string {
	if !d.IsPresent() {
		return nil
	}
	return textOrNil(d.String())
}
