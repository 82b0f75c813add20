package main_test

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// settled runs docket with the settings given as NAME=value, and gives what it says and its status.
func settled(t *testing.T, settings []string, args ...string) (string, int) {
	t.Helper()
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env = append(os.Environ(), append([]string{"AWS_EC2_METADATA_DISABLED=true", "DOCKET_DATA_DIR=" + t.TempDir()}, settings...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err = cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return said.String(), cmd.ProcessState.ExitCode()
}

// TestRefusedAtStart holds that a command of the server names all that keeps it from running, in one message, before it starts.
func TestRefusedAtStart(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	here := "DOCKET_ADDR=" + taken.Addr().String()
	free := "DOCKET_ADDR=127.0.0.1:0"
	database := "DATABASE_URL=" + pgtest.URL(t)
	for name, tc := range map[string]struct {
		settings []string
		command  string
		status   int
		want     []string
	}{
		"port":            {[]string{here, database}, "api", 1, []string{"DOCKET_ADDR: " + taken.Addr().String() + " is in use", "set another"}},
		"port, dev":       {[]string{here}, "dev", 1, []string{"is in use"}},
		"readers":         {[]string{free, database, "DOCKET_READERS=-1"}, "worker", 2, []string{"DOCKET_READERS: want 0 to"}},
		"precision":       {[]string{"DOCKET_READY_PRECISION=97"}, "doctor", 2, []string{"DOCKET_READY_PRECISION: want 0.5 to 0.999"}},
		"no precision":    {[]string{free, database, "DOCKET_READY_PRECISION=high"}, "api", 2, []string{"DOCKET_READY_PRECISION: want a number"}},
		"no number":       {[]string{free, database, "DOCKET_READERS=many"}, "api", 2, []string{"DOCKET_READERS: want a whole number"}},
		"no credentials":  {[]string{free, database, "DOCKET_STORAGE_URL=s3://bucket?region=eu-central-1"}, "api", 1, []string{"no credentials for s3", "AWS_ACCESS_KEY_ID"}},
		"no region":       {[]string{free, database, "DOCKET_STORAGE_URL=s3://bucket", "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b"}, "worker", 1, []string{"region is missing"}},
		"no database":     {[]string{free}, "api", 1, []string{"set DATABASE_URL"}},
		"database away":   {[]string{free, "DATABASE_URL=postgres://127.0.0.1:1/x"}, "migrate", 1, []string{"DATABASE_URL", "connection refused"}},
		"wrong, anywhere": {[]string{"DOCKET_LLM_RETRIES=99"}, "doctor", 2, []string{"DOCKET_LLM_RETRIES: want 0 to 10"}},
		"all at once": {[]string{here, "DATABASE_URL=postgres://127.0.0.1:1/x", "DOCKET_READERS=-1", "DOCKET_LLM_CONTEXT=few", "DOCKET_OCR=abbyy", "DOCKET_JWT_SECRET=short",
			"DOCKET_STORAGE_URL=s3://bucket?region=eu-central-1"}, "api", 2,
			[]string{"DOCKET_READERS: want", "DOCKET_LLM_CONTEXT: want", "DOCKET_OCR: want one of", "DOCKET_JWT_SECRET: want", "is in use", "no credentials", "connection refused"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said, status := settled(t, tc.settings, tc.command)
			if status != tc.status {
				t.Errorf("status %d, want %d", status, tc.status)
			}
			for _, w := range append(tc.want, "docket: ") {
				if !strings.Contains(said, w) {
					t.Errorf("no %q in\n%s", w, said)
				}
			}
			if strings.Count(said, "docket: ") != 1 || strings.Contains(said, "listening") || strings.Contains(said, "PostgreSQL is") {
				t.Errorf("it said\n%s", said)
			}
		})
	}
}

func TestStraysAreWarnedOf(t *testing.T) {
	t.Parallel()
	said, status := settled(t, []string{"DOCKET_JWKS_URL=https://issuer.example", "DOCKET_LOG_FORMAT=text"}, "version")
	if status != 0 || !strings.Contains(said, "DOCKET_JWKS_URL") || !strings.Contains(said, "nearest=DOCKET_JWT_JWKS_URL") || strings.Contains(said, "name=DOCKET_LOG_FORMAT") {
		t.Errorf("status %d:\n%s", status, said)
	}
}

// TestBadValueIsNoStray: of a setting with a bad value nobody says that there is no such setting.
func TestBadValueIsNoStray(t *testing.T) {
	t.Parallel()
	said, status := settled(t, []string{"DOCKET_READERS=many", "DOCKET_OCR=magic"}, "parse", os.DevNull)
	if status != 2 || !strings.Contains(said, "DOCKET_READERS: want a whole number") || strings.Contains(said, "no such setting") {
		t.Errorf("status %d:\n%s", status, said)
	}
}

// TestFolderThatGoesIsNotReady: the process says so by itself, and is ready again when the folder is back.
func TestFolderThatGoesIsNotReady(t *testing.T) {
	t.Parallel()
	dir := sharedDir(t)
	p := start(t, []string{"DATABASE_URL=" + pgtest.URL(t), "DOCKET_DATA_DIR=" + dir}, "api").ready()
	if err := os.Rename(dir+"/blobs", dir+"/gone"); err != nil {
		t.Fatal(err)
	}
	if code := readiness(t, p); code != http.StatusServiceUnavailable {
		t.Errorf("without the folder: %d", code)
	}
	if err := os.Rename(dir+"/gone", dir+"/blobs"); err != nil {
		t.Fatal(err)
	}
	if code := readiness(t, p); code != http.StatusOK {
		t.Errorf("with it: %d", code)
	}
}

func readiness(t *testing.T, p *process) int {
	t.Helper()
	client := http.Client{Timeout: 20 * time.Second}
	res, err := client.Get(p.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}
