package tasks

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/services/job"
)

// writePatience bounds what is still written of an attempt whose context has ended.
const writePatience = 10 * time.Second

// worker works the jobs of a kind: one method of a service, which is safe to run twice, for only the attempt that holds
// the job writes its result.
type worker[K kind] struct {
	river.WorkerDefaults[jobArgs[K]]
	attempts
	do func(context.Context, *job.Run) error
	// timeout is River's own of all workers when it is 0, none below.
	timeout time.Duration
}

// Work implements river.Worker.
func (w *worker[K]) Work(ctx context.Context, rj *river.Job[jobArgs[K]]) error {
	return w.run(ctx, rj.Args.JobID, rj.JobRow, w.do)
}

// Timeout implements river.Worker.
func (w *worker[K]) Timeout(*river.Job[jobArgs[K]]) time.Duration { return w.timeout }

// attempts runs jobs that callers see.
type attempts struct {
	jobs *job.Service
	log  *slog.Logger
}

// run is one attempt: claim the job, do it under watch, and record why it failed.
func (a attempts) run(ctx context.Context, id uuid.UUID, row *rivertype.JobRow, do func(context.Context, *job.Run) error) error {
	run, err := a.jobs.Begin(ctx, id, row.ID, row.Attempt >= row.MaxAttempts)
	if errors.Is(err, job.ErrLost) {
		return river.JobCancel(err)
	}
	if err != nil {
		return err
	}
	watched, stop := run.Watch(ctx)
	err = guard.Run(watched, a.log, func() error { return do(watched, run) }) // whatever the kind: a panic comes again
	cause := context.Cause(watched)
	stop()
	if err == nil {
		return nil
	}
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), writePatience)
	defer cancel()
	return a.recordFailure(after, run, err, cause)
}

// recordFailure records the end of an attempt that failed with err, under a context that had ended for cause, if it had.
func (a attempts) recordFailure(ctx context.Context, run *job.Run, err, cause error) error {
	id := run.Job().ID
	switch {
	case errors.Is(err, job.ErrLost) || errors.Is(cause, job.ErrLost):
		a.log.WarnContext(ctx, "an attempt lost its job", "job_id", id)
		return river.JobCancel(job.ErrLost)
	case errors.Is(cause, job.ErrCancelled) || errors.Is(cause, river.ErrJobCancelledRemotely):
		err = job.ErrCancelled
	case errors.Is(cause, context.DeadlineExceeded):
		err = fault.Wrap(err, fault.CodeReadTimeout, "the job took longer than %s", jobTimeout)
	case cause != nil: // the worker stops
		if backErr := run.Back(ctx); backErr != nil {
			return errors.Join(err, backErr) // River tries again; so does who takes over
		}
		return river.JobCancel(err) // the row of this attempt; the job has another one
	}
	over, failErr := run.Fail(ctx, err)
	if errors.Is(failErr, job.ErrLost) {
		return river.JobCancel(failErr)
	}
	if failErr != nil {
		return errors.Join(err, failErr)
	}
	a.log.InfoContext(ctx, "an attempt at a job failed", "job_id", id, "over", over, "error", err)
	if over {
		return river.JobCancel(err)
	}
	return err
}
