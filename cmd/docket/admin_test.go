package main_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// TestAdminLetsIn: whoever has the database gets a key and a link that the API takes.
func TestAdminLetsIn(t *testing.T) {
	t.Parallel()
	env := []string{"DATABASE_URL=" + pgtest.URL(t), "DOCKET_DATA_DIR=" + t.TempDir()}
	p := start(t, env, "dev").ready()
	admin := func(args ...string) string {
		t.Helper()
		var out, said bytes.Buffer
		cmd := exec.CommandContext(t.Context(), p.cmd.Path, append([]string{"admin"}, args...)...)
		cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), p.cmd.Env...), &out, &said
		if err := cmd.Run(); err != nil {
			t.Fatalf("admin %v: %v: %s", args, err, said.String())
		}
		return strings.TrimSpace(out.String())
	}
	for _, tc := range []struct {
		method, path, key, body string
		want                    int
	}{
		{"GET", "/v1/users", admin("key", "--name", "recovery"), "", http.StatusOK},
		{"GET", "/v1/users", admin("key", "--role", "viewer"), "", http.StatusForbidden},
		{"POST", "/v1/sessions", "", `{"link":"` + admin("link", "ada@example.com", "--operator") + `"}`, http.StatusCreated},
	} {
		r, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), tc.method, p.url+tc.path, strings.NewReader(tc.body))
		if err != nil {
			t.Fatal(err)
		}
		if tc.key != "" {
			r.Header.Set("Authorization", "Bearer "+tc.key)
		}
		if tc.body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != tc.want {
			t.Errorf("%s %s: %d", tc.method, tc.path, res.StatusCode)
		}
	}
}
