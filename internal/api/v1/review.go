package v1

import (
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// match refuses a version that an If-Match header does not name.
func match(header string) func(version int64) error { return matchIfGiven(&header) }

// matchIfGiven is match where the header may be missing: nil then.
func matchIfGiven(header *string) func(version int64) error {
	if header == nil {
		return nil
	}
	named := contract.ReadTags(*header)
	for i, tag := range named.List {
		named.List[i] = versionOf(tag)
	}
	return func(version int64) error { return named.Check(contract.ETag(version)) }
}

// CorrectInvoice changes an invoice's data by hand.
func (s *Server) CorrectInvoice(ctx context.Context, req apiv1.CorrectInvoiceRequestObject) (apiv1.CorrectInvoiceResponseObject, error) {
	changed, err := s.services.Reviewer.Correct(ctx, principal(ctx), req.InvoiceID, invoice.CorrectInput{
		Patch: *req.Body, Match: match(req.Params.IfMatch), Valid: s.data.Check,
	})
	if err != nil {
		return nil, err
	}
	body, tag, err := answerOf(changed)
	return apiv1.CorrectInvoice200JSONResponse{Body: body, Headers: apiv1.CorrectInvoice200ResponseHeaders{ETag: &tag}}, err
}

// ReviewInvoice approves, rejects or reopens an invoice, or says whether it may be a duplicate.
func (s *Server) ReviewInvoice(ctx context.Context, req apiv1.ReviewInvoiceRequestObject) (apiv1.ReviewInvoiceResponseObject, error) {
	decided, err := s.services.Reviewer.Review(ctx, principal(ctx), req.InvoiceID, invoice.ReviewInput{
		Decision: invoice.Decision(req.Body.Decision), Comment: or(req.Body.Comment), Force: or(req.Body.Force), Match: match(req.Params.IfMatch),
		Attempt: attempt(ctx),
	})
	if err != nil {
		return nil, err
	}
	body, tag, err := answerOf(decided)
	return apiv1.ReviewInvoice200JSONResponse{Body: body, Headers: apiv1.ReviewInvoice200ResponseHeaders{ETag: &tag}}, err
}

// ReprocessInvoice queues another reading of an invoice.
func (s *Server) ReprocessInvoice(ctx context.Context, req apiv1.ReprocessInvoiceRequestObject) (apiv1.ReprocessInvoiceResponseObject, error) {
	queued, err := s.services.Reviewer.Reprocess(ctx, principal(ctx), req.InvoiceID, matchIfGiven(req.Params.IfMatch), attempt(ctx))
	if err != nil {
		return nil, err
	}
	body, tag, err := answerOf(queued)
	return apiv1.ReprocessInvoice202JSONResponse{Body: body, Headers: apiv1.ReprocessInvoice202ResponseHeaders{
		Location: location("invoices", queued.ID), OperationLocation: location("jobs", queued.JobID), ETag: &tag,
	}}, err
}

// GetInvoiceHistory pages what happened to an invoice.
func (s *Server) GetInvoiceHistory(ctx context.Context, req apiv1.GetInvoiceHistoryRequestObject) (apiv1.GetInvoiceHistoryResponseObject, error) {
	page, err := s.services.Invoices.History(ctx, principal(ctx), req.InvoiceID, int(or(req.Params.Limit)), or(req.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return apiv1.GetInvoiceHistory200JSONResponse{
		Body:    apiv1.HistoryPage{Items: mapped(page.Items, toAPIEntry), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.GetInvoiceHistory200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

func toAPIEntry(e invoice.Entry) apiv1.HistoryEntry {
	out := apiv1.HistoryEntry{
		ID: e.ID, At: e.At.UTC(), Kind: e.Kind, Comment: textOrNil(e.Comment), JobID: idOrNil(e.JobID), ChangeCount: e.ChangeCount,
		Actor:   apiv1.Actor{Kind: apiv1.ActorKind(e.Actor.Kind), ID: idOrNil(e.Actor.ID), Name: textOrNil(e.Actor.Name)},
		Changes: mapped(e.Changes, toAPIChange),
	}
	if e.Forced {
		out.Forced = &e.Forced
	}
	return out
}

func toAPIChange(c change.Change) apiv1.HistoryChange {
	return apiv1.HistoryChange{Pointer: c.Pointer, From: c.From, To: c.To, Source: apiv1.HistoryChangeSource(c.Source), Replaced: c.Replaced}
}
