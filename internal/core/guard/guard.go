// Package guard stands between documents and the process: a panic in what reads them is a failure of that document and of
// nothing else.
//
// It owns what becomes of such a panic: the code, the message, the line in the log. It does not own errors that reading
// returns.
package guard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"

	"github.com/docketapi/docket/internal/core/fault"
)

// caught is a panic with the stack that it came from.
type caught struct {
	value  any
	stack  []byte
	logged atomic.Bool
}

// Error leaves out the stack, which the guard with the log writes: whoever logs the error too would write it again.
func (c *caught) Error() string { return fmt.Sprintf("panic: %v", c.value) }

// Run does fn. A panic in it becomes reading_failed, which is final. The first guard on the way up that has a log writes it
// there, stack and all; within a goroutine, whose panic no other goroutine can catch, there may be none at hand, and nil is
// right.
func Run(ctx context.Context, log *slog.Logger, fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.Wrap(&caught{value: p, stack: debug.Stack()}, fault.CodeReadFailed,
				"The document makes reading fail; the log says where. It is a fault of the program, not of the document.")
		}
		var c *caught
		if log != nil && errors.As(err, &c) && !c.logged.Swap(true) {
			log.ErrorContext(ctx, "reading a document panicked", "panic", fmt.Sprint(c.value), "stack", string(c.stack))
		}
	}()
	return fn()
}

// Get is Run for what gives a value; after a panic there is none.
func Get[T any](ctx context.Context, log *slog.Logger, fn func() (T, error)) (T, error) {
	var out, zero T
	err := Run(ctx, log, func() (err error) {
		out, err = fn()
		return err
	})
	if errors.As(err, new(*caught)) {
		return zero, err
	}
	return out, err
}
