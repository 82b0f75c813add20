package invoice

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/invoice/lessons"
	"github.com/docketapi/docket/internal/services/job"
)

// Decision is what a person decides over an invoice.
type Decision string

// The decisions.
const (
	Approve Decision = "approve"
	Reject  Decision = "reject"
	Reopen  Decision = "reopen" // takes either back
	// NotDuplicate says that it is no duplicate, whatever it looks like; UndoNotDuplicate takes that back.
	NotDuplicate     Decision = "not_duplicate"
	UndoNotDuplicate Decision = "undo_not_duplicate"
)

// decided names what a decision makes of an invoice; the history has the same names.
var decided = map[Decision]Status{Approve: Approved, Reject: Rejected}

// maxRefusals bounds how many checks a refused approval lists.
const maxRefusals = 50

// ReviewInput is a decision. Force approves although a check is fatal. Match refuses a version that the caller does not mean.
type ReviewInput struct {
	Decision Decision
	Comment  string
	Force    bool
	Attempt  *idempotency.Attempt // nil: the request may be sent once only
	Match    func(version int64) error
}

// trail is what the audit trail says of a decision.
type trail struct {
	Comment string     `json:"comment,omitempty"`
	Forced  bool       `json:"forced,omitempty"`
	JobID   *uuid.UUID `json:"job_id,omitempty"`
	Reasons []Reason   `json:"reasons,omitempty"` // that were open when it was decided
}

// Review approves, rejects or reopens an invoice, or says whether it may be a duplicate. Errors: not_found, those of Match, conflict from any other status,
// checks_failed for the approval of an invoice with fatal checks.
func (s *Reviewer) Review(ctx context.Context, p auth.Principal, id uuid.UUID, in ReviewInput) (Invoice, error) {
	if in.Attempt.Subject() != uuid.Nil { // this very request has decided
		return s.ledger.find(ctx, s.ledger.db, p.WorkspaceID, id)
	}
	return postgres.InTx(ctx, s.ledger.db, func(tx pgx.Tx) (Invoice, error) {
		row, err := s.ledger.lock(ctx, tx, p, id, in.Match)
		if err != nil {
			return Invoice{}, err
		}
		if err := s.review(ctx, tx, p, row, in); err != nil {
			return Invoice{}, err
		}
		if err := in.Attempt.Bind(ctx, tx, id); err != nil {
			return Invoice{}, err
		}
		return s.ledger.find(ctx, tx, p.WorkspaceID, id)
	})
}

func (s *Reviewer) review(ctx context.Context, tx pgx.Tx, p auth.Principal, row db.Invoice, in ReviewInput) error {
	switch in.Decision {
	case Reopen:
		return s.reopen(ctx, tx, p, row, in)
	case NotDuplicate, UndoNotDuplicate:
		return s.setNotDuplicate(ctx, tx, p, row, in)
	case Approve, Reject:
	}
	if err := open(row); err != nil {
		return err
	}
	inv, err := fromDB(row)
	if err != nil {
		return err
	}
	said := trail{Comment: in.Comment, Reasons: inv.Reasons}
	if in.Decision == Approve {
		refusal := fatal(inv.Checks)
		if refusal != nil && !in.Force {
			return refusal
		}
		said.Forced = refusal != nil
	}
	status := decided[in.Decision]
	err = s.ledger.q.SetInvoiceStatus(ctx, tx, db.SetInvoiceStatusParams{WorkspaceID: row.WorkspaceID, ID: row.ID, Status: string(status)})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	if err := s.lessons.Learn(ctx, tx, row.WorkspaceID, lessons.Decided{ID: inv.ID, Data: inv.Data, Evidence: inv.Evidence, Approved: in.Decision == Approve}); err != nil {
		return err
	}
	if err := s.ledger.record(ctx, tx, p, string(status), row.ID, said); err != nil {
		return err
	}
	return s.ledger.notify(ctx, tx, row.ID)
}

func (s *Reviewer) reopen(ctx context.Context, tx pgx.Tx, p auth.Principal, row db.Invoice, in ReviewInput) error {
	if status := Status(row.Status); status != Approved && status != Rejected {
		return fault.New(fault.CodeConflict, "only an invoice that is approved or rejected is reopened: it is %s", status)
	}
	if err := s.assessor.reassess(ctx, tx, row); err != nil {
		return err
	}
	return s.ledger.record(ctx, tx, p, "reopened", row.ID, trail{Comment: in.Comment})
}

// fatal is the refusal of an invoice with fatal checks, nil without one.
func fatal(checks []en16931.Finding) error {
	var out *fault.Error
	for _, c := range checks {
		if c.Severity != en16931.Fatal {
			continue
		}
		if out == nil {
			out = fault.New(fault.CodeChecksFailed, "fatal checks have failed; correct the invoice, or approve it with force")
		}
		pointer := ""
		if len(c.Pointers) > 0 {
			pointer = c.Pointers[0]
		}
		if len(out.Details) < maxRefusals {
			out = out.Breaks(pointer, c.Rule, c.Message)
		}
	}
	if out == nil {
		return nil
	}
	return out
}

// Reprocess queues another reading of an invoice. match, when it is not nil, refuses a version that the caller does not mean. Errors:
// not_found, that of match, conflict while a job reads it or when it is decided over.
func (s *Reviewer) Reprocess(ctx context.Context, p auth.Principal, id uuid.UUID, match func(version int64) error, a *idempotency.Attempt) (Invoice, error) {
	if a.Subject() != uuid.Nil {
		return s.ledger.find(ctx, s.ledger.db, p.WorkspaceID, id)
	}
	return postgres.InTx(ctx, s.ledger.db, func(tx pgx.Tx) (Invoice, error) {
		if err := s.reprocess(ctx, tx, p, id, match); err != nil {
			return Invoice{}, err
		}
		if err := a.Bind(ctx, tx, id); err != nil {
			return Invoice{}, err
		}
		return s.ledger.find(ctx, tx, p.WorkspaceID, id)
	})
}

func (s *Reviewer) reprocess(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, match func(int64) error) error {
	row, err := s.ledger.lock(ctx, tx, p, id, match)
	if err != nil {
		return err
	}
	if Status(row.Status) != Failed {
		if err := open(row); err != nil {
			return err
		}
	}
	d, err := s.documents.Lock(ctx, tx, p.WorkspaceID, row.DocumentID)
	if err != nil {
		return err
	}
	jobID := newID()
	err = s.jobs.Create(ctx, tx, job.NewJob{
		ID: jobID, WorkspaceID: p.WorkspaceID, Kind: job.KindProcessInvoice, Queue: queueOf(d), DocumentID: d.ID, InvoiceID: id,
	})
	if err != nil {
		return err
	}
	err = s.ledger.q.SetInvoiceQueued(ctx, tx, db.SetInvoiceQueuedParams{WorkspaceID: p.WorkspaceID, ID: id, JobID: &jobID})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	return s.ledger.record(ctx, tx, p, "reprocessed", id, trail{JobID: &jobID})
}

// record adds to the trail of an invoice.
func (s *ledger) record(ctx context.Context, tx pgx.Tx, p auth.Principal, what string, id uuid.UUID, said trail) error {
	return audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{Action: "invoice." + what, SubjectKind: "invoice", SubjectID: id, Detail: said})
}
