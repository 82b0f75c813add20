package ratelimit

import (
	"net/netip"
	"sync"
	"time"
)

// maxAddresses bounds how many addresses are remembered: those that failed least recently are forgotten.
const maxAddresses = 20_000

// Addresses counts what went wrong from each address in this process: so many a minute, and as many at once. Addresses of IPv6 count
// by their /64, which one subscriber has. The nil Addresses counts nothing.
type Addresses struct {
	perMinute float64
	now       func() time.Time

	mu   sync.Mutex
	seen map[netip.Prefix]failures
}

// failures is how many more are forgiven, as of a time.
type failures struct {
	left float64
	at   time.Time
}

// NewAddresses makes Addresses; nil for none a minute, which is no limit.
func NewAddresses(perMinute int, now func() time.Time) *Addresses {
	if perMinute <= 0 {
		return nil
	}
	return &Addresses{perMinute: float64(perMinute), now: now, seen: map[netip.Prefix]failures{}}
}

// Wait is how long the address must wait before something of it may go wrong again; 0: it may now.
func (a *Addresses) Wait(address string) time.Duration {
	if a == nil {
		return 0
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	left := a.left(networkOf(address))
	if left >= 1 {
		return 0
	}
	return time.Duration((1 - left) / a.perMinute * float64(time.Minute))
}

// Fail counts one that went wrong.
func (a *Addresses) Fail(address string) {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	of := networkOf(address)
	left := max(0, a.left(of)-1)
	if len(a.seen) >= maxAddresses {
		a.forget()
	}
	a.seen[of] = failures{left, a.now()}
}

// left is how many more are forgiven now. The caller holds mu.
func (a *Addresses) left(of netip.Prefix) float64 {
	f, ok := a.seen[of]
	if !ok {
		return a.perMinute
	}
	return min(a.perMinute, f.left+a.now().Sub(f.at).Minutes()*a.perMinute)
}

// forget drops the addresses that everything is forgiven; where there is none, all. The caller holds mu.
func (a *Addresses) forget() {
	for of := range a.seen {
		if a.left(of) >= a.perMinute {
			delete(a.seen, of)
		}
	}
	if len(a.seen) >= maxAddresses {
		clear(a.seen)
	}
}

// networkOf is the network that an address counts for; what is no address counts together.
func networkOf(address string) netip.Prefix {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	ip = ip.Unmap().WithZone("")
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	p, err := ip.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}
