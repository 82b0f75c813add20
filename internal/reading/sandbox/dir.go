//go:build unix

package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Dir is a temporary directory of one reading. Close removes it with all that a program left in it.
type Dir struct{ path string }

const dirPrefix = "docket-read-"

// sweepOnce removes what processes of ours left that were killed before they could clean up.
var sweepOnce sync.Once

// NewDir makes a directory that only this user can enter.
func NewDir() (*Dir, error) {
	sweepOnce.Do(func() { sweep(os.TempDir()) })
	path, err := os.MkdirTemp("", dirPrefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return nil, fmt.Errorf("make temporary directory: %w", err)
	}
	return &Dir{path: path}, nil
}

// Path is the directory, or a name in it.
func (d *Dir) Path(elem ...string) string {
	return filepath.Join(append([]string{d.path}, elem...)...)
}

// Close removes the directory.
func (d *Dir) Close() error { return os.RemoveAll(d.path) }

func sweep(parent string) {
	found, err := filepath.Glob(filepath.Join(parent, dirPrefix+"*"))
	if err != nil {
		return
	}
	for _, path := range found {
		owner, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(path), dirPrefix), "-")
		pid, err := strconv.Atoi(owner)
		if err == nil && pid > 0 && syscall.Kill(pid, 0) == syscall.ESRCH {
			_ = os.RemoveAll(path) // another user's stays: its own process will sweep it
		}
	}
}
