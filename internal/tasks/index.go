package tasks

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/docketapi/docket/internal/services/search"
)

// tendEvery is how often the index is tended. Segments that wait for it make searches a little slower, no more.
const tendEvery = 30 * time.Second

// tendArgs are the arguments of tend_index: none.
type tendArgs struct{}

// Kind implements river.JobArgs.
func (tendArgs) Kind() string { return "tend_index" }

func newTend() (river.JobArgs, *river.InsertOpts) {
	return tendArgs{}, &river.InsertOpts{Queue: queueTend, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

// tend keeps the index small and quick: it merges segments and drops what was replaced.
type tend struct {
	river.WorkerDefaults[tendArgs]
	search *search.Service
}

// Work implements river.Worker.
func (w *tend) Work(ctx context.Context, _ *river.Job[tendArgs]) error { return w.search.Tend(ctx) }
