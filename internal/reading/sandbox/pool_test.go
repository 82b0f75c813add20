//go:build unix

package sandbox_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

func newPool(t *testing.T, opt sandbox.PoolOptions) *sandbox.Pool {
	t.Helper()
	if opt.Helper == "" {
		opt.Helper = "toy"
	}
	p := sandbox.NewPool(opt)
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func call(t *testing.T, p *sandbox.Pool, request string) string {
	t.Helper()
	b, err := p.Call(t.Context(), []byte(request))
	if err != nil {
		t.Fatalf("%s: %v", request, err)
	}
	return string(b)
}

func pidOf(t *testing.T, p *sandbox.Pool) int {
	t.Helper()
	n, err := strconv.Atoi(call(t, p, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPoolAnswersAndKeepsItsWorker(t *testing.T) {
	t.Parallel()
	p := newPool(t, sandbox.PoolOptions{Size: 1, Setup: []byte("hi ")})
	if got := call(t, p, "echo there"); got != "hi there" {
		t.Fatalf("got %q", got)
	}
	first := pidOf(t, p)
	big := append([]byte("len "), bytes.Repeat([]byte("x"), 40<<20)...)
	b, err := p.Call(t.Context(), big)
	if err != nil || string(b) != strconv.Itoa(40<<20) {
		t.Fatalf("large request: %q, %v", b, err)
	}
	_, err = p.Call(t.Context(), []byte("fail"))
	wantCode(t, err, fault.CodeImageDamaged)
	for _, verb := range []string{"plain", "panic"} {
		if _, err = p.Call(t.Context(), []byte(verb)); fault.CodeOf(err) != fault.CodeInternal {
			t.Fatalf("%s: %v", verb, err)
		}
	}
	if pidOf(t, p) != first {
		t.Fatal("errors of requests cost the worker its life")
	}
}

func TestPoolSurvivesBadRequests(t *testing.T) {
	t.Parallel()
	p := newPool(t, sandbox.PoolOptions{Size: 1, Call: time.Second, Memory: 200 << 20})
	_, err := p.Call(t.Context(), []byte("sleep"))
	wantCode(t, err, fault.CodeReadTimeout)
	_, err = p.Call(t.Context(), []byte("crash"))
	if err == nil || !strings.Contains(err.Error(), "crashed") {
		t.Fatalf("crash: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err = p.Call(ctx, []byte("sleep")); err == nil {
		t.Fatal("a cancelled call answered")
	}
	if got := call(t, p, "echo on"); got != "on" {
		t.Fatalf("afterwards %q", got)
	}
}

func TestPoolWatchesMemory(t *testing.T) {
	t.Parallel()
	p := newPool(t, sandbox.PoolOptions{Size: 1, Memory: 150 << 20, Call: time.Minute})
	_, err := p.Call(t.Context(), []byte("eat"))
	wantCode(t, err, fault.CodeReadMemory)
}

func TestPoolReplacesWorkers(t *testing.T) {
	t.Parallel()
	p := newPool(t, sandbox.PoolOptions{Size: 1, Calls: 2})
	a, b, c := pidOf(t, p), pidOf(t, p), pidOf(t, p)
	if a != b || b == c {
		t.Fatalf("workers %d %d %d, want a new one after two calls", a, b, c)
	}
	p = newPool(t, sandbox.PoolOptions{Size: 1, Idle: 50 * time.Millisecond})
	pid := pidOf(t, p)
	eventually(t, "idle worker ended", func() bool { return !alive(pid) })
	p = newPool(t, sandbox.PoolOptions{Size: 1})
	pid = pidOf(t, p)
	_ = p.Close()
	eventually(t, "worker of a closed pool ended", func() bool { return !alive(pid) })
	if _, err := p.Call(t.Context(), []byte("pid")); err == nil {
		t.Fatal("a closed pool answered")
	}
}

func TestPoolStartsAgainAfterADeathAtStart(t *testing.T) {
	t.Parallel()
	p := newPool(t, sandbox.PoolOptions{Helper: "dies-first", Setup: []byte(filepath.Join(t.TempDir(), "seen")), Size: 1})
	if got := call(t, p, ""); got != "alive" {
		t.Fatalf("got %q", got)
	}
	p = newPool(t, sandbox.PoolOptions{Helper: "refuses", Setup: []byte("here"), Size: 1})
	_, err := p.Call(t.Context(), nil)
	wantCode(t, err, fault.CodeReaderMissing)
	p = newPool(t, sandbox.PoolOptions{Helper: "unknown", Size: 1})
	if _, err = p.Call(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "sandbox.Main") {
		t.Fatalf("unknown helper: %v", err)
	}
}

func TestPoolWorksInParallel(t *testing.T) {
	t.Parallel()
	p := newPool(t, sandbox.PoolOptions{Size: 3})
	var wg sync.WaitGroup
	var mu sync.Mutex
	pids := map[int]bool{}
	for range 30 {
		wg.Go(func() {
			n := pidOf(t, p)
			mu.Lock()
			pids[n] = true
			mu.Unlock()
		})
	}
	wg.Wait()
	if len(pids) > 3 {
		t.Fatalf("%d workers in a pool of 3", len(pids))
	}
}
