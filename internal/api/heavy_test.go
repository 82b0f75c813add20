package api_test

import (
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gate"
)

// TestHeavyBodiesWaitForTheirTurn: one that finds none is asked to come again, and leaves nothing behind.
func TestHeavyBodiesWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	turns, dir := gate.New(1<<20, gate.Patience(10*time.Millisecond)), t.TempDir()
	h, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler), Authenticator: roles{}, Idempotency: &memory{}, V1: &scripted{}, V2: version2(t, &talker{}), Parts: parts(nil),
		Heavy: contract.Heavy{Gate: turns, Dir: dir}})
	if err != nil {
		t.Fatal(err)
	}
	large := `{"number":` + strings.Repeat(" ", 300<<10) + `7}`
	leave, err := turns.Enter(t.Context(), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	w := send(h, "POST", "/v1/invoices/validate", large, "Content-Type", jsonBody)
	if p := problem(t, w, http.StatusServiceUnavailable); p.Code != string(fault.CodeUnavailable) || w.Header().Get("Retry-After") == "" {
		t.Errorf("without a turn: %+v, Retry-After %q", p, w.Header().Get("Retry-After"))
	}
	small := send(h, "POST", "/v1/invoices/validate", `{"number":7}`, "Content-Type", jsonBody)
	problem(t, small, http.StatusUnprocessableEntity)
	leave()
	problem(t, send(h, "POST", "/v1/invoices/validate", large, "Content-Type", jsonBody), http.StatusUnprocessableEntity)
	many := `{"unknown":[` + strings.Repeat(`{},`, 1_100_000) + `{}]}`
	problem(t, send(h, "POST", "/v1/invoices/validate", many, "Content-Type", jsonBody), http.StatusRequestEntityTooLarge)
	lines := `{"lines":[` + strings.Repeat(`{},`, 20_000) + `{}]}`
	if p := problem(t, send(h, "POST", "/v1/invoices/validate", lines, "Content-Type", jsonBody), http.StatusUnprocessableEntity); p.Code != string(fault.CodeTooManyLines) {
		t.Errorf("too many lines: %+v", p)
	}
	if leave, err = turns.Enter(t.Context(), 1<<20); err != nil {
		t.Errorf("a turn was not given back: %v", err)
	} else {
		leave()
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
