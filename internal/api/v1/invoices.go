package v1

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/docketapi/docket/en16931"
	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/validation"
)

// CreateInvoice queues the reading of an invoice, and waits for it as long as the caller prefers.
func (s *Server) CreateInvoice(ctx context.Context, req apiv1.CreateInvoiceRequestObject) (apiv1.CreateInvoiceResponseObject, error) {
	made, err := s.create(ctx, req)
	if err != nil {
		return nil, err
	}
	wait := contract.Wait(req.Params.Prefer)
	if wait > 0 {
		if made, err = s.services.Invoices.Wait(ctx, principal(ctx), made.ID, wait); err != nil {
			return nil, err
		}
	}
	at, applied := location("invoices", made.ID), contract.Applied(wait)
	body, err := invoiceJSON(made.View())
	if err != nil {
		return nil, err
	}
	if made.Status.Final() {
		return apiv1.CreateInvoice201JSONResponse{Body: body,
			Headers: apiv1.CreateInvoice201ResponseHeaders{Location: at, PreferenceApplied: applied}}, nil
	}
	return apiv1.CreateInvoice202JSONResponse{Body: body,
		Headers: apiv1.CreateInvoice202ResponseHeaders{Location: at, OperationLocation: location("jobs", made.JobID), PreferenceApplied: applied}}, nil
}

func (s *Server) create(ctx context.Context, req apiv1.CreateInvoiceRequestObject) (invoice.Invoice, error) {
	if req.JSONBody != nil {
		made, err := s.services.Uploads.CreateFromDocument(ctx, principal(ctx), req.JSONBody.DocumentID, attempt(ctx))
		if e, ok := fault.As(err); ok && e.Kind() == fault.NotFound {
			return made, e.At("/document_id", "is of no document here")
		}
		return made, err
	}
	file, err := filePart(req.MultipartBody)
	if err != nil {
		return invoice.Invoice{}, err
	}
	return s.services.Uploads.CreateFromUpload(ctx, principal(ctx), invoice.UploadInput{Name: file.name, DeclaredType: file.declared, Body: file, Attempt: attempt(ctx)})
}

// ListInvoices pages the workspace's invoices under filters.
func (s *Server) ListInvoices(ctx context.Context, req apiv1.ListInvoicesRequestObject) (apiv1.ListInvoicesResponseObject, error) {
	filter, err := toFilter(req.Params)
	if err != nil {
		return nil, err
	}
	page, err := s.services.Invoices.List(ctx, principal(ctx), filter)
	if err != nil {
		return nil, err
	}
	var out jsonAnswer
	out.body, err = pageJSON(page.Items, page.NextCursor, filter.Include)
	out.with("Link", contract.NextLink(ctx, page.NextCursor))
	return out, err
}

func toFilter(p apiv1.ListInvoicesParams) (invoice.Filter, error) {
	least, err := decimal("gross_min", p.GrossMin)
	if err != nil {
		return invoice.Filter{}, err
	}
	most, err := decimal("gross_max", p.GrossMax)
	if err != nil {
		return invoice.Filter{}, err
	}
	return invoice.Filter{
		Statuses: mapped(or(p.Status), func(s apiv1.InvoiceStatus) invoice.Status { return invoice.Status(s) }),
		Seller:   or(p.Seller), Number: or(p.Number), Currency: or(p.Currency), DocumentID: idOf(p.DocumentID),
		IssueDateFrom: day(p.IssueDateFrom), IssueDateTo: day(p.IssueDateTo), DueDateFrom: day(p.DueDateFrom), DueDateTo: day(p.DueDateTo),
		GrossMin: least, GrossMax: most, Query: or(p.Q), Sort: invoice.Sort(or(p.Sort)),
		Limit: int(or(p.Limit)), Cursor: or(p.Cursor), Include: include(or(p.Include)),
	}, nil
}

