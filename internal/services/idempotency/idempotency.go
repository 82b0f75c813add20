// Package idempotency makes a request that is sent twice act once.
//
// It owns the table idempotency_records and what a key means. The edge starts an attempt and records its answer; a service
// binds, in its own transaction, what the attempt made. So a process that dies between the two loses nothing: the next
// attempt finds what was made and answers with it.
//
//	Start ──► (service: AddFile, Bind) ──► Finish: the answer is repeated from now on
//	                                  └──► Abandon: the key is free again; what was bound stays bound
//
// A process that serves says so with Live, and its keys are free once it is silent: a caller need not wait for the lock to run out.
//
// It does not own the fingerprint of a request (api/contract), but a multipart body's file is added where its hash is known.
package idempotency

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

const (
	// lockFor is longer than any request waits: after it, the holder is taken for dead though its process lives.
	lockFor = 5 * time.Minute
	// retryAfter is what a caller is told to wait while another attempt runs.
	retryAfter = 2 * time.Second
	// KeepFor is how long a key is remembered.
	KeepFor = 24 * time.Hour
)

// Request is a request with an Idempotency-Key. Fingerprint covers what must be the same for the key to mean the same
// request. With Deferred it lacks the file of a multipart body: AddFile adds it.
type Request struct {
	Key         string
	Operation   string
	Fingerprint []byte
	Deferred    bool
}

// Response is a recorded answer, with the headers that are worth repeating.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// ReplayError comes out of a service when a deferred request turns out to have been answered: the answer is in it.
type ReplayError struct{ Response Response }

// Error says that it is no failure.
func (e *ReplayError) Error() string { return "the request was answered before" }

// Service keeps the records. Make one with New.
type Service struct {
	db       postgres.DB
	q        *db.Queries
	instance atomic.Pointer[string] // nil: this process does not say that it lives
}

// New makes a Service.
func New(conn postgres.DB) *Service { return &Service{db: conn, q: db.New()} }

// Attempt is one request's hold on a key. It goes as an argument from the edge to the service that acts; a nil one is a request
// without a key, for which nothing is kept.
type Attempt struct {
	s         *Service
	workspace uuid.UUID
	caller    uuid.UUID
	holder    uuid.UUID
	request   Request
	claimed   bool
	subject   uuid.UUID // what an earlier attempt with this key made
}

// Start begins an attempt. A Response is the earlier answer to repeat. Errors: idempotency_key_reused for a key of another
// request, idempotency_key_in_flight while another attempt runs.
func (s *Service) Start(ctx context.Context, p auth.Principal, r Request) (*Attempt, *Response, error) {
	a := &Attempt{s: s, workspace: p.WorkspaceID, caller: p.UserID, holder: uuid.New(), request: r}
	if a.caller == uuid.Nil {
		a.caller = p.KeyID
	}
	if r.Deferred {
		return a, nil, nil
	}
	replay, err := a.claim(ctx)
	return a, replay, err
}

// AddFile completes the fingerprint of a deferred request. The error may be a *ReplayError. Where the fingerprint
// was complete it does nothing.
func (a *Attempt) AddFile(ctx context.Context, sha256sum []byte) error {
	if a == nil || a.claimed {
		return nil
	}
	h := sha256.New()
	h.Write(a.request.Fingerprint)
	h.Write(sha256sum)
	a.request.Fingerprint = h.Sum(nil)
	replay, err := a.claim(ctx)
	if err == nil && replay != nil {
		return &ReplayError{Response: *replay}
	}
	return err
}

// Subject is what an earlier attempt of the same request made before it died; uuid.Nil when there was none.
func (a *Attempt) Subject() uuid.UUID {
	if a == nil {
		return uuid.Nil
	}
	return a.subject
}

