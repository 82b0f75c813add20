//go:build unix

package sandbox

import (
	"bytes"
	"io"
	"sync"
)

// limitedWriter takes a program's output up to a limit and reports the first byte above it.
type limitedWriter struct {
	to   io.Writer // nil keeps it
	kept bytes.Buffer
	left int64
	over func()
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	if int64(len(p)) > w.left {
		w.over()
		return 0, errOutput
	}
	w.left -= int64(len(p))
	if w.to != nil {
		return w.to.Write(p)
	}
	return w.kept.Write(p)
}

// tailWriter keeps the last 4 KiB: programs complain about every broken object, the last complaint says why they ended.
type tailWriter struct {
	mu  sync.Mutex
	buf []byte
}

const tailSize = 4 << 10

func (w *tailWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buf = append(w.buf, p[max(0, len(p)-tailSize):]...)
	if extra := len(w.buf) - tailSize; extra > 0 {
		w.buf = append(w.buf[:0], w.buf[extra:]...)
	}
	return len(p), nil
}

func (w *tailWriter) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.buf)
}
