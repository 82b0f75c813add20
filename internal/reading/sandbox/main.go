//go:build unix

package sandbox

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
)

// Handler answers one request inside a helper worker. A fault.Error keeps its code on the way to the caller; any other
// error arrives as internal.
type Handler = func(ctx context.Context, request []byte) ([]byte, error)

// Helper is work that a process of our own binary does: Start runs once in it, with the bytes that the pool was given as
// setup, and gives the handler of its requests. One request at a time.
type Helper struct {
	Name  string
	Start func(setup []byte) (Handler, error)
}

// argWorker is the first argument that makes a process a helper. No command of ours begins so.
const argWorker = "--sandbox-worker"

// ready says that Main has run: without it a started helper would run the whole program again, and that one the next.
var ready atomic.Bool

// Main never returns in a process that was started as a helper; in any other it notes that helpers can be started.
// It must run before anything reads flags or opens files.
func Main(helpers ...Helper) {
	if len(os.Args) > 2 && os.Args[1] == argWorker {
		fail(work(os.Args[2], helpers))
	}
	ready.Store(true)
}

// exitNotStarted is the status of a helper that could not become what it should.
const exitNotStarted = 125

func fail(err error) {
	if err == nil {
		os.Exit(0)
	}
	fmt.Fprintf(os.Stderr, "sandbox: %v\n", err)
	os.Exit(exitNotStarted)
}
