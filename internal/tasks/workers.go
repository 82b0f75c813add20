package tasks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search"
)

const (
	// jobTimeout is above what the limits of reading add up to for the longest document.
	jobTimeout = 20 * time.Minute
	// rescueAfter is River's own way of finding lost jobs. Ours is quicker (job.Silence); this one only has to be longer
	// than any job.
	rescueAfter = 2 * jobTimeout
	// softStop is how long a worker that stops lets its jobs go on. Those that take longer go back into the queue.
	softStop = 5 * time.Second

	// fetchCooldown lets jobs that come in one after the other be fetched together; one that comes alone does not wait.
	fetchCooldown = 25 * time.Millisecond
	fetchPoll     = 500 * time.Millisecond
	quickAtOnce   = 64
	queueConns    = 8
	maxBackoff    = 5 * time.Minute
	queueCleanup  = "cleanup"
	queueIndex    = "index"
)

// Config is what Workers work with.
type Config struct {
	Pool        *pgxpool.Pool
	Jobs        *job.Service
	Sweeper     *document.Sweeper
	Processor   *invoice.Processor
	Idempotency *idempotency.Service
	Rebuilder   *search.Rebuilder
	Maintainer  *search.Maintainer
	Chat        *chat.Service // nil: nobody chats
	Ingest      *search.Ingest
	// Tidy forgets what nobody needs any more of what else is kept; nil: nothing else is.
	Tidy func(context.Context) error
	Log  *slog.Logger
	// Readers is how many documents are read at once; 0 is one a core.
	Readers int
	// Alone tells that no other worker can be alive: a private database with its lock. Jobs that run are lost then, and
	// are taken over at once instead of after job.Silence.
	Alone bool
}

// Workers works the queues in this process, beats, and takes over the jobs of workers that died. Make it with NewWorkers.
type Workers struct {
	Config
	instance string
	host     string
	client   *river.Client[pgx.Tx]
	// fetching is where River notes what it fetched and what has ended. Either can be done again: what a job made is in the job's own
	// row by then, and TakeOver finds the jobs that a lost note leaves behind.
	fetching *pgxpool.Pool
	stop     context.CancelFunc
	beating  sync.WaitGroup
}

// NewWorkers makes Workers; Start starts them. The context is of the making only.
func NewWorkers(ctx context.Context, c Config) (*Workers, error) {
	if c.Pool == nil || c.Jobs == nil || c.Sweeper == nil || c.Processor == nil || c.Idempotency == nil || c.Rebuilder == nil || c.Maintainer == nil || c.Ingest == nil || c.Log == nil {
		return nil, errors.New("make workers: a part is missing")
	}
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	w := &Workers{Config: c, instance: uuid.NewString(), host: host}
	registry := river.NewWorkers()
	visible := attempts{jobs: c.Jobs, log: c.Log}
	river.AddWorker(registry, &worker[processInvoice]{attempts: visible, do: c.Processor.Process})
	river.AddWorker(registry, &worker[processDocument]{attempts: visible, do: c.Processor.ProcessDocument})
	river.AddWorker(registry, &worker[embedDocument]{attempts: visible, do: c.Ingest.Embed})
	// No timeout: the time grows with the documents. A worker that dies is noticed by its silence.
	river.AddWorker(registry, &worker[reindex]{attempts: visible, do: c.Rebuilder.Reindex, timeout: -1})
	river.AddWorker(registry, &maintainIndex{index: c.Maintainer})
	river.AddWorker(registry, &cleanup{Config: c})
	readers := c.Readers
	if readers <= 0 {
		readers = runtime.NumCPU()
	}
	if w.fetching, err = postgres.Unflushed(ctx, c.Pool, queueConns); err != nil {
		return nil, err
	}
	w.client, err = river.NewClient(riverpgxv5.New(w.fetching), &river.Config{
		ID: w.instance, Schema: postgres.QueueSchema, Logger: quiet(c.Log), Workers: registry,
		FetchCooldown: fetchCooldown, FetchPollInterval: fetchPoll, JobTimeout: jobTimeout, RescueStuckJobsAfter: rescueAfter,
		SoftStopTimeout: softStop, RetryPolicy: backoff{}, MaxAttempts: job.DefaultAttempts,
		Queues: map[string]river.QueueConfig{
			// More than are parsed at once: their results share transactions.
			job.QueueQuick: {MaxWorkers: quickAtOnce},
			// Twice as many as read at once: while one waits for text recognition, which has its own bound, another
			// with a text layer gets through.
			job.QueueRead: {MaxWorkers: 2 * readers},
			// One waits for the model while another reads and cuts.
			job.QueueEmbed: {MaxWorkers: 2 * readers},
			job.QueueLarge: {MaxWorkers: readers},
			queueCleanup:   {MaxWorkers: 1},
			queueIndex:     {MaxWorkers: 1},
		},
		PeriodicJobs: []*river.PeriodicJob{
			river.NewPeriodicJob(river.PeriodicInterval(cleanupEvery), newCleanup, &river.PeriodicJobOpts{RunOnStart: true}),
			river.NewPeriodicJob(river.PeriodicInterval(maintainEvery), newMaintainIndex, &river.PeriodicJobOpts{RunOnStart: true}),
		},
	})
	if err != nil {
		w.fetching.Close()
		return nil, fmt.Errorf("make workers: %w", err)
	}
	return w, nil
}

