package contract

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// Idempotency keeps what a key of the Idempotency-Key header stands for. Services complete its record in the
// transaction that writes their rows.
type Idempotency interface {
	Start(ctx context.Context, p auth.Principal, r idempotency.Request) (*idempotency.Attempt, *idempotency.Response, error)
	Finish(ctx context.Context, a *idempotency.Attempt, r idempotency.Response) error
	Abandon(ctx context.Context, a *idempotency.Attempt) error
}

const idempotencyKey = "Idempotency-Key"

// kept are the headers of an answer that are worth repeating.
var kept = []string{"Content-Type", "Location", "Operation-Location", "ETag", "Preference-Applied"}

// idempotent makes a POST with an Idempotency-Key act once. Operations that change nothing need no record.
func idempotent(store Idempotency, next echo.HandlerFunc) echo.HandlerFunc {
	return func(ec echo.Context) error {
		r := ec.Request()
		key := r.Header.Get(idempotencyKey)
		op := OperationFrom(r.Context())
		if key == "" || r.Method != http.MethodPost || op.Safe {
			return next(ec)
		}
		body, buffered := r.Body.(*validated)
		request := idempotency.Request{Key: key, Operation: op.ID, Deferred: !buffered && len(op.Accepts) > 0}
		var err error
		if request.Fingerprint, err = fingerprint(r, body); err != nil {
			return err
		}
		attempt, replay, err := store.Start(r.Context(), auth.PrincipalFrom(r.Context()), request)
		if err != nil {
			return err
		}
		if replay != nil {
			return again(ec, *replay)
		}
		ec.SetRequest(r.WithContext(context.WithValue(r.Context(), attemptKey{}, attempt)))
		return record(store, attempt, ec, next)
	}
}

type attemptKey struct{}

// AttemptFrom is the request's hold on its idempotency key, nil without one. Handlers give it to the service that they call.
func AttemptFrom(ctx context.Context) *idempotency.Attempt {
	a, _ := ctx.Value(attemptKey{}).(*idempotency.Attempt)
	return a
}

// record runs the handler and keeps its answer before the caller gets it: who has seen the answer can repeat the request
// at once. An error frees the key: nothing was stored.
func record(store Idempotency, attempt *idempotency.Attempt, ec echo.Context, next echo.HandlerFunc) error {
	conn := ec.Response().Writer
	held := &held{ResponseWriter: conn}
	ec.Response().Writer = held
	err := next(ec)
	ec.Response().Writer = conn
	var replay *idempotency.ReplayError
	if errors.As(err, &replay) {
		return again(ec, replay.Response)
	}
	after := context.WithoutCancel(ec.Request().Context()) // the caller may be gone; the record must not be
	// What a secret answer told is not kept: the next attempt asks its service, which knows what was made.
	if err != nil || held.status == 0 || held.status >= http.StatusBadRequest || OperationFrom(ec.Request().Context()).Secret {
		return errors.Join(err, store.Abandon(after, attempt), held.release())
	}
	answer := idempotency.Response{Status: held.status, Header: http.Header{}, Body: held.body.Bytes()}
	for _, name := range kept {
		if v := conn.Header().Get(name); v != "" {
			answer.Header.Set(name, v)
		}
	}
	return errors.Join(store.Finish(after, attempt, answer), held.release())
}

// again writes an earlier answer.
func again(ec echo.Context, answer idempotency.Response) error {
	for name, values := range answer.Header {
		ec.Response().Header()[name] = values
	}
	ec.Response().Header().Set("Idempotency-Replayed", "true")
	ec.Response().WriteHeader(answer.Status)
	_, err := ec.Response().Write(answer.Body)
	return err
}

// fingerprint is what must be the same for a key to mean the same request: method, path, query and what a JSON body says, whatever
// its spaces and the order of its members (RFC 8259 gives neither a meaning). A multipart body has another boundary each time; its
// file is compared by hash where it is stored.
func fingerprint(r *http.Request, body *validated) ([]byte, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00", r.Method, r.URL.Path, r.URL.RawQuery)
	if body != nil {
		if err := json.NewEncoder(h).Encode(body.value); err != nil { // members in the order of their names
			return nil, fmt.Errorf("write request for its fingerprint: %w", err)
		}
	}
	return h.Sum(nil), nil
}

// held keeps an answer back until it is released. Answers of POST operations are small.
type held struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (h *held) WriteHeader(status int) { h.status = status }

func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

// release sends what was written, if anything was.
func (h *held) release() error {
	if h.status == 0 {
		return nil
	}
	h.ResponseWriter.WriteHeader(h.status)
	_, err := h.ResponseWriter.Write(h.body.Bytes())
	return err
}

// Unwrap lets http.ResponseController reach the connection.
func (h *held) Unwrap() http.ResponseWriter { return h.ResponseWriter }
