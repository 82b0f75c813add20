package job

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// How workers tell that they live, and when they are taken for dead.
const (
	BeatEvery = 5 * time.Second
	Silence   = 20 * time.Second

	// forgetInstances is long after any job of an instance was taken over.
	forgetInstances = 24 * time.Hour
	takeOverAtOnce  = 100
)

// Beat says that a worker process lives. Workers whose beats have stopped lose their jobs to TakeOver.
func (s *Service) Beat(ctx context.Context, instance, host string) error {
	return postgres.Translate(s.q.TouchInstance(ctx, s.db, db.TouchInstanceParams{ID: instance, Host: host}), "worker")
}

// Leave says that a worker process has ended in order.
func (s *Service) Leave(ctx context.Context, instance string) error {
	return postgres.Translate(s.q.DeleteInstance(ctx, s.db, instance), "worker")
}

// TakeOver makes the jobs of workers that have been silent available again, and gives up those that have used all their
// attempts: a document that kills its worker each time must not do so for ever. It tells how many jobs it moved.
func (s *Service) TakeOver(ctx context.Context, silence time.Duration) (int, error) {
	return postgres.InTx(ctx, s.db, func(tx pgx.Tx) (int, error) {
		rows, err := s.q.ListLostJobs(ctx, tx, db.ListLostJobsParams{Silence: silence, PageSize: takeOverAtOnce})
		if err != nil {
			return 0, postgres.Translate(err, "jobs")
		}
		for _, r := range rows {
			if err := s.takeOver(ctx, tx, r.Job); err != nil {
				return 0, err
			}
		}
		return len(rows), nil
	})
}

// TakeOverAll is for the only process of a private database, at its start: every other worker is dead.
func (s *Service) TakeOverAll(ctx context.Context) (int, error) {
	if err := s.q.ForgetInstances(ctx, s.db, uuid.Nil.String()); err != nil {
		return 0, postgres.Translate(err, "workers")
	}
	return s.TakeOver(ctx, 0)
}

func (s *Service) takeOver(ctx context.Context, tx pgx.Tx, row db.Job) error {
	switch {
	case row.CancelRequestedAt != nil:
		if err := s.q.EndRiverJob(ctx, tx, row.RiverID); err != nil {
			return postgres.Translate(err, "job")
		}
		return s.end(ctx, tx, row, Cancelled, cancelledFailure)
	case row.Attempt >= row.MaxAttempts:
		if err := s.q.EndRiverJob(ctx, tx, row.RiverID); err != nil {
			return postgres.Translate(err, "job")
		}
		return s.end(ctx, tx, row, Discarded, Failure{
			Code: string(fault.CodeWorkerLost), Message: "the worker ended in the middle of each attempt",
		})
	}
	return s.requeue(ctx, tx, row, row.MaxAttempts)
}

// Tidy forgets what is long over: jobs older than keep, and workers that ended without a word.
func (s *Service) Tidy(ctx context.Context, keep time.Duration) error {
	if err := s.q.DeleteSilentInstances(ctx, s.db, forgetInstances); err != nil {
		return postgres.Translate(err, "workers")
	}
	_, err := s.q.DeleteFinishedJobs(ctx, s.db, keep)
	return postgres.Translate(err, "jobs")
}
