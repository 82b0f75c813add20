package blob_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/blob"
)

func TestCheckAndProbe(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]string{"default": "", "bucket": "mem://"} {
		dir := t.TempDir()
		s, err := blob.Open(t.Context(), url, dir, filepath.Join(dir, "spool"))
		must(t, err)
		must(t, s.Check(t.Context()))
		must(t, s.Probe(t.Context()))
		if left, err := os.ReadDir(filepath.Join(dir, "blobs")); name == "default" && (err != nil || len(left) > 0) {
			t.Errorf("%s: left behind: %v, %v", name, left, err)
		}
		must(t, s.Close())
	}
}

// TestFolderThatIsGone: it is told, and nothing makes it again behind the back of whoever mounts it.
func TestFolderThatIsGone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	spool := filepath.Join(dir, "spool")
	s, err := blob.Open(t.Context(), "", dir, spool)
	must(t, err)
	defer s.Close()
	must(t, os.Remove(filepath.Join(dir, "blobs")))
	if err := s.Check(t.Context()); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("check: %v", err)
	}
	if err := s.Probe(t.Context()); err == nil {
		t.Error("the probe is content")
	}
	in := filepath.Join(spool, "in")
	must(t, os.WriteFile(in, []byte("x"), 0o600))
	if err := s.Keep(t.Context(), "w/abc", in); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("keep: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "blobs")); !os.IsNotExist(err) {
		t.Errorf("the folder was made again: %v", err)
	}
	must(t, os.WriteFile(filepath.Join(dir, "blobs"), nil, 0o600)) // a file in its place
	if err := s.Check(t.Context()); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("a file: %v", err)
	}
}
