// Package idle gives memory back that a process holds for nothing: what only its start needed, and what its last work left.
//
// It owns when that is asked for. The collector and the system decide what goes.
package idle

import (
	"context"
	"runtime/debug"
	"time"
)

const (
	// settled is when a process has done what it does only once.
	settled = time.Second
	// lookEvery is how long a process must do nothing to count as idle.
	lookEvery = 3 * time.Second
	// still is how much processor time nothing takes: looking, and saying that the process lives.
	still = 6 * time.Millisecond
	// worth is how much more memory than after the last time is worth asking for.
	worth = 8 << 20
)

// Watch releases the memory of the start once that is over, and whatever has come since whenever the process is idle, until ctx
// ends. Two thirds of what an idle process would hold are pages of the program's own file: they come back from the file when they
// are asked for.
func Watch(ctx context.Context) {
	if !pause(ctx, settled) {
		return
	}
	release()
	used, left := usage()
	for pause(ctx, lookEvery) {
		now, held := usage()
		if due(now-used, held-left) {
			release()
			now, left = usage()
		}
		used = now
	}
}

// due tells whether memory is to be given back: nothing was done for a while, in so much processor time, and so many bytes are held
// more than after the last time.
func due(cpu time.Duration, more int) bool { return cpu < still && more > worth }

func release() {
	debug.FreeOSMemory()
	releaseFile()
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
