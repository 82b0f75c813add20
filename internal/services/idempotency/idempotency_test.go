package idempotency_test

import (
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/services/idempotency"
)

type bundle struct {
	pool   *pgxpool.Pool
	s      *idempotency.Service
	caller auth.Principal
}

func setup(t *testing.T) *bundle {
	t.Helper()
	pool := pgtest.Pool(t)
	w, err := db.New().InsertWorkspace(t.Context(), pool, db.InsertWorkspaceParams{WorkspaceID: uuid.New(), Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return &bundle{pool, idempotency.New(pool), auth.Principal{WorkspaceID: w.ID, KeyID: uuid.New()}}
}

func request(fingerprint string) idempotency.Request {
	return idempotency.Request{Key: "k", Operation: "op", Fingerprint: []byte(fingerprint)}
}

func TestAnswerIsRepeated(t *testing.T) {
	t.Parallel()
	b := setup(t)
	attempt, replay, err := b.s.Start(t.Context(), b.caller, request("f"))
	if err != nil || replay != nil {
		t.Fatalf("first: %v, %v", replay, err)
	}
	if _, _, err := b.s.Start(t.Context(), b.caller, request("f")); fault.CodeOf(err) != fault.CodeIdempotencyBusy {
		t.Fatalf("while it runs: %v", err)
	}
	answer := idempotency.Response{Status: 201, Header: http.Header{"Location": {"/x"}}, Body: []byte("made")}
	if err := b.s.Finish(t.Context(), attempt, answer); err != nil {
		t.Fatal(err)
	}
	_, replay, err = b.s.Start(t.Context(), b.caller, request("f"))
	if err != nil || replay == nil || replay.Status != 201 || string(replay.Body) != "made" || replay.Header.Get("Location") != "/x" {
		t.Fatalf("again: %+v, %v", replay, err)
	}
	if _, _, err := b.s.Start(t.Context(), b.caller, request("other")); fault.CodeOf(err) != fault.CodeIdempotencyReuse {
		t.Fatalf("another request: %v", err)
	}
	stranger := b.caller
	stranger.KeyID = uuid.New()
	if _, replay, err := b.s.Start(t.Context(), stranger, request("f")); err != nil || replay != nil {
		t.Fatalf("another caller's key: %v, %v", replay, err)
	}
}

func TestFailedRequestFreesItsKey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	attempt, _, err := b.s.Start(t.Context(), b.caller, request("f"))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.s.Abandon(t.Context(), attempt); err != nil {
		t.Fatal(err)
	}
	if _, replay, err := b.s.Start(t.Context(), b.caller, request("other")); err != nil || replay != nil {
		t.Fatalf("after a failure: %v, %v", replay, err)
	}
}

// TestWhatWasMadeIsFoundAgain lets a process die between its commit and its answer.
func TestWhatWasMadeIsFoundAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	attempt, _, err := b.s.Start(t.Context(), b.caller, request("f"))
	if err != nil {
		t.Fatal(err)
	}
	subject := uuid.New()
	err = postgres.Exec(t.Context(), b.pool, func(tx pgx.Tx) error { return attempt.Bind(t.Context(), tx, subject) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.pool.Exec(t.Context(), `UPDATE idempotency_records SET locked_until = now() - interval '1 s'`); err != nil {
		t.Fatal(err)
	}
	again, replay, err := b.s.Start(t.Context(), b.caller, request("f"))
	if err != nil || replay != nil || again.Subject() != subject {
		t.Fatalf("subject %v, replay %v, %v", again.Subject(), replay, err)
	}
	// The first one was only slow: it must not commit a second thing.
	err = postgres.Exec(t.Context(), b.pool, func(tx pgx.Tx) error { return attempt.Bind(t.Context(), tx, uuid.New()) })
	if fault.CodeOf(err) != fault.CodeIdempotencyBusy {
		t.Fatalf("the slow one: %v", err)
	}
}

func TestFileIsPartOfTheFingerprint(t *testing.T) {
	t.Parallel()
	b := setup(t)
	deferred := request("fields")
	deferred.Deferred = true
	send := func(file string) (*idempotency.Attempt, error) {
		attempt, replay, err := b.s.Start(t.Context(), b.caller, deferred)
		if err != nil || replay != nil {
			t.Fatalf("start: %v, %v", replay, err)
		}
		return attempt, attempt.AddFile(t.Context(), []byte(file))
	}
	attempt, err := send("bytes")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.s.Finish(t.Context(), attempt, idempotency.Response{Status: 202, Header: http.Header{}}); err != nil {
		t.Fatal(err)
	}
	var replay *idempotency.ReplayError
	if _, err := send("bytes"); !errors.As(err, &replay) || replay.Response.Status != 202 {
		t.Fatalf("same file: %v", err)
	}
	if _, err := send("other"); fault.CodeOf(err) != fault.CodeIdempotencyReuse {
		t.Fatalf("other file: %v", err)
	}
}

func TestRaceHasOneWinner(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var won, busy atomic.Int32
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			_, _, err := b.s.Start(t.Context(), b.caller, request("f"))
			switch {
			case err == nil:
				won.Add(1)
			case fault.CodeOf(err) == fault.CodeIdempotencyBusy:
				busy.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 || busy.Load() != 15 {
		t.Fatalf("%d won, %d busy", won.Load(), busy.Load())
	}
}

func TestWithoutAKeyNothingHappens(t *testing.T) {
	t.Parallel()
	var none *idempotency.Attempt
	if err := errors.Join(none.AddFile(t.Context(), nil), none.Bind(t.Context(), nil, uuid.New())); err != nil || none.Subject() != uuid.Nil {
		t.Fatal(err)
	}
}

func TestTidyForgetsOldKeys(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, _, err := b.s.Start(t.Context(), b.caller, request("f")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.pool.Exec(t.Context(), `UPDATE idempotency_records SET created_at = now() - interval '25 h'`); err != nil {
		t.Fatal(err)
	}
	if err := b.s.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.s.Start(t.Context(), b.caller, request("other")); err != nil {
		t.Fatal(err)
	}
}

// TestKeysOfADeadProcessAreFree: a caller that repeats its request after a crash does not wait for the lock to run out.
func TestKeysOfADeadProcessAreFree(t *testing.T) {
	t.Parallel()
	b := setup(t)
	live := func(s *idempotency.Service) func() error {
		end, err := s.Live(t.Context(), "here", slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		return end
	}
	end := live(b.s)
	other := idempotency.New(b.pool)
	defer live(other)()
	attempt, _, err := b.s.Start(t.Context(), b.caller, request("f"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = other.Start(t.Context(), b.caller, request("f"))
	if e, ok := fault.As(err); !ok || e.Code != fault.CodeIdempotencyBusy || e.RetryAfter <= 0 {
		t.Fatalf("while the process lives: %v", err)
	}
	if _, err := b.pool.Exec(t.Context(), `UPDATE worker_instances SET seen_at = now() - interval '1 min'
		WHERE id = (SELECT instance FROM idempotency_records)`); err != nil {
		t.Fatal(err)
	}
	again, replay, err := other.Start(t.Context(), b.caller, request("f"))
	if err != nil || replay != nil {
		t.Fatalf("after its death: %v, %v", replay, err)
	}
	// It was only slow: what it commits now must not stand beside what the other attempt makes.
	err = postgres.Exec(t.Context(), b.pool, func(tx pgx.Tx) error { return attempt.Bind(t.Context(), tx, uuid.New()) })
	if fault.CodeOf(err) != fault.CodeIdempotencyBusy {
		t.Errorf("the slow one: %v", err)
	}
	if err := other.Finish(t.Context(), again, idempotency.Response{Status: 201, Header: http.Header{}}); err != nil {
		t.Fatal(err)
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := b.pool.QueryRow(t.Context(), `SELECT count(*) FROM worker_instances`).Scan(&left); err != nil || left != 1 {
		t.Errorf("%d processes live, %v", left, err)
	}
}
