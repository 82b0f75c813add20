package llm

import (
	"sync"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// When the breaker opens, and for how long.
const (
	breakAfter  = 5
	firstRest   = 5 * time.Second
	longestRest = 2 * time.Minute
)

// breaker keeps callers from a server that is down: after failures in a row it refuses at once, then lets one request
// through to see; each further failure doubles the rest.
type breaker struct {
	now func() time.Time

	mu       sync.Mutex
	failures int
	until    time.Time // open until then
	rest     time.Duration
	probing  bool
}

// enter asks whether a request may be sent; each that may is ended by leave. probe is to be given back there. Error: unavailable.
func (b *breaker) enter() (probe bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rest == 0 {
		return false, nil
	}
	if left := b.until.Sub(b.now()); left > 0 || b.probing {
		f := fault.New(fault.CodeUnavailable, "the language model does not answer; it is asked again later")
		f.RetryAfter = max(left, time.Second)
		return false, f
	}
	b.probing = true
	return true, nil
}

// outcome is what a request tells of the server.
type outcome int

const (
	unknown outcome = iota // the caller gave up, or the server was busy
	alive
	down
)

func (b *breaker) leave(probe bool, o outcome) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if probe {
		b.probing = false
	}
	switch o {
	case alive:
		b.failures, b.rest = 0, 0
	case down:
		b.failures++
		if probe || b.failures >= breakAfter && b.rest == 0 {
			b.rest = min(max(2*b.rest, firstRest), longestRest)
			b.until = b.now().Add(b.rest)
		}
	case unknown:
	}
}
