package api_test

import (
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// held is a store whose keys are all in use.
type held struct{ *memory }

func (held) Start(_ context.Context, _ auth.Principal, _ idempotency.Request) (*idempotency.Attempt, *idempotency.Response, error) {
	busy := fault.New(fault.CodeIdempotencyBusy, "a request with this key is in progress")
	busy.RetryAfter = 1500 * time.Millisecond
	return nil, nil, busy
}

func TestBusyKeySaysWhenToComeAgain(t *testing.T) {
	t.Parallel()
	h, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler), Authenticator: roles{}, Idempotency: held{}, V1: &scripted{}, V2: version2(t, &talker{}), Parts: parts(nil)})
	if err != nil {
		t.Fatal(err)
	}
	w := send(h, "POST", "/v1/jobs/"+someID+"/cancel", "", "Idempotency-Key", "k")
	problem(t, w, http.StatusConflict)
	if got := w.Header().Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q", got)
	}
}

// TestTheSameJSONIsTheSameRequest repeats a request in another hand.
func TestTheSameJSONIsTheSameRequest(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	me := s.CallerOf("v2", s.Workspace(), auth.Member)
	made := map[string]bool{}
	for _, body := range []string{`{"title":"a b"}`, "{ \"title\" :\n\t\"a b\" }", `{"title":"a\u0020b"}`} {
		res, answer := s.Send(me, "POST", "/v2/chatbot/conversations", body, "Content-Type", jsonBody, "Idempotency-Key", "one")
		status(t, body, res, answer, http.StatusCreated)
		made[res.Header.Get("Location")] = true
	}
	if len(made) != 1 {
		t.Errorf("made %v", made)
	}
	res, answer := s.Send(me, "POST", "/v2/chatbot/conversations", `{"title":"ab"}`, "Content-Type", jsonBody, "Idempotency-Key", "one")
	status(t, "another title", res, answer, http.StatusUnprocessableEntity)
}
