package main_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// forgedToken looks like a token that published keys have signed.
func forgedToken() string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return part(`{"alg":"RS256","kid":"forged"}`) + "." + part(`{"sub":"nobody","exp":4102444800}`) + "." + part(strings.Repeat("x", 256))
}

// TestForgedTokensHoldNothing: while the issuer is dead, tokens are answered 503, and neither memory nor descriptors are held.
func TestForgedTokensHoldNothing(t *testing.T) {
	t.Parallel()
	dead, err := net.Listen("tcp", "127.0.0.1:0") // it takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dead.Close() })
	p := start(t, []string{"DATABASE_URL=" + pgtest.URL(t), "DOCKET_DATA_DIR=" + t.TempDir(), "DOCKET_JWT_JWKS_URL=http://" + dead.Addr().String()}, "dev").ready()
	before, descriptors := p.rss(), openFiles(t, p)
	client := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for range 3 {
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/v1/me", http.NoBody)
				if err != nil {
					t.Error(err)
					return
				}
				req.Header.Set("Authorization", "Bearer "+forgedToken())
				res, err := client.Do(req)
				if err != nil {
					t.Error(err)
					return
				}
				defer res.Body.Close()
				if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
					t.Errorf("status %d, %v", res.StatusCode, res.Header)
				}
			})
		}
		all.Wait()
	}
	res := p.do(t.Context(), http.MethodGet, "/v1/me", "", nil)
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("an API key gets %d", res.StatusCode)
	}
	res = p.do(context.WithoutCancel(t.Context()), http.MethodGet, "/readyz", "", nil)
	body, _ := io.ReadAll(res.Body)
	res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.Contains(string(body), `"jwks":"failed"`) {
		t.Errorf("readiness: %d %s", res.StatusCode, body)
	}
	if !strings.Contains(p.logs.String(), "DOCKET_JWT_JWKS_URL cannot be fetched") {
		t.Error("nothing is said in the log")
	}
	if n := openFiles(t, p); n > descriptors+20 {
		t.Errorf("%d descriptors are open, %d at first", n, descriptors)
	}
	if grown := p.rss() - before; grown > 64<<20 {
		t.Errorf("memory grew by %d MiB", grown>>20)
	}
}

func openFiles(t *testing.T, p *process) int {
	t.Helper()
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
