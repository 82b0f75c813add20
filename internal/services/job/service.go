package job

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gather"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// DefaultAttempts is how often a job is tried.
const DefaultAttempts = 5

// Service is jobs as callers see them and as workers run them. Make one with New.
type Service struct {
	db       postgres.DB
	q        *db.Queries
	orders   *Orders
	queue    Queue
	subjects map[string]Subject
	claims   *gather.Group[claim, db.Job]
}

// New makes a Service. subjects hear what becomes of the jobs of their kind; a kind that is not among them has none.
func New(orders *Orders, subjects map[string]Subject) (*Service, error) {
	if orders == nil {
		return nil, errors.New("make jobs: orders are missing")
	}
	for kind, subject := range subjects {
		if subject == nil {
			return nil, fmt.Errorf("make jobs: the subject of %s is missing", kind)
		}
	}
	s := &Service{db: orders.db, q: orders.q, orders: orders, queue: orders.queue, subjects: maps.Clone(subjects)}
	s.claims = gather.New(claimsAtOnce, s.claim)
	return s, nil
}

// position is where a page of the list ends.
type position struct {
	Time time.Time `json:"t"`
	ID   uuid.UUID `json:"i"`
}

// Find is Find of Orders.
func (s *Service) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (Job, error) {
	return s.orders.Find(ctx, p, id)
}

// lock finds a job that the caller sees and keeps others from changing it until the transaction ends.
func (s *Service) lock(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID) (db.Job, error) {
	row, err := s.q.LockJob(ctx, tx, db.LockJobParams{WorkspaceID: p.WorkspaceID, ID: id})
	if err != nil {
		return row, postgres.Translate(err, "job")
	}
	return row, visible(p, row.Kind)
}

// List pages the workspace's jobs, newest first.
func (s *Service) List(ctx context.Context, p auth.Principal, f Filter) (pagination.Page[Job], error) {
	limit, cursor := pagination.Limit(f.Limit), f.Cursor
	f.Limit, f.Cursor = 0, ""
	in := db.ListJobsParams{
		WorkspaceID: p.WorkspaceID, Installation: p.Installation, DocumentID: postgres.Ref(f.DocumentID), InvoiceID: postgres.Ref(f.InvoiceID),
		PageSize: int32(limit) + 1, // at most pagination.MaxLimit
	}
	if len(f.Kinds) > 0 {
		in.Kinds = f.Kinds // an empty array would match none
	}
	for _, st := range f.States {
		in.States = append(in.States, string(st))
	}
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, f)
		if err != nil {
			return pagination.Page[Job]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := s.q.ListJobs(ctx, s.db, in)
	if err != nil {
		return pagination.Page[Job]{}, postgres.Translate(err, "jobs")
	}
	return pagination.Cut(rows, limit, f,
		func(r db.ListJobsRow) Job { return fromDB(r.Job, State(r.LiveState)) },
		func(r db.ListJobsRow) position { return position{r.Job.CreatedAt, r.Job.ID} })
}

// Cancel ends a job that waits and asks one that runs to stop at its next step. A job that has ended is a conflict.
func (s *Service) Cancel(ctx context.Context, p auth.Principal, id uuid.UUID, a *idempotency.Attempt) (Job, error) {
	if a.Subject() != uuid.Nil { // this very request has cancelled it
		return s.Find(ctx, p, id)
	}
	return postgres.InTx(ctx, s.db, func(tx pgx.Tx) (Job, error) {
		row, err := s.lock(ctx, tx, p, id)
		if err != nil {
			return Job{}, err
		}
		if row.State != nil {
			return Job{}, fault.New(fault.CodeJobFinished, "the job has ended: it is %s", *row.State)
		}
		if err := s.stop(ctx, tx, row); err != nil {
			return Job{}, err
		}
		if err := a.Bind(ctx, tx, id); err != nil {
			return Job{}, err
		}
		return s.orders.find(ctx, tx, p.WorkspaceID, id)
	})
}

// stop cancels the queue's row; where that ended the job there and then, it is recorded.
func (s *Service) stop(ctx context.Context, tx pgx.Tx, row db.Job) error {
	if err := s.q.RequestJobCancel(ctx, tx, db.RequestJobCancelParams{WorkspaceID: row.WorkspaceID, ID: row.ID}); err != nil {
		return postgres.Translate(err, "job")
	}
	if err := s.queue.Cancel(ctx, tx, row.RiverID); err != nil {
		return err
	}
	state, err := s.q.GetJobRiverState(ctx, tx, row.RiverID)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return postgres.Translate(err, "job")
	}
	if State(state) == Running {
		return nil
	}
	return s.end(ctx, tx, row, Cancelled, cancelledFailure)
}

// Retry puts a job that was cancelled or gave up back into the queue, and one that waits for its next attempt to the front.
// A job that runs, waits for its first attempt or was completed is a conflict.
func (s *Service) Retry(ctx context.Context, p auth.Principal, id uuid.UUID, a *idempotency.Attempt) (Job, error) {
	if a.Subject() != uuid.Nil {
		return s.Find(ctx, p, id)
	}
	return postgres.InTx(ctx, s.db, func(tx pgx.Tx) (Job, error) {
		row, err := s.lock(ctx, tx, p, id)
		if err != nil {
			return Job{}, err
		}
		now, err := s.orders.find(ctx, tx, p.WorkspaceID, id)
		if err != nil {
			return Job{}, err
		}
		if now.State != Cancelled && now.State != Discarded && now.State != Retryable {
			return Job{}, fault.New(fault.CodeConflict, "only a job that failed or was cancelled is run again: it is %s", now.State)
		}
		if err := s.requeue(ctx, tx, row, row.Attempt+DefaultAttempts); err != nil {
			return Job{}, err
		}
		if err := a.Bind(ctx, tx, id); err != nil {
			return Job{}, err
		}
		return s.orders.find(ctx, tx, p.WorkspaceID, id)
	})
}

// requeue gives a job a new row of the queue, and ends its old one.
func (s *Service) requeue(ctx context.Context, tx pgx.Tx, row db.Job, maxAttempts int32) error {
	if err := s.q.EndRiverJob(ctx, tx, row.RiverID); err != nil {
		return postgres.Translate(err, "job")
	}
	numbers, err := s.queue.Enqueue(ctx, tx, []Order{{Kind: row.Kind, JobID: row.ID, Queue: row.Queue, MaxAttempts: int(maxAttempts - row.Attempt)}})
	if err != nil {
		return err
	}
	err = s.q.RequeueJob(ctx, tx, db.RequeueJobParams{ID: row.ID, RiverID: numbers[0], MaxAttempts: maxAttempts})
	if err != nil {
		return postgres.Translate(err, "job")
	}
	if subject := s.subjects[row.Kind]; subject != nil {
		return subject.JobRequeued(ctx, tx, fromDB(row, Available))
	}
	return nil
}

// end writes the final state of a job that came to nothing, and tells its subject.
func (s *Service) end(ctx context.Context, tx pgx.Tx, row db.Job, state State, f Failure) error {
	err := s.q.EndJob(ctx, tx, db.EndJobParams{ID: row.ID, State: string(state), ErrorCode: f.Code, ErrorMessage: f.Message})
	if err != nil {
		return postgres.Translate(err, "job")
	}
	if subject := s.subjects[row.Kind]; subject != nil {
		return subject.JobEnded(ctx, tx, fromDB(row, state), f)
	}
	return nil
}