// Start starts working and returns. Stop ends it; ctx does not.
func (w *Workers) Start(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	if w.Alone {
		n, err := w.Jobs.TakeOverAll(ctx)
		if err != nil {
			return fmt.Errorf("take over jobs: %w", err)
		}
		if n > 0 {
			w.Log.InfoContext(ctx, "took over jobs of an earlier process", "jobs", n)
		}
	}
	if err := w.Rebuilder.Refresh(ctx); err != nil {
		return fmt.Errorf("look at the index: %w", err)
	}
	// The first beat comes before the first job: without it another worker would take that job for lost.
	if err := w.Jobs.Beat(ctx, w.instance, w.host); err != nil {
		return fmt.Errorf("register worker: %w", err)
	}
	if err := w.client.Start(ctx); err != nil {
		return fmt.Errorf("start workers: %w", err)
	}
	beat, stop := context.WithCancel(ctx)
	w.stop = stop
	w.beating.Go(func() { w.beat(beat) })
	return nil
}

// Stop lets running jobs go on for a moment, puts those that take longer back into the queue, and returns when all have
// ended or ctx has.
func (w *Workers) Stop(ctx context.Context) error {
	if w.stop == nil {
		w.fetching.Close()
		return nil
	}
	err := w.client.Stop(ctx)
	w.stop()
	w.beating.Wait()
	if err != nil {
		return fmt.Errorf("stop workers: %w", err)
	}
	w.fetching.Close()
	return w.Jobs.Leave(ctx, w.instance)
}

// beat says that this process lives, and looks for workers that do not.
func (w *Workers) beat(ctx context.Context) {
	tick := time.NewTicker(job.BeatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := w.Jobs.Beat(ctx, w.instance, w.host); err != nil {
			w.Log.WarnContext(ctx, "worker cannot say that it lives", "error", err)
			continue
		}
		n, err := w.Jobs.TakeOver(ctx, job.Silence)
		switch {
		case err != nil && ctx.Err() == nil:
			w.Log.WarnContext(ctx, "jobs of lost workers cannot be taken over", "error", err)
		case n > 0:
			w.Log.WarnContext(ctx, "took over jobs of workers that went silent", "jobs", n)
		}
	}
}

// backoff is the pause before another attempt: 1, 8, 27, 64 seconds and on, with a quarter of jitter, so that what failed
// together does not come back together.
type backoff struct{}

// NextRetry implements river.ClientRetryPolicy.
func (backoff) NextRetry(j *rivertype.JobRow) time.Time {
	n := max(j.Attempt, 1)
	pause := min(time.Duration(n*n*n)*time.Second, maxBackoff)
	return time.Now().Add(pause + time.Duration(rand.Int64N(int64(pause/4)))) // jitter
}
