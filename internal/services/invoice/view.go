package invoice

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/job"
)

// View is an invoice as the contract shows it. What is stored in the contract's shape is the stored text: a reading or a
// correction writes it once, and no read takes it apart.
type View struct {
	ID           uuid.UUID
	DocumentID   uuid.UUID
	JobID        uuid.UUID
	Status       Status
	Source       string // "" before it is read
	Ordinal      int
	FirstPage    int
	LastPage     int
	Data         json.RawMessage // nil before it is read
	Evidence     json.RawMessage // of what XML does not state as it is
	XMLEvidence  json.RawMessage // of what it does; nil where it was not asked for
	Checks       json.RawMessage
	Profile      json.RawMessage // nil where no rules of a profile judged it
	Reasons      json.RawMessage // only when NeedsReview
	Duplicates   []Match         // the oldest first
	NotDuplicate bool            // by a person's word
	Error        *job.Failure
	Version      int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Bounds of how many other invoices a read names.
const (
	maxDuplicates = 50 // of one invoice
	maxListed     = 3  // of one in a list
)

// Show gives an invoice as the contract shows it, with the evidence of XML where that is asked for. not_found for one that the
// caller's workspace does not have.
func (s *Service) Show(ctx context.Context, p auth.Principal, id uuid.UUID, xmlEvidence bool) (View, error) {
	r, err := s.ledger.q.ShowInvoice(ctx, s.ledger.db, db.ShowInvoiceParams{WorkspaceID: p.WorkspaceID, ID: id, WithXMLEvidence: xmlEvidence})
	if err != nil {
		return View{}, postgres.Translate(err, "invoice")
	}
	v := viewOf(r)
	if !r.Duplicated {
		return v, nil
	}
	found, err := s.ledger.duplicates(ctx, s.ledger.db, p.WorkspaceID, []uuid.UUID{id}, maxDuplicates)
	v.Duplicates = found[id]
	return v, err
}

func viewOf(r db.ShowInvoiceRow) View {
	v := View{
		ID: r.ID, DocumentID: r.DocumentID, JobID: postgres.Deref(r.JobID), Status: Status(r.Status), Source: postgres.Deref(r.Source),
		Ordinal: int(r.Ordinal), FirstPage: int(r.FirstPage), LastPage: int(r.LastPage), Data: r.Data, Evidence: r.Evidence,
		XMLEvidence: r.XMLEvidence, Checks: r.Checks, Profile: r.Profile, NotDuplicate: r.NotDuplicate, Error: failureOf(r.ErrorCode, r.ErrorMessage),
		Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if v.Status == NeedsReview {
		v.Reasons = r.ReviewReasons
	}
	return v
}

// View is the invoice as Show would give it, without the evidence of XML.
func (i Invoice) View() View {
	v := i.view
	v.Duplicates = i.Duplicates
	return v
}

func failureOf(code, message *string) *job.Failure {
	if code == nil {
		return nil
	}
	return &job.Failure{Code: *code, Message: postgres.Deref(message)}
}
