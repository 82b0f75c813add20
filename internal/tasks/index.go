package tasks

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/docketapi/docket/internal/services/search"
)

// maintainEvery is how often the index is maintained. Segments that wait for it make searches a little slower, no more.
const maintainEvery = 30 * time.Second

// maintainIndexArgs are the arguments of maintain_index: none.
type maintainIndexArgs struct{}

// Kind implements river.JobArgs.
func (maintainIndexArgs) Kind() string { return "maintain_index" }

func newMaintainIndex() (river.JobArgs, *river.InsertOpts) {
	return maintainIndexArgs{}, &river.InsertOpts{Queue: queueIndex, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

// maintainIndex keeps the index small and quick: it merges segments and drops what was replaced.
type maintainIndex struct {
	river.WorkerDefaults[maintainIndexArgs]
	index *search.Maintainer
}

// Work implements river.Worker.
func (w *maintainIndex) Work(ctx context.Context, _ *river.Job[maintainIndexArgs]) error {
	return w.index.Maintain(ctx)
}
