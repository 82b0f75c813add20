// Package idle gives memory back that only the start of a process needed.
//
// It owns nothing but the asking: the collector and the system decide what goes.
package idle

import (
	"runtime/debug"
	"time"
)

// settled is when a process has done what it does only once.
const settled = time.Second

// After releases the memory of the start once that is over. Two thirds of what an idle process would hold are pages of the
// program's own file: they come back from the file when they are asked for.
func After() {
	time.AfterFunc(settled, func() {
		debug.FreeOSMemory()
		releaseFile()
	})
}
