// Package ratelimit is how often something may happen: allowances that all processes share, and what may go wrong from an address.
//
// It owns the arithmetic. It does not own where allowances are kept (services/allowance) or what is refused (api/contract).
package ratelimit

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Store keeps allowances for all processes. Take takes up to want out of one that holds most and fills by rate a second; it tells how
// many it got and how many are left.
type Store interface {
	Take(ctx context.Context, id uuid.UUID, most, rate, want float64) (got, left float64, err error)
}

const (
	// parts is into how many parts a minute's allowance is cut: a process takes one at a time, so that a request in so many asks the
	// store. What a process holds and does not use is lost to the others.
	parts = 20
	// heldFor is how long a part that is not used up is good.
	heldFor = 10 * time.Second
	// maxHeld bounds how many allowances a process holds parts of.
	maxHeld = 10_000
)

// Shared is allowances that all processes share. Make one with NewShared.
type Shared struct {
	store Store
	now   func() time.Time

	mu   sync.Mutex
	held map[uuid.UUID]*part
}

// part is what a process holds of an allowance.
type part struct {
	mu     sync.Mutex
	tokens float64
	left   float64   // at the store, when it was asked
	asked  time.Time // zero: never
	empty  time.Time // until then the store has nothing
}

// State is how an allowance stands after a request. Wait is how long until the next one, where this one is refused.
type State struct {
	PerMinute int
	Left      int
	Full      time.Duration // until it is full
	Wait      time.Duration // 0: the request may pass
}

// NewShared makes Shared over a store.
func NewShared(store Store, now func() time.Time) *Shared {
	return &Shared{store: store, now: now, held: map[uuid.UUID]*part{}}
}

// Take takes one out of the allowance with the id.
func (s *Shared) Take(ctx context.Context, id uuid.UUID, perMinute int) (State, error) {
	p := s.part(id)
	p.mu.Lock()
	defer p.mu.Unlock()
	most, now := float64(perMinute), s.now()
	rate := most / time.Minute.Seconds()
	if now.Sub(p.asked) > heldFor {
		p.tokens = 0
	}
	if p.tokens < 1 && !now.Before(p.empty) {
		got, left, err := s.store.Take(ctx, id, most, rate, max(1, most/parts))
		if err != nil {
			return State{}, err
		}
		p.tokens, p.left, p.asked = got, left, now
		if got < 1 {
			p.tokens = 0
			p.empty = now.Add(seconds((1 - left) / rate))
		}
	}
	out := State{PerMinute: perMinute}
	if p.tokens >= 1 {
		p.tokens--
	} else {
		out.Wait = max(p.empty.Sub(now), time.Second)
	}
	left := min(most, p.tokens+p.left+now.Sub(p.asked).Seconds()*rate)
	out.Left, out.Full = int(left), seconds((most-left)/rate)
	return out, nil
}

func (s *Shared) part(id uuid.UUID) *part {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.held[id]
	if p == nil {
		if len(s.held) >= maxHeld {
			clear(s.held)
		}
		p = &part{}
		s.held[id] = p
	}
	return p
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
