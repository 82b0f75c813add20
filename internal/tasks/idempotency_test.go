package tasks_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/invoice"
)

// postWithKey is a POST with an idempotency key, up to but without its answer.
func postWithKey(t *testing.T, s *stack, body string) (invoice.Invoice, func(), error) {
	t.Helper()
	attempt, replay, err := s.idempotency.Start(t.Context(), s.caller, idempotency.Request{
		Key: "k", Operation: "createInvoice", Fingerprint: []byte("fields"), Deferred: true,
	})
	if err != nil || replay != nil {
		t.Fatalf("start: %v, %v", replay, err)
	}
	inv, err := s.invoices.CreateFromUpload(t.Context(), s.caller, invoice.UploadInput{Body: strings.NewReader(body), Attempt: attempt})
	return inv, func() {
		must(t, s.idempotency.Finish(t.Context(), attempt, idempotency.Response{Status: 202, Header: http.Header{}}))
	}, err
}

// TestRepeatedPostMakesOneInvoice sends the same upload again after a crash behind the commit, and after the answer.
func TestRepeatedPostMakesOneInvoice(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	first, _, err := postWithKey(t, s, "<a/>")
	must(t, err)
	if _, _, err := postWithKey(t, s, "<a/>"); fault.CodeOf(err) != fault.CodeIdempotencyBusy {
		t.Fatalf("while the first is in progress: %v", err)
	}
	_, err = s.pool.Exec(t.Context(), `UPDATE idempotency_records SET locked_until = now() - interval '1 s'`)
	must(t, err)
	second, finish, err := postWithKey(t, s, "<a/>")
	if err != nil || second.ID != first.ID {
		t.Fatalf("after a crash: %v, want %v; %v", second.ID, first.ID, err)
	}
	finish()
	var replay *idempotency.ReplayError
	if _, _, err := postWithKey(t, s, "<a/>"); !errors.As(err, &replay) {
		t.Fatalf("after the answer: %v", err)
	}
	if _, _, err := postWithKey(t, s, "<b/>"); fault.CodeOf(err) != fault.CodeIdempotencyReuse {
		t.Fatalf("another file: %v", err)
	}
	if list, err := s.invoices.List(t.Context(), s.caller, invoice.Filter{}); err != nil || len(list.Items) != 1 {
		t.Fatalf("%d invoices, %v", len(list.Items), err)
	}
}

func TestRepeatedPostsAtOnceMakeOneInvoice(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	var made atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			switch _, _, err := postWithKey(t, s, "<a/>"); {
			case err == nil:
				made.Add(1)
			case fault.CodeOf(err) != fault.CodeIdempotencyBusy:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list, err := s.invoices.List(t.Context(), s.caller, invoice.Filter{})
	if err != nil || made.Load() != 1 || len(list.Items) != 1 {
		t.Fatalf("%d made, %d invoices, %v", made.Load(), len(list.Items), err)
	}
}
