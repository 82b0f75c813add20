package v1

import (
	"bytes"
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/invoice/response"
)

// GetInvoiceResponse makes the document that tells the seller what became of an invoice.
func (s *Server) GetInvoiceResponse(ctx context.Context, req apiv1.GetInvoiceResponseRequestObject) (apiv1.GetInvoiceResponseResponseObject, error) {
	found, err := s.services.Invoices.Find(ctx, principal(ctx), req.InvoiceID)
	if err != nil {
		return nil, err
	}
	body, err := s.services.Responses.Make(ctx, principal(ctx), found, response.Input{
		Profile: response.Profile(or(req.Params.Profile)), Code: string(or(req.Params.Code)), Reason: or(req.Params.Reason),
	})
	if err != nil {
		return nil, err
	}
	tag, disposition := contract.ETag(found.Version), named("invoice-response-"+found.ID.String()+".xml")
	return apiv1.GetInvoiceResponse200ApplicationXMLResponse{
		Body: bytes.NewReader(body), ContentLength: int64(len(body)),
		Headers: apiv1.GetInvoiceResponse200ResponseHeaders{ETag: &tag, ContentDisposition: &disposition},
	}, nil
}
