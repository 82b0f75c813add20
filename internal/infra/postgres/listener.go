package postgres

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// reconnectAfter is how long a listener waits after its connection was lost.
const reconnectAfter = time.Second

// Listener hears the notices of one channel over a connection of its own, and wakes who waits for their payload. It is a
// hint, not a log: a notice may be lost while the connection is, so who waits also looks now and then.
type Listener struct {
	config  *pgx.ConnConfig
	channel string
	log     *slog.Logger

	mu      sync.Mutex
	waiters map[string]map[chan struct{}]struct{}
}

// NewListener makes a Listener to the pool's database. Run makes it hear.
func NewListener(pool *pgxpool.Pool, channel string, log *slog.Logger) *Listener {
	return &Listener{config: pool.Config().ConnConfig, channel: channel, log: log, waiters: map[string]map[chan struct{}]struct{}{}}
}

// Run listens until ctx ends, over a new connection whenever one is lost.
func (l *Listener) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := l.listen(ctx); err != nil && ctx.Err() == nil {
			l.log.WarnContext(ctx, "the connection that listens for notices was lost", "channel", l.channel, "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(reconnectAfter):
			}
		}
	}
}

func (l *Listener) listen(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, `LISTEN `+pgx.Identifier{l.channel}.Sanitize()); err != nil {
		return err
	}
	l.wakeAll() // what was said while nobody listened
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		l.wake(n.Payload)
	}
}

// Subscribe gives a channel that receives after each notice with the payload, until cancel. Notices that come while one
// is not yet received are one.
func (l *Listener) Subscribe(payload string) (notice <-chan struct{}, cancel func()) {
	ch := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiters[payload] == nil {
		l.waiters[payload] = map[chan struct{}]struct{}{}
	}
	l.waiters[payload][ch] = struct{}{}
	return ch, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.waiters[payload], ch)
		if len(l.waiters[payload]) == 0 {
			delete(l.waiters, payload)
		}
	}
}

func (l *Listener) wake(payload string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ch := range l.waiters[payload] {
		poke(ch)
	}
}

func (l *Listener) wakeAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, set := range l.waiters {
		for ch := range set {
			poke(ch)
		}
	}
}

func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}
