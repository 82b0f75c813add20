//go:build unix

package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// File descriptors of a worker's pipes: standard output stays free for whatever a native library prints.
const (
	fdRequests = 3
	fdAnswers  = 4
)

// workOrder is a worker's place in its command line.
type workOrder struct {
	Parent int    `json:"parent"` // its process id
	Name   string `json:"name"`
}

// workerLimits: none on address space, for ONNX runtime maps far more than it touches (the parent watches resident
// memory), and none on processor time, for a worker lives long.
var workerLimits = Limits{FileSize: 64 << 20, OpenFiles: 256}

func (o workOrder) String() string {
	b, err := json.Marshal(o)
	if err != nil {
		return "{}" // cannot happen: integers and a string
	}
	return string(b)
}

// work is the life of a helper worker: limits, setup, then one request after the other until the pipe closes.
func work(text string, helpers []Helper) error {
	var o workOrder
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return fmt.Errorf("read order %q: %w", text, err)
	}
	if err := checkParent(o.Parent); err != nil {
		return err
	}
	if err := workerLimits.set(); err != nil {
		return err
	}
	in, out := os.NewFile(fdRequests, "requests"), os.NewFile(fdAnswers, "answers")
	if in == nil || out == nil {
		return errors.New("pipes are missing")
	}
	for _, h := range helpers {
		if h.Name == o.Name {
			return serve(h, bufio.NewReaderSize(in, 1<<16), out)
		}
	}
	return fmt.Errorf("helper %q was not given to sandbox.Main", o.Name)
}

func serve(h Helper, in io.Reader, out io.Writer) error {
	kind, setup, err := readFrame(in, nil)
	if err != nil || kind != frameSetup {
		return fmt.Errorf("read setup: %w", errors.Join(err, errFrame))
	}
	handle, err := h.Start(setup)
	if err != nil {
		return writeFrame(out, frameError, encodeFailure(err))
	}
	if err := writeFrame(out, frameReady, nil); err != nil {
		return err
	}
	var buf []byte
	for {
		kind, buf, err = readFrame(in, buf)
		if errors.Is(err, io.EOF) {
			return nil // the parent has let us go
		}
		if err != nil || kind != frameRequest {
			return fmt.Errorf("read request: %w", errors.Join(err, errFrame))
		}
		answer, err := guarded(handle, buf)
		if err != nil {
			err = writeFrame(out, frameError, encodeFailure(err))
		} else {
			err = writeFrame(out, frameAnswer, answer)
		}
		if err != nil {
			return fmt.Errorf("write answer: %w", err)
		}
	}
}

// guarded turns a panic into the error of one request.
func guarded(handle Handler, request []byte) (answer []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("helper panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return handle(context.Background(), request)
}
