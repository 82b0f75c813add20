//go:build unix

package sandbox

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"
)

// PoolOptions of a Pool. A zero means the default beside it.
type PoolOptions struct {
	Helper     string        // the Helper's name, as given to Main
	Setup      []byte        // for its Start
	Size       int           // workers at the same time; DefaultSize()
	Memory     int64         // resident bytes at which a worker is killed, 1 GiB: reading_out_of_memory
	SoftMemory int64         // resident bytes after an answer above which a worker is replaced; three quarters of Memory
	Calls      int           // requests after which a worker is replaced; 500
	Start      time.Duration // limit on starting a worker; 60 s
	Call       time.Duration // limit on one request; 60 s: reading_timeout
	Idle       time.Duration // an unused worker is ended after this; 60 s
}

// DefaultSize is how many helpers a machine carries: one a core, and one a GiB of the memory this process may use.
func DefaultSize() int {
	return max(1, min(runtime.GOMAXPROCS(0), int(machineMemory()>>30)))
}

func (o PoolOptions) orDefaults() PoolOptions {
	def := func(v *time.Duration) {
		if *v <= 0 {
			*v = time.Minute
		}
	}
	def(&o.Start)
	def(&o.Call)
	def(&o.Idle)
	if o.Size <= 0 {
		o.Size = DefaultSize()
	}
	if o.Memory <= 0 {
		o.Memory = 1 << 30
	}
	if o.SoftMemory <= 0 {
		o.SoftMemory = o.Memory / 4 * 3
	}
	if o.Calls <= 0 {
		o.Calls = 500
	}
	return o
}

// Pool is a set of helper workers of one kind. Workers start at first use and end when idle. Safe for use by several
// goroutines.
type Pool struct {
	opt   PoolOptions
	slots chan struct{}

	mu     sync.Mutex
	idle   []*worker // the most recently used last
	closed bool
}

// NewPool makes a pool; no process is started yet.
func NewPool(opt PoolOptions) *Pool {
	opt = opt.orDefaults()
	return &Pool{opt: opt, slots: make(chan struct{}, opt.Size)}
}

// Size is how many requests the pool works on at the same time.
func (p *Pool) Size() int { return p.opt.Size }

// errClosed is what calls get after Close.
var errClosed = errors.New("pool of helpers is closed")

// Call sends a request to a free worker and waits for one when all are busy. Errors: reading_timeout,
// reading_out_of_memory, the helper's own fault.Error; a plain error when the helper crashed, which ends this call only.
func (p *Pool) Call(ctx context.Context, request []byte) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	answer, err := p.try(ctx, request)
	if errors.Is(err, errStale) { // it had died before it could see the request: not the request's fault
		answer, err = p.try(ctx, request)
	}
	return answer, err
}

func (p *Pool) try(ctx context.Context, request []byte) ([]byte, error) {
	w, err := p.take(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := w.call(ctx, request)
	p.put(w)
	return answer, err
}

func (p *Pool) take(ctx context.Context) (*worker, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errClosed
	}
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		w.rest.Stop()
		p.mu.Unlock()
		return w, nil
	}
	p.mu.Unlock()
	return startWorker(ctx, p.opt)
}

// put keeps a worker for the next request, or ends it when it is worn out.
func (p *Pool) put(w *worker) {
	if w.broken || w.calls >= p.opt.Calls || resident(w.pid()) > p.opt.SoftMemory {
		w.close()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		w.close()
		return
	}
	w.rest = time.AfterFunc(p.opt.Idle, func() { p.retire(w) })
	p.idle = append(p.idle, w)
}

// retire ends a worker that is still unused.
func (p *Pool) retire(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, other := range p.idle {
		if other == w {
			p.idle = append(p.idle[:i], p.idle[i+1:]...)
			w.close()
			return
		}
	}
}

// Close ends the idle workers; the busy ones end with their request.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, w := range p.idle {
		w.rest.Stop()
		w.close()
	}
	p.idle = nil
	return nil
}
