package blob_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "gocloud.dev/blob/memblob" // a bucket that is no directory

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/blob"
)

// TestStore runs the same life of some bytes over every kind of bucket.
func TestStore(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, url := range map[string]string{"default": "", "folder": "file://" + filepath.ToSlash(folder), "bucket": "mem://"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			life(t, url)
		})
	}
}

// life is what becomes of some bytes in the bucket of a URL.
func life(t *testing.T, url string) {
	t.Helper()
	dir := t.TempDir()
	spool := filepath.Join(dir, "spool")
	s, err := blob.Open(t.Context(), url, dir, spool)
	must(t, err)
	defer s.Close()
	keep(t, s, spool, "w/abc", "hello world")
	keep(t, s, spool, "w/abc", "hello world") // the same again
	if got := read(t, s, "w/abc", 6, 3); got != "wor" {
		t.Errorf("range: %q", got)
	}
	if got := read(t, s, "w/abc", 0, -1); got != "hello world" {
		t.Errorf("whole: %q", got)
	}
	path, release, err := s.Local(t.Context(), "w/abc")
	must(t, err)
	if b, err := os.ReadFile(path); err != nil || string(b) != "hello world" {
		t.Errorf("local: %q, %v", b, err)
	}
	release()
	if got := keys(t, s, time.Now().Add(time.Hour)); !slices.Equal(got, []string{"w/abc"}) {
		t.Errorf("keys: %v", got)
	}
	if got := keys(t, s, time.Now().Add(-time.Hour)); len(got) != 0 {
		t.Errorf("old keys: %v", got)
	}
	must(t, s.Delete(t.Context(), "w/abc"))
	must(t, s.Delete(t.Context(), "w/abc"))
	if _, err := s.Open(t.Context(), "w/abc", 0, -1); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("gone: %v", err)
	}
	if _, _, err := s.Local(t.Context(), "w/abc"); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("gone, local: %v", err)
	}
}

func TestKeysStayInTheFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := blob.Open(t.Context(), "", dir, filepath.Join(dir, "spool"))
	must(t, err)
	defer s.Close()
	keep(t, s, filepath.Join(dir, "spool"), "../../escaped", "x")
	if _, err := os.Stat(filepath.Join(dir, "blobs", "escaped")); err != nil {
		t.Fatal(err)
	}
}

func TestUnknownStorageIsTold(t *testing.T) {
	t.Parallel()
	if _, err := blob.Open(t.Context(), "ftp://x", t.TempDir(), t.TempDir()); err == nil {
		t.Fatal("no error")
	}
}

func keep(t *testing.T, s *blob.Store, spool, key, body string) {
	t.Helper()
	path := filepath.Join(spool, "in")
	must(t, os.WriteFile(path, []byte(body), 0o600))
	must(t, s.Keep(t.Context(), key, path))
}

func read(t *testing.T, s *blob.Store, key string, offset, length int64) string {
	t.Helper()
	r, err := s.Open(t.Context(), key, offset, length)
	must(t, err)
	defer r.Close()
	b, err := io.ReadAll(r)
	must(t, err)
	return string(b)
}

func keys(t *testing.T, s *blob.Store, before time.Time) (out []string) {
	t.Helper()
	must(t, s.Each(context.WithoutCancel(t.Context()), before, func(k string) error {
		out = append(out, strings.Clone(k))
		return nil
	}))
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
