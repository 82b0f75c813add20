// Package gather serves calls together that come while another one is served: one transaction, one lock and one write to disk
// for all of them. A call that comes alone is served at once and alone, so nothing waits for company.
//
// It owns who is served with whom. It does not own what is done for them.
package gather

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// patience bounds one service of a group: who waits for it may have no deadline.
const patience = time.Minute

// Outcome is what one call of a group gets.
type Outcome[Out any] struct {
	Value Out
	Err   error
}

// Serve does what a group asks for: one outcome a call, in their order. An error is of them all, and nothing was done for any;
// each is then served alone, so that the one which is to blame is the only one that fails.
type Serve[In, Out any] func(ctx context.Context, group []In) ([]Outcome[Out], error)

// Group gathers calls. Make one with New; safe for use by several goroutines.
type Group[In, Out any] struct {
	serve Serve[In, Out]
	most  int

	mu      sync.Mutex
	waiting []*call[In, Out]
	serving bool
}

type call[In, Out any] struct {
	in   In
	out  Outcome[Out]
	done chan struct{}
}

// New makes a Group of at most so many calls at a time.
func New[In, Out any](most int, serve Serve[In, Out]) *Group[In, Out] {
	return &Group[In, Out]{serve: serve, most: most}
}

// Do serves the call, with others or alone. When ctx ends before its turn, nothing was done; from its turn on it is waited for,
// because what was done for it must be known. What it is served under holds no value of ctx.
func (g *Group[In, Out]) Do(ctx context.Context, in In) (Out, error) {
	c := &call[In, Out]{in: in, done: make(chan struct{})}
	g.mu.Lock()
	g.waiting = append(g.waiting, c)
	first := !g.serving
	g.serving = true
	g.mu.Unlock()
	if first {
		go g.run()
	}
	select {
	case <-c.done:
	case <-ctx.Done():
		if g.leave(c) {
			var none Out
			return none, context.Cause(ctx)
		}
		<-c.done
	}
	return c.out.Value, c.out.Err
}

// leave takes a call back; false when its turn has come.
func (g *Group[In, Out]) leave(c *call[In, Out]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.waiting, c)
	if i < 0 {
		return false
	}
	g.waiting = slices.Delete(g.waiting, i, i+1)
	return true
}

func (g *Group[In, Out]) run() {
	for {
		turn := g.next()
		if len(turn) == 0 {
			return
		}
		g.answer(turn)
		for _, c := range turn {
			close(c.done)
		}
	}
}

func (g *Group[In, Out]) next() []*call[In, Out] {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(g.most, len(g.waiting))
	turn := slices.Clone(g.waiting[:n])
	g.waiting = slices.Delete(g.waiting, 0, n)
	g.serving = n > 0
	return turn
}

func (g *Group[In, Out]) answer(turn []*call[In, Out]) {
	err := g.together(turn)
	switch {
	case err == nil:
	case len(turn) == 1 || fault.CodeOf(err) == fault.CodeUnavailable:
		for _, c := range turn {
			c.out.Err = err
		}
	default:
		for i := range turn {
			if err := g.together(turn[i : i+1]); err != nil {
				turn[i].out.Err = err
			}
		}
	}
}

func (g *Group[In, Out]) together(turn []*call[In, Out]) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience) //nolint:forbidigo // of several callers none may end it for the others
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	group := make([]In, len(turn))
	for i, c := range turn {
		group[i] = c.in
	}
	out, err := g.serve(ctx, group)
	if err != nil {
		return err
	}
	for i, c := range turn {
		c.out = out[i]
	}
	return nil
}
