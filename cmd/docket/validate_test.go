package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// command runs docket and gives its output and exit status.
func command(t *testing.T, args ...string) (string, int) {
	t.Helper()
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, args...).Output()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	if ended != nil {
		return string(out), ended.ExitCode()
	}
	return string(out), 0
}

// TestValidate holds the command to its exit codes and to one line a file, in order, for each form of input.
func TestValidate(t *testing.T) {
	t.Parallel()
	xml := filepath.Join("..", "..", "examples", "invoice.xml")
	parsed, status := command(t, "parse", xml)
	var line struct {
		Invoice struct{ Data json.RawMessage }
	}
	if err := json.Unmarshal([]byte(parsed), &line); err != nil || status != 0 {
		t.Fatalf("parse: %d %v", status, err)
	}
	dir := t.TempDir()
	good, broken, unknown := filepath.Join(dir, "good.json"), filepath.Join(dir, "broken.json"), filepath.Join(dir, "unknown.json")
	for path, content := range map[string][]byte{
		good: line.Invoice.Data, broken: bytes.Replace(line.Invoice.Data, []byte("1488.88"), []byte("1480.00"), 1), unknown: []byte(`{"nonsense": 1}`),
	} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, tc := range map[string]struct {
		args   []string
		status int
		says   []string // of each line
	}{
		"valid XML and JSON": {[]string{xml, good}, 0, []string{`"valid":true,"profile":"en16931"`, `"valid":true,"profile":"en16931"`}},
		"a wrong sum":        {[]string{broken, xml}, 1, []string{`"BR-CO-15"`, `"valid":true`}},
		"not an invoice":     {[]string{unknown}, 1, []string{`"code":"malformed_request"`}},
		"no such file":       {[]string{filepath.Join(dir, "none")}, 1, []string{`"error"`}},
		"other profile":      {[]string{"--profile", "peppol", xml}, 1, []string{`"profile":"peppol"`}},
		"a release":          {[]string{"--release", "1.3.16", xml}, 0, []string{`"profile":"en16931","release":"1.3.16"`}},
		"unknown release":    {[]string{"--release", "0", xml}, 1, []string{`"code":"validation_failed"`}},
		"unknown profile":    {[]string{"--profile", "mine", xml}, 2, nil},
		"no file":            {nil, 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, status := command(t, append([]string{"validate"}, tc.args...)...)
			lines := strings.Split(strings.TrimSpace(out), "\n")
			if status != tc.status || tc.says != nil && len(lines) != len(tc.says) {
				t.Fatalf("status %d, want %d:\n%s", status, tc.status, out)
			}
			for i, want := range tc.says {
				if !strings.Contains(lines[i], want) {
					t.Errorf("line %d has no %s:\n%s", i, want, lines[i])
				}
			}
		})
	}
}