// Bind names what the attempt makes, in the transaction that makes it.
func (a *Attempt) Bind(ctx context.Context, tx pgx.Tx, subject uuid.UUID) error {
	if a == nil || !a.claimed {
		return nil
	}
	n, err := a.s.q.BindIdempotency(ctx, tx, db.BindIdempotencyParams{
		SubjectID: subject, WorkspaceID: a.workspace, CallerID: a.caller, Key: a.request.Key, Holder: a.holder,
	})
	if err == nil && n == 0 {
		return busy() // the lock ran out and another attempt has the key
	}
	return postgres.Translate(err, "idempotency key")
}

// Finish records the answer of an attempt.
func (s *Service) Finish(ctx context.Context, a *Attempt, r Response) error {
	if a == nil || !a.claimed {
		return nil
	}
	headers, err := json.Marshal(r.Header)
	if err != nil {
		return err
	}
	err = s.q.FinishIdempotency(ctx, s.db, db.FinishIdempotencyParams{
		Status: int32(r.Status), Headers: headers, Body: append([]byte{}, r.Body...), // an HTTP status
		WorkspaceID: a.workspace, CallerID: a.caller, Key: a.request.Key, Holder: a.holder,
	})
	return postgres.Translate(err, "idempotency key")
}

// Abandon frees the key of an attempt whose request failed.
func (s *Service) Abandon(ctx context.Context, a *Attempt) error {
	if a == nil || !a.claimed {
		return nil
	}
	err := s.q.ReleaseIdempotency(ctx, s.db, db.ReleaseIdempotencyParams{
		WorkspaceID: a.workspace, CallerID: a.caller, Key: a.request.Key, Holder: a.holder,
	})
	if err == nil {
		err = s.q.UnlockIdempotency(ctx, s.db, db.UnlockIdempotencyParams{
			WorkspaceID: a.workspace, CallerID: a.caller, Key: a.request.Key, Holder: a.holder,
		})
	}
	return postgres.Translate(err, "idempotency key")
}

// Tidy forgets keys whose time is over.
func (s *Service) Tidy(ctx context.Context) error {
	_, err := s.q.DeleteOldIdempotency(ctx, s.db, KeepFor)
	return postgres.Translate(err, "idempotency keys")
}

// claim takes the key, or finds out why it cannot.
func (a *Attempt) claim(ctx context.Context) (*Response, error) {
	// A record may vanish between the two statements: its attempt failed, and the key is free after all.
	for range 3 {
		subject, err := a.s.q.ClaimIdempotency(ctx, a.s.db, db.ClaimIdempotencyParams{
			WorkspaceID: a.workspace, CallerID: a.caller, Key: a.request.Key, Operation: a.request.Operation,
			Fingerprint: a.request.Fingerprint, Holder: a.holder, Lock: lockFor, Instance: a.s.instance.Load(), Silence: silence,
		})
		if err == nil {
			a.claimed, a.subject = true, postgres.Deref(subject)
			return nil, nil // nothing to repeat
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return nil, postgres.Translate(err, "idempotency key")
		}
		row, err := a.s.q.GetIdempotency(ctx, a.s.db, db.GetIdempotencyParams{
			WorkspaceID: a.workspace, CallerID: a.caller, Key: a.request.Key,
		})
		if errors.Is(err, pgx.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, postgres.Translate(err, "idempotency key")
		}
		return a.replayOf(row)
	}
	return nil, busy()
}

func (a *Attempt) replayOf(row db.IdempotencyRecord) (*Response, error) {
	switch {
	case row.Operation != a.request.Operation || string(row.Fingerprint) != string(a.request.Fingerprint):
		return nil, fault.New(fault.CodeIdempotencyReuse, "the key was used for another request").
			At("header/Idempotency-Key", "take a new key for a new request")
	case row.Status == nil:
		return nil, busy()
	}
	r := &Response{Status: int(*row.Status), Body: row.Body}
	if err := json.Unmarshal(row.Headers, &r.Header); err != nil {
		return nil, err
	}
	return r, nil
}

func busy() error {
	e := fault.New(fault.CodeIdempotencyBusy, "a request with this key is in progress")
	e.RetryAfter = retryAfter
	return e
}
