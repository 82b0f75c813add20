package tasks_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
)

// TestStolenJobHasOneResult lets a worker go silent in the middle of a job, another take it over, and then the first one come
// back with a result of its own: only the second one's counts.
func TestStolenJobHasOneResult(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	first, wake := make(chan struct{}), make(chan struct{})
	late := make(chan struct{})
	var n atomic.Int32
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) {
		if n.Add(1) == 1 {
			close(first)
			<-wake
			defer close(late)
			return oneInvoice("of the silent worker"), nil
		}
		return oneInvoice("of the heir"), nil
	})
	s.startWorkers(t)
	posted := s.post(t, "<Invoice/>")
	<-first
	moved, err := s.jobs.TakeOverAll(t.Context())
	must(t, err)
	if moved != 1 {
		t.Fatalf("moved %d jobs", moved)
	}
	s.wait(t, posted.ID)
	close(wake)
	<-late
	time.Sleep(300 * time.Millisecond) // the late one's attempt to write
	got := s.wait(t, posted.ID)
	if got.Status != invoice.Ready || got.Data.Number != "of the heir" {
		t.Fatalf("got %+v", got)
	}
	j, err := s.jobs.Find(t.Context(), s.caller, posted.JobID)
	must(t, err)
	if j.State != job.Completed || j.Attempt != 2 {
		t.Fatalf("job: %+v", j)
	}
	var extractions int
	must(t, s.pool.QueryRow(t.Context(), `SELECT count(*) FROM extractions WHERE invoice_id = $1`, posted.ID).Scan(&extractions))
	if extractions != 1 {
		t.Fatalf("%d results were written", extractions)
	}
}

// TestSilentWorkerIsTakenOver lets a live worker find a silent one by itself.
func TestSilentWorkerIsTakenOver(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	posted := s.post(t, "<Invoice/>")
	// The job runs under a worker that was last seen half a minute ago.
	_, err := s.pool.Exec(t.Context(), `INSERT INTO worker_instances (id, host, seen_at) VALUES ('gone', 'h', now() - interval '30 s')`)
	must(t, err)
	_, err = s.pool.Exec(t.Context(), `UPDATE river.river_job SET state = 'running', attempt = 1, attempted_by = '{gone}',
		attempted_at = now() - interval '40 s' WHERE queue = 'quick'`)
	must(t, err)
	s.startWorkers(t)
	if got := s.wait(t, posted.ID); got.Status != invoice.Ready {
		t.Fatalf("got %+v", got)
	}
}

// TestPoisonIsGivenUp: a document whose every attempt ends its worker must not be tried for ever.
// TestJobWithoutItsRowIsTakenOver: the queue says that the job has ended, the job's own row knows nothing of it.
func TestJobWithoutItsRowIsTakenOver(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) { return oneInvoice("read at last"), nil })
	posted := s.post(t, "<Invoice/>")
	end := func(ago time.Duration) {
		_, err := s.pool.Exec(t.Context(), `UPDATE river.river_job SET state = 'completed', finalized_at = now() - $2::interval
			WHERE id = (SELECT river_id FROM jobs WHERE id = $1)`, posted.JobID, ago)
		must(t, err)
	}
	end(0)
	if moved, err := s.jobs.TakeOver(t.Context(), job.Silence); err != nil || moved != 0 {
		t.Errorf("moved %d jobs that have just ended, %v", moved, err)
	}
	end(time.Minute)
	moved, err := s.jobs.TakeOver(t.Context(), job.Silence)
	must(t, err)
	if moved != 1 {
		t.Fatalf("moved %d jobs", moved)
	}
	s.startWorkers(t)
	if got := s.wait(t, posted.ID); got.Data.Number != "read at last" {
		t.Fatalf("got %+v", got)
	}
}

func TestPoisonIsGivenUp(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	posted := s.post(t, "<Invoice/>")
	for range job.DefaultAttempts {
		var number int64
		must(t, s.pool.QueryRow(t.Context(), `UPDATE river.river_job SET state = 'running', attempt = attempt + 1, attempted_by = '{gone}',
			attempted_at = now() WHERE state = 'available' AND queue = 'quick' RETURNING id`).Scan(&number))
		_, err := s.jobs.Begin(t.Context(), posted.JobID, number, false)
		must(t, err)
		_, err = s.jobs.TakeOver(t.Context(), 0)
		must(t, err)
	}
	got := s.wait(t, posted.ID)
	if got.Status != invoice.Failed || got.Error.Code != string(fault.CodeWorkerLost) {
		t.Fatalf("got %+v", got)
	}
}

func TestStopPutsLongJobsBack(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	started := make(chan struct{})
	s.reader.does(func(ctx context.Context, _ invoice.Source) (invoice.Reading, error) {
		close(started)
		<-ctx.Done()
		return invoice.Reading{}, ctx.Err()
	})
	w := s.newWorkers(t)
	must(t, w.Start(t.Context()))
	posted := s.post(t, "<Invoice/>")
	<-started
	must(t, w.Stop(t.Context()))
	j, err := s.jobs.Find(t.Context(), s.caller, posted.JobID)
	must(t, err)
	if j.State != job.Available || j.Error != nil {
		t.Fatalf("after stop: %+v", j)
	}
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) { return oneInvoice("N-1"), nil })
	s.startWorkers(t)
	if got := s.wait(t, posted.ID); got.Status != invoice.Ready {
		t.Fatalf("got %+v", got)
	}
}

// TestKilledWorker kills a worker process in the middle of a job with SIGKILL.
func TestKilledWorker(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	posted := s.post(t, "<Invoice/>")
	cmd := exec.Command(os.Args[0], "-test.run=^TestHelperWorker$", "-test.v")
	cmd.Env = append(os.Environ(), "DOCKET_TEST_HELPER="+s.pool.Config().ConnString(), "DOCKET_TEST_HELPER_DIR="+s.dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	for lines := bufio.NewScanner(out); ; {
		if !lines.Scan() {
			t.Fatal("the worker process ended by itself")
		}
		if lines.Text() == "reading" {
			break
		}
	}
	eventually(t, "it is said to be read", func() bool {
		inv, err := s.invoices.Find(t.Context(), s.caller, posted.ID)
		return err == nil && inv.Status == invoice.Processing
	})
	must(t, cmd.Process.Kill())
	_ = cmd.Wait()
	moved, err := s.jobs.TakeOverAll(t.Context()) // what a restart on a private database does
	must(t, err)
	if moved != 1 {
		t.Fatalf("moved %d jobs", moved)
	}
	s.startWorkers(t)
	if got := s.wait(t, posted.ID); got.Status != invoice.Ready {
		t.Fatalf("got %+v", got)
	}
}

// TestHelperWorker is the process that TestKilledWorker kills; by itself it does nothing.
func TestHelperWorker(t *testing.T) {
	url := os.Getenv("DOCKET_TEST_HELPER")
	if url == "" {
		return
	}
	pool, err := postgres.Open(t.Context(), url)
	must(t, err)
	s := stackOver(t, pool, os.Getenv("DOCKET_TEST_HELPER_DIR"))
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) {
		fmt.Println("reading")
		select {}
	})
	s.startWorkers(t)
	select {}
}
