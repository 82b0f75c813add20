package invoice

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// setNotDuplicate records a person's word that an invoice is no duplicate, or takes it back. What is not decided over is then
// judged anew. Saying it again is no change.
func (s *Reviewer) setNotDuplicate(ctx context.Context, tx pgx.Tx, p auth.Principal, row db.Invoice, in ReviewInput) error {
	if status := Status(row.Status); status != Ready && status != NeedsReview && status != Approved {
		return fault.New(fault.CodeConflict, "only an invoice that is ready, needs a review or is approved is told from others: it is %s", status)
	}
	is := in.Decision == NotDuplicate
	if row.NotDuplicate == is {
		return nil
	}
	err := s.ledger.q.SetNotDuplicate(ctx, tx, db.SetNotDuplicateParams{WorkspaceID: row.WorkspaceID, ID: row.ID, NotDuplicate: is})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	if err := s.ledger.record(ctx, tx, p, string(in.Decision), row.ID, trail{Comment: in.Comment}); err != nil {
		return err
	}
	if row.NotDuplicate = is; Status(row.Status) == Approved {
		return s.ledger.notify(ctx, tx, row.ID)
	}
	return s.assessor.reassess(ctx, tx, row)
}