func include(parts []apiv1.ListInvoicesParamsInclude) invoice.Include {
	return invoice.Include{
		Data:     slices.Contains(parts, apiv1.ListInvoicesParamsIncludeData),
		Evidence: slices.Contains(parts, apiv1.ListInvoicesParamsIncludeEvidence),
		Checks:   slices.Contains(parts, apiv1.ListInvoicesParamsIncludeChecks),
	}
}

func decimal(name string, s *string) (en16931.Decimal, error) {
	if s == nil {
		return en16931.Decimal{}, nil
	}
	d, err := en16931.ParseDecimal(*s)
	if err != nil {
		return d, fault.Wrap(err, fault.CodeValidation, "a parameter is not as the contract says").At("query/"+name, "is not a decimal number")
	}
	return d, nil
}

func day(d *openapi_types.Date) en16931.Date {
	if d == nil {
		return en16931.Date{}
	}
	return en16931.NewDate(d.Year(), d.Month(), d.Day())
}

// GetInvoice finds an invoice, and waits for its reading as long as the caller prefers.
func (s *Server) GetInvoice(ctx context.Context, req apiv1.GetInvoiceRequestObject) (apiv1.GetInvoiceResponseObject, error) {
	wait := contract.Wait(req.Params.Prefer)
	if wait > 0 {
		if err := s.services.Invoices.WaitRead(ctx, principal(ctx), req.InvoiceID, wait); err != nil {
			return nil, err
		}
	}
	found, err := s.services.Invoices.Show(ctx, principal(ctx), req.InvoiceID, len(or(req.Params.Include)) > 0)
	if err != nil {
		return nil, err
	}
	tag := invoiceTag(found)
	known, err := contract.Conditions{Match: req.Params.IfMatch, NoneMatch: req.Params.IfNoneMatch}.Check(tag, time.Time{})
	if err != nil {
		return nil, err
	}
	if known {
		return apiv1.GetInvoice304Response{Headers: apiv1.GetInvoice304ResponseHeaders{ETag: &tag}}, nil
	}
	var out jsonAnswer
	out.body, err = invoiceJSON(found)
	out.with("ETag", &tag)
	out.with("Preference-Applied", contract.Applied(wait))
	return out, err
}

// answerOf is an invoice that was changed, with its tag.
func answerOf(i invoice.Invoice) (body json.RawMessage, tag string, err error) {
	v := i.View()
	body, err = invoiceJSON(v)
	return body, invoiceTag(v), err
}

// DeleteInvoice removes an invoice; its document stays.
func (s *Server) DeleteInvoice(ctx context.Context, req apiv1.DeleteInvoiceRequestObject) (apiv1.DeleteInvoiceResponseObject, error) {
	if err := s.services.Reviewer.Delete(ctx, principal(ctx), req.InvoiceID, matchIfGiven(req.Params.IfMatch)); err != nil {
		return nil, err
	}
	return apiv1.DeleteInvoice204Response{}, nil
}

// ValidateInvoice checks an invoice against the rules and stores nothing.
func (s *Server) ValidateInvoice(ctx context.Context, req apiv1.ValidateInvoiceRequestObject) (apiv1.ValidateInvoiceResponseObject, error) {
	profile := string(or(req.Params.Profile))
	if req.JSONBody != nil {
		return validated(s.services.Validation.Data(ctx, *req.JSONBody, profile))
	}
	if req.Body != nil {
		return validated(s.services.Validation.File(ctx, req.Body, profile))
	}
	file, err := filePart(req.MultipartBody)
	if err != nil {
		return nil, err
	}
	return validated(s.services.Validation.File(ctx, file, profile))
}

// validated converts what the rules say.
func validated(v validation.Result, err error) (apiv1.ValidateInvoiceResponseObject, error) {
	if err != nil {
		return nil, err
	}
	return apiv1.ValidateInvoice200JSONResponse{Body: apiv1.Validation{
		Valid: v.Valid, Profile: apiv1.RuleSet(v.Profile), Release: v.Release, Findings: nonNil(v.Findings),
	}}, nil
}
