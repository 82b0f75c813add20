package job

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// NewJob is a job to make.
type NewJob struct {
	ID          uuid.UUID
	WorkspaceID uuid.UUID
	Kind        string
	Queue       string
	DocumentID  uuid.UUID // uuid.Nil for none
	InvoiceID   uuid.UUID // uuid.Nil for none
}

// Create adds a job and its row of the queue in the transaction that made it necessary.
func (s *Service) Create(ctx context.Context, tx pgx.Tx, n NewJob) error {
	number, err := s.queue.Enqueue(ctx, tx, Order{Kind: n.Kind, JobID: n.ID, Queue: n.Queue, MaxAttempts: DefaultAttempts})
	if err != nil {
		return err
	}
	err = s.q.InsertJob(ctx, tx, db.InsertJobParams{
		ID: n.ID, WorkspaceID: n.WorkspaceID, Kind: n.Kind, Queue: n.Queue, RiverID: number, MaxAttempts: DefaultAttempts,
		DocumentID: postgres.Ref(n.DocumentID), InvoiceID: postgres.Ref(n.InvoiceID),
	})
	return postgres.Translate(err, "job")
}

// CancelAll ends the live jobs of a document, or of an invoice, that is about to be deleted. The rows go with their subject;
// an attempt that runs finds nothing to write to.
func (s *Service) CancelAll(ctx context.Context, tx pgx.Tx, workspace, document, invoice uuid.UUID) error {
	var numbers []int64
	var err error
	if document != uuid.Nil {
		numbers, err = s.q.ListJobsOfDocument(ctx, tx, db.ListJobsOfDocumentParams{WorkspaceID: workspace, DocumentID: &document})
	} else {
		numbers, err = s.q.ListJobsOfInvoice(ctx, tx, db.ListJobsOfInvoiceParams{WorkspaceID: workspace, InvoiceID: &invoice})
	}
	if err != nil {
		return postgres.Translate(err, "jobs")
	}
	for _, n := range numbers {
		if err := s.queue.Cancel(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

func fromDB(r db.Job, state State) Job {
	j := Job{
		ID: r.ID, WorkspaceID: r.WorkspaceID, Kind: r.Kind, State: state, DocumentID: postgres.Deref(r.DocumentID),
		InvoiceID: postgres.Deref(r.InvoiceID), Stage: r.Stage, Percent: int(r.Percent), Attempt: int(r.Attempt),
		MaxAttempts: int(r.MaxAttempts), CreatedAt: r.CreatedAt, FinishedAt: postgres.Deref(r.FinishedAt),
	}
	if r.ErrorCode != nil {
		j.Error = &Failure{Code: *r.ErrorCode, Message: postgres.Deref(r.ErrorMessage)}
	}
	return j
}
