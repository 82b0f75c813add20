package job

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
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

// Orders makes jobs and takes back those of what is deleted. It knows nothing of what becomes of them, so that a service that jobs
// work on may have it. Make one with NewOrders.
type Orders struct {
	db    postgres.DB
	q     *db.Queries
	queue Queue
}

// NewOrders makes Orders over a pool, or, in tests, a transaction.
func NewOrders(conn postgres.DB, queue Queue) *Orders {
	return &Orders{db: conn, q: db.New(), queue: queue}
}

// Create adds jobs and their rows of the queue in the transaction that made them necessary.
func (o *Orders) Create(ctx context.Context, tx pgx.Tx, list ...NewJob) error {
	orders := make([]Order, len(list))
	for i, n := range list {
		orders[i] = Order{Kind: n.Kind, JobID: n.ID, Queue: n.Queue, MaxAttempts: DefaultAttempts}
	}
	numbers, err := o.queue.Enqueue(ctx, tx, orders)
	if err != nil {
		return err
	}
	in := db.InsertJobsParams{RiverIds: numbers, MaxAttempts: DefaultAttempts}
	for _, n := range list {
		in.Ids, in.WorkspaceIds = append(in.Ids, n.ID), append(in.WorkspaceIds, n.WorkspaceID)
		in.Kinds, in.Queues = append(in.Kinds, n.Kind), append(in.Queues, n.Queue)
		in.DocumentIds, in.InvoiceIds = append(in.DocumentIds, n.DocumentID), append(in.InvoiceIds, n.InvoiceID)
	}
	return postgres.Translate(o.q.InsertJobs(ctx, tx, in), "job")
}

// CancelAll ends the live jobs of a document, or of an invoice, that is about to be deleted. The rows go with their subject;
// an attempt that runs finds nothing to write to.
func (o *Orders) CancelAll(ctx context.Context, tx pgx.Tx, workspace, document, invoice uuid.UUID) error {
	var numbers []int64
	var err error
	if document != uuid.Nil {
		numbers, err = o.q.ListJobsOfDocument(ctx, tx, db.ListJobsOfDocumentParams{WorkspaceID: workspace, DocumentID: &document})
	} else {
		numbers, err = o.q.ListJobsOfInvoice(ctx, tx, db.ListJobsOfInvoiceParams{WorkspaceID: workspace, InvoiceID: &invoice})
	}
	if err != nil {
		return postgres.Translate(err, "jobs")
	}
	for _, n := range numbers {
		if err := o.queue.Cancel(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// Find gives a job of the caller's workspace; not_found for any other, and for one of the whole installation unless the caller
// answers for it.
func (o *Orders) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (Job, error) {
	found, err := o.find(ctx, o.db, p.WorkspaceID, id)
	if err == nil {
		err = visible(p, found.Kind)
	}
	if err != nil {
		return Job{}, err
	}
	return found, nil
}

// visible refuses a job that works for all workspaces: it stands in one of them, but is not its members' business.
func visible(p auth.Principal, kind string) error {
	if kind == KindReindex && !p.Installation {
		return postgres.NotFound("job")
	}
	return nil
}

func (o *Orders) find(ctx context.Context, conn db.DBTX, workspace, id uuid.UUID) (Job, error) {
	row, err := o.q.GetJob(ctx, conn, db.GetJobParams{WorkspaceID: workspace, ID: id})
	if err != nil {
		return Job{}, postgres.Translate(err, "job")
	}
	return fromDB(row.Job, State(row.LiveState)), nil
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
