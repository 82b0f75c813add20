package tasks

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/docketapi/docket/internal/services/document"
)

const (
	cleanupEvery = time.Hour
	// keepJobs is how long callers find a job that has ended.
	keepJobs = 90 * 24 * time.Hour
)

// cleanupArgs are the arguments of cleanup: none.
type cleanupArgs struct{}

// Kind implements river.JobArgs.
func (cleanupArgs) Kind() string { return "cleanup" }

func newCleanup() (river.JobArgs, *river.InsertOpts) {
	return cleanupArgs{}, &river.InsertOpts{Queue: queueCleanup, MaxAttempts: 1}
}

// cleanup removes what nobody needs any more: bytes without a document, old idempotency keys, old jobs, old sign-ins and acts; and ends
// answers whose process is gone.
type cleanup struct {
	river.WorkerDefaults[cleanupArgs]
	Config
}

// Work implements river.Worker.
func (c *cleanup) Work(ctx context.Context, _ *river.Job[cleanupArgs]) error {
	removed, err := c.Sweeper.Sweep(ctx, time.Now().Add(-document.SweepAge))
	if removed > 0 {
		c.Log.InfoContext(ctx, "removed bytes that no document has", "blobs", removed)
	}
	if c.Chat != nil {
		err = errors.Join(err, c.Chat.Tidy(ctx))
	}
	if c.Tidy != nil {
		err = errors.Join(err, c.Tidy(ctx))
	}
	return errors.Join(err, c.Idempotency.Tidy(ctx), c.Jobs.Tidy(ctx, keepJobs))
}
