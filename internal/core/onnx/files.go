package onnx

import (
	"crypto/sha256"
	_ "embed" // the list of files
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// File is a file of the models folder.
type File string

// The models.
const (
	TextDetector      File = "PP-OCRv6_det_small.onnx"              // picture -> map of text
	TextRecognizer    File = "PP-OCRv6_rec_small.onnx"              // picture of a line -> characters
	LineDirection     File = "ch_ppocr_mobile_v2.0_cls_mobile.onnx" // picture of a line -> upright or upside down
	Embedder          File = "bge-small-en-v1.5-q.onnx"             // word pieces -> vector
	EmbedderTokenizer File = "bge-small-en-v1.5-tokenizer.json"
)

// InstallCommand mends a missing or damaged file.
const InstallCommand = "make models"

//go:embed files.txt
var list string

type entry struct {
	file     File
	platform string
	sum      string
}

var entries = sync.OnceValue(func() []entry {
	var out []entry
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) == 3 && f[0] != "#" {
			out = append(out, entry{File(f[0]), f[1], f[2]})
		}
	}
	return out
})

func thisPlatform() string { return runtime.GOOS + "/" + runtime.GOARCH }

// Runtime is the file of the runtime's library on this platform; false where there is none.
func Runtime() (File, bool) {
	for _, e := range entries() {
		if e.platform == thisPlatform() {
			return e.file, true
		}
	}
	return "", false
}

// Sum is the file's expected sha256 in hex; it identifies a model in an index. Empty for a file that is not listed.
func Sum(file File) string {
	for _, e := range entries() {
		if e.file == file && (e.platform == "any" || e.platform == thisPlatform()) {
			return e.sum
		}
	}
	return ""
}

// stamp tells whether a file is still the one whose checksum was taken.
type stamp struct {
	path string
	size int64
	mod  time.Time
}

var verified sync.Map // stamp -> struct{}

// Check makes sure that the runtime and the files are in dir and unchanged. A checksum is taken once a process as long
// as size and time stay. Errors have the code reader_missing and name the file and the command that mends it.
func Check(dir string, files ...File) error {
	lib, ok := Runtime()
	if !ok || !available {
		return fault.New(fault.CodeReaderMissing, "ONNX runtime is not available in this build (%s)", thisPlatform())
	}
	for _, f := range append([]File{lib}, files...) {
		if err := check(filepath.Join(dir, string(f)), Sum(f)); err != nil {
			return err
		}
	}
	return nil
}

func check(path, want string) error {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.CodeReaderMissing, "%s is not in %s: run %q", filepath.Base(path), filepath.Dir(path), InstallCommand)
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeReaderMissing, "%s in %s cannot be read", filepath.Base(path), filepath.Dir(path))
	}
	key := stamp{path, st.Size(), st.ModTime()}
	if _, ok := verified.Load(key); ok {
		return nil
	}
	sum, err := sumOf(path)
	if err != nil {
		return fault.Wrap(err, fault.CodeReaderMissing, "%s in %s cannot be read", filepath.Base(path), filepath.Dir(path))
	}
	if sum != want {
		return fault.New(fault.CodeReaderMissing, "%s in %s is damaged or of another version: run %q", filepath.Base(path), filepath.Dir(path), InstallCommand)
	}
	verified.Store(key, struct{}{})
	return nil
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
