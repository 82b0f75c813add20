package job

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// How often a run says how far it is, and how often it asks whether it is still wanted when there is nothing to say.
const (
	progressEvery = 500 * time.Millisecond
	askEvery      = 4 // times progressEvery
)

// ErrCancelled says that somebody asked for the job to be cancelled.
var ErrCancelled = fault.New(fault.CodeJobCancelled, "the job was cancelled")

var cancelledFailure = Failure{Code: string(fault.CodeJobCancelled), Message: "the job was cancelled"}

// Run is one attempt at a job. It holds the fence: what it commits counts only while the attempt does.
type Run struct {
	s    *Service
	row  db.Job
	last bool

	mu      sync.Mutex
	stage   string
	percent int
	dirty   bool
	writing bool // its end is being written: the row is locked, and there is nothing more to say
	ended   bool // what ends the job is written; it may be committed by now
}

// Job is the job as it was when the attempt began.
func (r *Run) Job() Job { return fromDB(r.row, Running) }

// Progress notes how far the attempt is. It only takes a lock: the row is written by Watch, now and then.
func (r *Run) Progress(stage string, percent int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	percent = min(max(percent, 0), 100)
	if r.stage != stage || r.percent != percent {
		r.stage, r.percent, r.dirty = stage, percent, true
	}
}

// Watch gives a context that ends, with ErrLost or ErrCancelled as its cause, when the attempt should, and writes the
// progress until stop is called. A job that ends before the first tick costs nothing.
func (r *Run) Watch(ctx context.Context) (watched context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			err := r.report(ctx, n%askEvery == 0)
			if errors.Is(err, ErrLost) || errors.Is(err, ErrCancelled) {
				cancel(err)
				return
			}
			if n == 0 && err == nil {
				r.tellSubject(ctx)
			}
		}
	})
	return ctx, func() { cancel(nil); wg.Wait() }
}

// report writes the progress when it changed, or when asked to anyway.
func (r *Run) report(ctx context.Context, anyway bool) error {
	r.mu.Lock()
	in := db.ProgressJobParams{Stage: r.stage, Percent: int32(r.percent), ID: r.row.ID, RiverID: r.row.RiverID, Attempt: r.row.Attempt} // 0 to 100
	dirty, writing := r.dirty, r.writing
	r.dirty = false
	r.mu.Unlock()
	if writing || !dirty && !anyway {
		return nil
	}
	cancelled, err := r.s.q.ProgressJob(ctx, r.s.db, in)
	switch {
	case errors.Is(err, pgx.ErrNoRows) && r.hasEnded():
		return nil // our own commit: it must not be told to stop before it has heard of it
	case errors.Is(err, pgx.ErrNoRows):
		return ErrLost
	case err != nil:
		return postgres.Translate(err, "job") // the next tick tries again
	case cancelled:
		return ErrCancelled
	}
	return nil
}

// Complete commits what fn writes together with the end of the job, if the attempt still counts. ErrLost otherwise.
func (r *Run) Complete(ctx context.Context, fn func(tx pgx.Tx) error) error {
	lost, err := CompleteTogether(ctx, []*Run{r}, func(tx pgx.Tx, _ []*Run) error { return fn(tx) })
	return errors.Join(err, lost[0])
}

// tellSubject says that the attempt has been running for a while. An error says no more than the job does.
func (r *Run) tellSubject(ctx context.Context) {
	if subject := r.s.subjects[r.row.Kind]; subject != nil && !r.isWriting() {
		_ = subject.JobRuns(ctx, r.Job())
	}
}

func (r *Run) isWriting() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.writing
}

// write notes that the end of the job is about to be written, or came to nothing.
func (r *Run) write(now bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writing = now
}

func (r *Run) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
}

func (r *Run) hasEnded() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

// Write commits what fn writes, if the attempt still counts, and leaves the job running.
func (r *Run) Write(ctx context.Context, fn func(tx pgx.Tx) error) error { return r.fenced(ctx, fn) }

// Fail records why the attempt failed. It tells whether the job is over: the failure is permanent, was asked for, or it was
// the last attempt. Then its subject has heard of it.
func (r *Run) Fail(ctx context.Context, cause error) (over bool, err error) {
	f := FailureOf(cause)
	state := Discarded
	switch {
	case errors.Is(cause, ErrCancelled):
		state, f = Cancelled, cancelledFailure
	case fault.IsPermanent(cause):
		state = Cancelled
	case !r.last:
		return false, r.fenced(ctx, func(tx pgx.Tx) error {
			return postgres.Translate(r.s.q.NoteJobError(ctx, tx, db.NoteJobErrorParams{ID: r.row.ID, ErrorCode: f.Code, ErrorMessage: f.Message}), "job")
		})
	}
	return true, r.fenced(ctx, func(tx pgx.Tx) error { return r.s.end(ctx, tx, r.row, state, f) })
}

// Back counts the attempt as none: the worker stops in order and the job goes back into the queue.
func (r *Run) Back(ctx context.Context) error {
	return r.fenced(ctx, func(tx pgx.Tx) error {
		return r.s.requeue(ctx, tx, r.row, r.row.MaxAttempts+1)
	})
}

func (r *Run) fenced(ctx context.Context, fn func(tx pgx.Tx) error) error {
	return postgres.Exec(ctx, r.s.db, func(tx pgx.Tx) error {
		lost := make([]error, 1)
		if counting, err := r.s.fence(ctx, tx, []*Run{r}, lost); err != nil || len(counting) == 0 {
			return errors.Join(err, lost[0])
		}
		return fn(tx)
	})
}

// FailureOf is the public face of an error: its code and message, or an opaque one.
func FailureOf(err error) Failure {
	if e, ok := fault.As(err); ok && e.Kind() != fault.Internal {
		return Failure{Code: string(e.Code), Message: e.Message}
	}
	return Failure{Code: string(fault.CodeInternal), Message: fault.CodeInternal.Title()}
}
