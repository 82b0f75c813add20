// Package response tells a seller, in UBL's ApplicationResponse, what became of an invoice.
//
// It owns which code a status has in which profile, what each profile needs, and the document. It sends nothing, and changes no
// invoice: the decisions are package invoice's.
package response

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/services/invoice"
)

// Profile is for whom the response is.
type Profile string

// The profiles.
const (
	Peppol Profile = "peppol" // Invoice Response, transaction T111
	FrCTC  Profile = "fr-ctc" // the states of France's lifecycle of invoices
)

// Input says what is answered. Code is "" for that of the status, Reason for the comment of the decision.
type Input struct {
	Profile Profile
	Code    string
	Reason  string
}

// Trail is what happened to an invoice, newest first.
type Trail interface {
	History(ctx context.Context, p auth.Principal, id uuid.UUID, size int, cursor string) (pagination.Page[invoice.Entry], error)
}

// Service makes responses. Make one with New.
type Service struct {
	trail Trail
	now   func() time.Time
}

// New makes a Service. now is the clock that responses bear.
func New(trail Trail, now func() time.Time) (*Service, error) {
	if trail == nil || now == nil {
		return nil, errors.New("make responses: a part is missing")
	}
	return &Service{trail, now}, nil
}

// stages are what the codes of both profiles stand for.
var stages = map[invoice.Status]map[Profile]string{
	invoice.Queued: {Peppol: "AB", FrCTC: "202"}, invoice.Processing: {Peppol: "AB", FrCTC: "202"},
	invoice.NeedsReview: {Peppol: "IP", FrCTC: "204"}, invoice.Ready: {Peppol: "IP", FrCTC: "204"},
	invoice.Approved: {Peppol: "AP", FrCTC: "205"}, invoice.Rejected: {Peppol: "RE", FrCTC: "210"},
}

// askedOf are the codes that no status tells.
var askedOf = map[Profile][]string{Peppol: {"UQ", "CA", "PD"}, FrCTC: {"206", "207", "212"}}

// Make is the response to an invoice that Find gave. Errors: conflict for one that was not read, validation_failed for a code of
// the other profile, export_incomplete where the invoice lacks what the profile needs.
func (s *Service) Make(ctx context.Context, p auth.Principal, inv invoice.Invoice, in Input) ([]byte, error) {
	if in.Profile == "" {
		in.Profile = Peppol
	}
	code := in.Code
	switch {
	case inv.Data == nil:
		return nil, fault.New(fault.CodeConflict, "an invoice that is %s has no data to answer", inv.Status)
	case code == "":
		code = stages[inv.Status][in.Profile]
	case !slices.Contains(askedOf[in.Profile], code):
		return nil, fault.New(fault.CodeValidation, "the profile has no such code").At("query/code", "is a code of another profile")
	}
	if code == "" {
		return nil, fault.New(fault.CodeConflict, "the status %s has no answer", inv.Status)
	}
	if err := lacks(inv.Data, in.Profile); err != nil {
		return nil, err
	}
	when, reason, err := s.decided(ctx, p, inv)
	if err != nil {
		return nil, err
	}
	if in.Reason != "" {
		reason = in.Reason
	}
	return write(inv, in.Profile, code, reason, when, s.now().UTC())
}

// recent is how far back the decision is looked for.
const recent = 100

// decided is when the invoice came to its status, and why: its last change where no decision tells.
func (s *Service) decided(ctx context.Context, p auth.Principal, inv invoice.Invoice) (time.Time, string, error) {
	if inv.Status != invoice.Approved && inv.Status != invoice.Rejected {
		return inv.UpdatedAt, "", nil
	}
	page, err := s.trail.History(ctx, p, inv.ID, recent, "")
	if err != nil {
		return time.Time{}, "", err
	}
	for _, e := range page.Items {
		if e.Kind == string(inv.Status) {
			return e.At, e.Comment, nil
		}
	}
	return inv.UpdatedAt, "", nil
}
