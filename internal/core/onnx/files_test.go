package onnx

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

func TestEveryModelIsListed(t *testing.T) {
	t.Parallel()
	for _, f := range []File{TextDetector, TextRecognizer, LineDirection, Embedder, EmbedderTokenizer} {
		if len(Sum(f)) != 64 {
			t.Errorf("%s has no sha256 in files.txt", f)
		}
	}
	if Sum("something else") != "" {
		t.Error("a file that is not listed has a checksum")
	}
}

func TestCheckNamesWhatIsMissingAndWhatMendsIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lib, ok := Runtime()
	if !ok || !available {
		if err := Check(dir); fault.CodeOf(err) != fault.CodeReaderMissing {
			t.Errorf("got %v", err)
		}
		return
	}
	want := []string{string(lib), InstallCommand}
	err := Check(dir, TextDetector)
	for _, w := range want {
		if fault.CodeOf(err) != fault.CodeReaderMissing || !strings.Contains(err.Error(), w) {
			t.Errorf("got %v, want reader_missing naming %q", err, w)
		}
	}
}

func TestCheckSeesADamagedFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "model.onnx")
	const hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
	write := func(s string, at time.Time) {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	write("hello", now)
	if err := check(path, hello); err != nil {
		t.Fatalf("good file: %v", err)
	}
	write("jello", now.Add(time.Second))
	if err := check(path, hello); fault.CodeOf(err) != fault.CodeReaderMissing {
		t.Errorf("damaged file: %v", err)
	}
}
