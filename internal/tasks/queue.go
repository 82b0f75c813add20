// Package tasks is the background: River's clients, one thin worker for each kind of job, and the periodic ones.
//
// It owns how jobs are queued, run, retried and stopped. What a job does is its service's; what callers see of jobs is
// services/job's.
package tasks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/job"
)

// kind is a kind of job that callers see, as a type: River finds a job's worker by the type of its argument.
type kind interface{ name() string }

type (
	processInvoice  struct{}
	processDocument struct{}
	embedDocument   struct{}
	reindex         struct{}
)

func (processInvoice) name() string  { return job.KindProcessInvoice }
func (processDocument) name() string { return job.KindProcessDocument }
func (embedDocument) name() string   { return job.KindEmbedDocument }
func (reindex) name() string         { return job.KindReindex }

// jobArgs is the argument of a job of a kind: everything else stands in the job's own row.
type jobArgs[K kind] struct {
	JobID uuid.UUID `json:"job_id"`
}

// Kind implements river.JobArgs.
func (jobArgs[K]) Kind() string {
	var k K
	return k.name()
}

// args makes River's argument for each kind.
var args = map[string]func(id uuid.UUID) river.JobArgs{
	job.KindProcessInvoice:  argsOf[processInvoice],
	job.KindProcessDocument: argsOf[processDocument],
	job.KindEmbedDocument:   argsOf[embedDocument],
	job.KindReindex:         argsOf[reindex],
}

func argsOf[K kind](id uuid.UUID) river.JobArgs { return jobArgs[K]{JobID: id} }

// Queue implements job.Queue over River. It works no jobs: every process has one. Make it with NewQueue.
type Queue struct {
	client *river.Client[pgx.Tx]
}

// NewQueue makes a Queue.
func NewQueue(pool *pgxpool.Pool, log *slog.Logger) (*Queue, error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Schema: postgres.QueueSchema, Logger: quiet(log),
		// River notifies workers at most once in this time; a job whose notice was left out waits for a poll.
		FetchCooldown: time.Millisecond,
	})
	if err != nil {
		return nil, fmt.Errorf("make queue: %w", err)
	}
	return &Queue{client: client}, nil
}

// Enqueue implements job.Queue.
func (q *Queue) Enqueue(ctx context.Context, tx pgx.Tx, list []job.Order) ([]int64, error) {
	params := make([]river.InsertManyParams, len(list))
	for i, o := range list {
		arguments, ok := args[o.Kind]
		if !ok {
			return nil, fmt.Errorf("enqueue job %s: no such kind: %s", o.JobID, o.Kind)
		}
		params[i] = river.InsertManyParams{Args: arguments(o.JobID), InsertOpts: &river.InsertOpts{Queue: o.Queue, MaxAttempts: max(o.MaxAttempts, 1)}}
	}
	made, err := q.client.InsertManyTx(ctx, tx, params)
	if err != nil {
		return nil, fmt.Errorf("enqueue %d jobs: %w", len(list), err)
	}
	return numbersOf(list, made)
}

// numbersOf are the numbers of the rows that were made, in the order of what was asked for.
func numbersOf(list []job.Order, made []*rivertype.JobInsertResult) ([]int64, error) {
	number := make(map[uuid.UUID]int64, len(made))
	for _, m := range made {
		var a jobArgs[processInvoice] // all kinds have the same
		if err := json.Unmarshal(m.Job.EncodedArgs, &a); err != nil {
			return nil, fmt.Errorf("read row of the queue: %w", err)
		}
		number[a.JobID] = m.Job.ID
	}
	out := make([]int64, len(list))
	for i, o := range list {
		out[i] = number[o.JobID]
	}
	return out, nil
}

// Cancel implements job.Queue.
func (q *Queue) Cancel(ctx context.Context, tx pgx.Tx, number int64) error {
	if _, err := q.client.JobCancelTx(ctx, tx, number); err != nil && !errors.Is(err, river.ErrNotFound) {
		return fmt.Errorf("cancel job: %w", err)
	}
	return nil
}

// quiet lets River say what matters: its own informations are about itself.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(atLeast{log.Handler(), slog.LevelWarn}) }

// atLeast is a handler that leaves out records below a level.
type atLeast struct {
	slog.Handler
	level slog.Level
}

// Enabled implements slog.Handler.
func (h atLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= h.level && h.Handler.Enabled(ctx, l)
}
