package tasks

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/docketapi/docket/internal/services/document"
)

const (
	upkeepEvery = time.Hour
	// keepJobs is how long callers find a job that has ended.
	keepJobs = 90 * 24 * time.Hour
)

// upkeepArgs are the arguments of upkeep: none.
type upkeepArgs struct{}

// Kind implements river.JobArgs.
func (upkeepArgs) Kind() string { return "upkeep" }

func newUpkeep() (river.JobArgs, *river.InsertOpts) {
	return upkeepArgs{}, &river.InsertOpts{Queue: queueUpkeep, MaxAttempts: 1}
}

// upkeep removes what nobody needs any more: bytes without a document, old idempotency keys, old jobs; and ends
// answers whose process is gone.
type upkeep struct {
	river.WorkerDefaults[upkeepArgs]
	Config
}

// Work implements river.Worker.
func (u *upkeep) Work(ctx context.Context, _ *river.Job[upkeepArgs]) error {
	removed, err := u.Documents.Sweep(ctx, time.Now().Add(-document.SweepAge))
	if removed > 0 {
		u.Log.InfoContext(ctx, "removed bytes that no document has", "blobs", removed)
	}
	if u.Chat != nil {
		err = errors.Join(err, u.Chat.Tidy(ctx))
	}
	return errors.Join(err, u.Idempotency.Tidy(ctx), u.Jobs.Tidy(ctx, keepJobs))
}
