package telemetry_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/core/telemetry"
)

// TestMetricsAreNotCompressedHere: the edge compresses answers, and twice is once too often.
func TestMetricsAreNotCompressedHere(t *testing.T) {
	t.Parallel()
	pool, err := pgxpool.New(t.Context(), "postgres://nobody@127.0.0.1:1/none") // connects to nothing before it is asked
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	telemetry.NewMetrics(pool).Handler.ServeHTTP(w, r)
	if w.Header().Get("Content-Encoding") != "" || w.Code != http.StatusOK || w.Body.Len() == 0 || w.Body.Bytes()[0] != '#' {
		t.Errorf("%d %v, begins with %q", w.Code, w.Header(), w.Body.Bytes()[:min(8, w.Body.Len())])
	}
}
