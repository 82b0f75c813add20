package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Of a stream of events.
const (
	// keepAlive is how long a stream may be silent: proxies close connections that are.
	keepAlive = 10 * time.Second
	// slowest is how long a caller may take to receive an event before the stream ends.
	slowest = 30 * time.Second
)

// Events is a stream of server-sent events (WHATWG HTML, 9.2). It begins with the first event or, while that takes long,
// with a comment; until then the answer may still become an error. Safe for use by several goroutines.
type Events struct {
	mu    sync.Mutex
	w     http.ResponseWriter
	conn  *http.ResponseController
	begun bool
	err   error
}

// Stream runs fn with a stream to w. What fn fails with is the answer when nothing has been sent; after that fn has to
// tell the caller itself, and the error is for the log. A stream that ends well without an event is 204, which keeps
// readers from coming again (WHATWG HTML, 9.2.3).
func Stream(ctx context.Context, w http.ResponseWriter, fn func(*Events) error) error {
	e := &Events{w: w, conn: http.NewResponseController(w)}
	ctx, stop := context.WithCancel(ctx)
	var beating sync.WaitGroup
	beating.Go(func() { e.beat(ctx) })
	err := fn(e)
	stop()
	beating.Wait()
	if err == nil && !e.begun {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}

func (e *Events) beat(ctx context.Context) {
	tick := time.NewTicker(keepAlive)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if e.write(": still here\n\n") != nil {
				return
			}
		}
	}
}

// Begun tells whether anything was sent.
func (e *Events) Begun() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.begun
}

// Send sends an event; id and name may be "". Data must not hold a line break, as JSON does not.
func (e *Events) Send(id, name string, data []byte) error {
	var b strings.Builder
	b.Grow(len(data) + 64)
	for _, field := range [][2]string{{"id", id}, {"event", name}} {
		if field[1] != "" {
			b.WriteString(field[0] + ": " + field[1] + "\n")
		}
	}
	b.WriteString("data: ")
	b.Write(data)
	b.WriteString("\n\n")
	return e.write(b.String())
}

func (e *Events) write(text string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return e.err
	}
	e.begin()
	// A writer without deadlines has no connection that could be held.
	_ = e.conn.SetWriteDeadline(time.Now().Add(slowest))
	if _, err := e.w.Write([]byte(text)); err != nil {
		e.err = fmt.Errorf("write event: %w", err)
		return e.err
	}
	if err := e.conn.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		e.err = fmt.Errorf("flush event: %w", err)
	}
	return e.err
}

func (e *Events) begin() {
	if e.begun {
		return
	}
	e.begun = true
	h := e.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx holds answers back otherwise
	e.w.WriteHeader(http.StatusOK)
}

// WantsEvents tells whether an Accept header prefers a stream of events to JSON.
func WantsEvents(accept string) bool {
	return strings.Contains(accept, "text/event-stream") && accepts(accept, "text/event-stream")
}
