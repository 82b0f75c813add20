package gather_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gather"
)

// double gives each number twice its value, once gate lets it, and remembers the groups.
type double struct {
	mu     sync.Mutex
	groups [][]int
	gate   chan struct{}
	fails  func(group []int) error
}

func (d *double) serve(_ context.Context, group []int) ([]gather.Outcome[int], error) {
	<-d.gate
	d.mu.Lock()
	d.groups = append(d.groups, slices.Clone(group))
	d.mu.Unlock()
	if err := d.fails(group); err != nil {
		return nil, err
	}
	out := make([]gather.Outcome[int], len(group))
	for i, n := range group {
		out[i].Value = 2 * n
	}
	return out, nil
}

// together calls for 1 alone and, while that is served, for 2 to n.
func together(t *testing.T, d *double, most, n int) (values []int, errs []error) {
	t.Helper()
	d.gate = make(chan struct{})
	g := gather.New(most, d.serve)
	values, errs = make([]int, n), make([]error, n)
	var wg sync.WaitGroup
	ask := func(i int) { wg.Go(func() { values[i], errs[i] = g.Do(t.Context(), i+1) }) }
	ask(0)
	d.gate <- struct{}{} // 1 has its turn
	for i := 1; i < n; i++ {
		ask(i)
	}
	close(d.gate)
	wg.Wait()
	return values, errs
}

func TestEachGetsItsOwn(t *testing.T) {
	t.Parallel()
	d := &double{fails: func([]int) error { return nil }}
	values, errs := together(t, d, 4, 20)
	for i := range values {
		if errs[i] != nil || values[i] != 2*(i+1) {
			t.Errorf("call %d: %d, %v", i+1, values[i], errs[i])
		}
	}
	for _, group := range d.groups {
		if len(group) > 4 {
			t.Errorf("group of %d", len(group))
		}
	}
}

func TestOnlyTheOneToBlameFails(t *testing.T) {
	t.Parallel()
	bad := errors.New("7 is bad")
	for name, fails := range map[string]func([]int) error{
		"error": func(group []int) error {
			if slices.Contains(group, 7) {
				return bad
			}
			return nil
		},
		"panic": func(group []int) error {
			if slices.Contains(group, 7) {
				panic("7 is bad")
			}
			return nil
		},
	} {
		_, errs := together(t, &double{fails: fails}, 100, 12)
		for i, err := range errs {
			if (err != nil) != (i+1 == 7) || err != nil && !strings.Contains(err.Error(), "7 is bad") {
				t.Errorf("%s: call %d: %v", name, i+1, err)
			}
		}
	}
}

func TestWhatIsAwayIsNotAskedForEach(t *testing.T) {
	t.Parallel()
	d := &double{fails: func([]int) error { return fault.New(fault.CodeUnavailable, "away") }}
	_, errs := together(t, d, 100, 12)
	for _, err := range errs {
		if fault.CodeOf(err) != fault.CodeUnavailable {
			t.Error(err)
		}
	}
	if len(d.groups) > 12 { // alone would be once more for each of a group
		t.Errorf("asked %d times", len(d.groups))
	}
}

func TestLeavingBeforeTheTurnDoesNothing(t *testing.T) {
	t.Parallel()
	d := &double{gate: make(chan struct{}), fails: func([]int) error { return nil }}
	g := gather.New(10, d.serve)
	first := make(chan error)
	go func() { _, err := g.Do(t.Context(), 1); first <- err }()
	d.gate <- struct{}{}
	// 1 may be done by now, and 2 have its own turn: then it is waited for.
	left, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	cancel(gone)
	second := make(chan error)
	go func() { _, err := g.Do(left, 2); second <- err }()
	go func() {
		for range 2 {
			select {
			case d.gate <- struct{}{}:
			case <-t.Context().Done():
			}
		}
	}()
	if err := <-first; err != nil {
		t.Error(err)
	}
	err := <-second
	d.mu.Lock()
	defer d.mu.Unlock()
	served := slices.ContainsFunc(d.groups, func(group []int) bool { return slices.Contains(group, 2) })
	if served == errors.Is(err, gone) {
		t.Errorf("served %v, but told %v", served, err)
	}
}
