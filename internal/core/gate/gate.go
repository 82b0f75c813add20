// Package gate bounds how much heavy work a process does at once.
//
// It owns who may begin, by weight, and how long the others wait. What work weighs is told by those who do it.
package gate

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/docketapi/docket/internal/core/fault"
)

const (
	// Memory is the default capacity: what the work in flight may hold, in bytes.
	Memory = 256 << 20
	// patience is how long work waits for its turn before its caller is asked to come again.
	patience = 15 * time.Second
	// retryAfter is when a caller that was sent away may come again.
	retryAfter = 5 * time.Second
)

// Gate lets work in up to a capacity, in the order in which it came. A nil Gate lets everything in. Make one with New.
type Gate struct {
	turns    *semaphore.Weighted
	capacity int64
	patience time.Duration
}

// Option changes how a Gate works.
type Option func(*Gate)

// Patience sets how long work waits for its turn.
func Patience(d time.Duration) Option { return func(g *Gate) { g.patience = d } }

// New makes a Gate of a capacity, in bytes of memory.
func New(capacity int64, options ...Option) *Gate {
	g := &Gate{turns: semaphore.NewWeighted(capacity), capacity: capacity, patience: patience}
	for _, set := range options {
		set(g)
	}
	return g
}

// Enter waits for the turn of work of a weight; leave ends it. Work that is heavier than the whole capacity is done alone. The error is
// unavailable, with the time to come again, when there was no turn; that of ctx when it ended first.
func (g *Gate) Enter(ctx context.Context, weight int64) (leave func(), err error) {
	if g == nil {
		return func() {}, nil
	}
	weight = min(max(weight, 0), g.capacity)
	waiting, cancel := context.WithTimeout(ctx, g.patience)
	defer cancel()
	if err := g.turns.Acquire(waiting, weight); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		busy := fault.New(fault.CodeUnavailable, "too much work of this kind is in progress; send the request again later")
		busy.RetryAfter = retryAfter
		return nil, busy
	}
	return func() { g.turns.Release(weight) }, nil
}
