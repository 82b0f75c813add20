package main_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/examples"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// TestKeyOfAKilledProcess kills an API in the middle of a request: another one makes the caller wait for as long as the first may
// live, says when to come again, and then takes the request.
func TestKeyOfAKilledProcess(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	settings := []string{"DATABASE_URL=" + url, "DOCKET_DATA_DIR=" + sharedDir(t)}
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	migrate := exec.Command(path, "migrate") // it makes the key
	migrate.Env = append(migrate.Environ(), append(settings, "DOCKET_API_KEY="+testKey)...)
	if out, err := migrate.CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	first, second := start(t, settings, "api").ready(), start(t, settings, "api").ready()
	const form, key = "multipart/form-data; boundary=x", "sent-twice"
	body := fmt.Appendf(nil, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xml\"\r\n\r\n%s\r\n--x--\r\n", examples.InvoiceXML)
	waits := make(chan string, 1)
	go func() { // for a job that nobody does
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, first.url+"/v1/invoices", bytes.NewReader(body))
		if err != nil {
			waits <- err.Error()
			return
		}
		for name, value := range map[string]string{"Authorization": "Bearer " + testKey, "Content-Type": form, "Idempotency-Key": key, "Prefer": "wait=60"} {
			req.Header.Set(name, value)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			waits <- err.Error()
			return
		}
		defer res.Body.Close()
		said, _ := io.ReadAll(res.Body)
		waits <- fmt.Sprintf("%s %s", res.Status, said)
	}()
	waitForKey(t, url, waits)
	again := func() *http.Response {
		res := second.do(t.Context(), http.MethodPost, "/v1/invoices", form, bytes.Clone(body), "Idempotency-Key", key)
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return res
	}
	if res := again(); res.StatusCode != http.StatusConflict || res.Header.Get("Retry-After") == "" {
		t.Fatalf("while the first lives: %d, Retry-After %q", res.StatusCode, res.Header.Get("Retry-After"))
	}
	first.kill()
	for killed := time.Now(); ; {
		res := again()
		if res.StatusCode == http.StatusAccepted {
			return
		}
		after, err := strconv.Atoi(res.Header.Get("Retry-After"))
		if res.StatusCode != http.StatusConflict || err != nil || time.Since(killed) > time.Minute {
			t.Fatalf("%s after the first was killed: %d, Retry-After %q", time.Since(killed), res.StatusCode, res.Header.Get("Retry-After"))
		}
		time.Sleep(time.Duration(after) * time.Second)
	}
}

// waitForKey waits until some process has taken the key.
func waitForKey(t *testing.T, url string, waits <-chan string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for range 600 {
		var n int
		if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM idempotency_records`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			return
		}
		select {
		case said := <-waits:
			t.Fatalf("the first request did not wait: %s", said)
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatal("nobody has taken the key")
}
