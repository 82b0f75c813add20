package job

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// The queues. Reading XML takes milliseconds and must not stand behind scans that take minutes, nor a small document
// behind a large one that is indexed.
const (
	QueueQuick = "quick"
	QueueRead  = "read"
	QueueEmbed = "embed"
	QueueLarge = "embed_large"
)

// Order is what is put into the queue: which job, and how.
type Order struct {
	Kind        string
	JobID       uuid.UUID
	Queue       string
	MaxAttempts int
}

// Queue is the port to the queue. Its rows are known by numbers.
type Queue interface {
	// Enqueue adds rows in the transaction and gives their numbers.
	Enqueue(ctx context.Context, tx pgx.Tx, list []Order) ([]int64, error)
	// Cancel ends a row that waits, and tells the worker of one that runs. It does nothing for a row that has ended or gone.
	Cancel(ctx context.Context, tx pgx.Tx, number int64) error
}

// Subject is what a kind of job works on: it hears, in the same transaction, what becomes of its jobs.
type Subject interface {
	// JobRuns: an attempt has been running for a while. Those that end at once are never told of.
	JobRuns(ctx context.Context, j Job) error
	// JobRequeued: the job waits for its first attempt again.
	JobRequeued(ctx context.Context, tx pgx.Tx, j Job) error
	// JobEnded: the job was cancelled, or gave up, for the reason given.
	JobEnded(ctx context.Context, tx pgx.Tx, j Job, f Failure) error
}
