package ratelimit_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/ratelimit"
)

// memory is a store that counts how often it is asked.
type memory struct {
	mu    sync.Mutex
	left  float64
	at    time.Time
	asked int
	err   error
}

func (m *memory) Take(_ context.Context, _ uuid.UUID, most, rate, want float64) (got, left float64, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	if m.at.IsZero() {
		m.left = most
	} else {
		m.left = min(most, m.left+time.Since(m.at).Seconds()*rate)
	}
	m.at = time.Now()
	got = min(want, math.Floor(m.left))
	m.left -= got
	return got, m.left, m.err
}

// TestProcessesShareAnAllowance: two processes together get what one would, and ask the store now and then only.
func TestProcessesShareAnAllowance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, id := &memory{}, uuid.New()
		processes := []*ratelimit.Shared{ratelimit.NewShared(store, time.Now), ratelimit.NewShared(store, time.Now)}
		passed := 0
		take := func(n int) (last ratelimit.State) {
			for i := range n {
				var err error
				if last, err = processes[i%2].Take(t.Context(), id, 600); err != nil {
					t.Fatal(err)
				}
				if last.Wait == 0 {
					passed++
				}
			}
			return last
		}
		last := take(2000)
		if passed != 600 || last.Wait <= 0 || last.Left != 0 {
			t.Errorf("%d of 2000 passed, at last %+v", passed, last)
		}
		if store.asked > 50 {
			t.Errorf("the store was asked %d times", store.asked)
		}
		time.Sleep(6 * time.Second)
		passed = 0
		if take(300); passed < 50 || passed > 61 {
			t.Errorf("after a tenth of a minute %d passed", passed)
		}
	})
}

func TestAnAllowanceWithoutItsStore(t *testing.T) {
	t.Parallel()
	away := errors.New("away")
	_, err := ratelimit.NewShared(&memory{err: away}, time.Now).Take(t.Context(), uuid.New(), 60)
	if !errors.Is(err, away) {
		t.Fatal(err)
	}
}

func TestFailuresCountByNetwork(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	a := ratelimit.NewAddresses(3, func() time.Time { return now })
	for i := range 3 {
		if a.Wait("2001:db8:1:2::9") != 0 {
			t.Fatalf("failure %d is refused", i)
		}
		a.Fail(fmt.Sprintf("2001:db8:1:2::%d", i))
	}
	for address, waits := range map[string]bool{"2001:db8:1:2::9": true, "2001:db8:1:3::9": false, "192.0.2.1": false, "nonsense": false} {
		if got := a.Wait(address); (got > 0) != waits || got > 20*time.Second {
			t.Errorf("%s waits %v", address, got)
		}
	}
	now = now.Add(20 * time.Second)
	if a.Wait("2001:db8:1:2::9") != 0 {
		t.Error("a third of a minute forgives nothing")
	}
	for i := range 50_000 {
		a.Fail(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))
	}
	none := ratelimit.NewAddresses(0, time.Now)
	none.Fail("192.0.2.1")
	if none.Wait("192.0.2.1") != 0 {
		t.Error("no limit refuses")
	}
}
