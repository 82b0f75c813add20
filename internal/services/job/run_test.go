package job

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// rows is a queue whose rows only have numbers.
type rows struct{ last int64 }

func (q *rows) Enqueue(context.Context, pgx.Tx, []Order) ([]int64, error) {
	q.last++
	return []int64{q.last}, nil
}
func (q *rows) Cancel(context.Context, pgx.Tx, int64) error { return nil }

func serviceOver(t *testing.T, q *rows) *Service {
	t.Helper()
	s, err := New(NewOrders(pgtest.Pool(t), q), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// begun is a job of a new workspace with an attempt at it.
func begun(t *testing.T, s *Service, q *rows) *Run {
	t.Helper()
	n := NewJob{ID: uuid.New(), WorkspaceID: uuid.New(), Kind: KindReindex, Queue: QueueQuick}
	err := postgres.Exec(t.Context(), s.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), "INSERT INTO workspaces (id, name) VALUES ($1, $2)", n.WorkspaceID, n.WorkspaceID.String()); err != nil {
			return err
		}
		return s.orders.Create(t.Context(), tx, n)
	})
	if err != nil {
		t.Fatal(err)
	}
	run, err := s.Begin(t.Context(), n.ID, q.last, false)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// An attempt that has just committed the end of its job has not lost it: to stop it then would make its commit look like a failure.
func TestReportBehindTheEnd(t *testing.T) {
	t.Parallel()
	q := &rows{}
	s := serviceOver(t, q)
	run := begun(t, s, q)
	if err := run.report(t.Context(), true); err != nil {
		t.Fatalf("while it runs: %v", err)
	}
	failed := errors.New("nothing to write")
	if err := run.Complete(t.Context(), func(pgx.Tx) error { return failed }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	second, err := s.Begin(t.Context(), run.Job().ID, q.last, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := run.report(t.Context(), true); !errors.Is(err, ErrLost) {
		t.Errorf("the attempt that another one has followed: %v", err)
	}
	if err := second.Complete(t.Context(), func(pgx.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := second.report(t.Context(), true); err != nil {
		t.Errorf("the attempt that has ended the job: %v", err)
	}
}

// The end of a job holds its row: who says how far it is must not wait for that, nor keep a connection waiting.
func TestReportWhileTheEndIsWritten(t *testing.T) {
	t.Parallel()
	q := &rows{}
	s := serviceOver(t, q)
	run := begun(t, s, q)
	run.Progress("store", 99)
	err := run.Complete(t.Context(), func(pgx.Tx) error {
		soon, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		return run.report(soon, true)
	})
	if err != nil {
		t.Fatal(err)
	}
}
