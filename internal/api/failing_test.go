package api_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"syscall"
	"testing"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/core/fault"
)

// failing answers every job with one error.
type failing struct {
	scripted
	err error
}

func (f *failing) GetJob(context.Context, genv1.GetJobRequestObject) (genv1.GetJobResponseObject, error) {
	return nil, f.err
}

// TestFullDisks: a disk without space is a part that is down, wherever a file is made.
func TestFullDisks(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		h, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler), Authenticator: roles{}, Idempotency: &memory{},
			V1: &failing{err: fmt.Errorf("write spool: %w", cause)}, V2: version2(t, &talker{}), Parts: parts(nil)})
		if err != nil {
			t.Fatal(err)
		}
		w := send(h, "GET", "/v1/jobs/"+someID, "")
		if p := problem(t, w, http.StatusServiceUnavailable); p.Code != string(fault.CodeUnavailable) || w.Header().Get("Retry-After") == "" {
			t.Errorf("%v: %+v, Retry-After %q", cause, p, w.Header().Get("Retry-After"))
		}
	}
}
