package idempotency

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// How a process tells that it lives, and when it is taken for dead: as workers do.
const (
	beatEvery = 5 * time.Second
	silence   = 20 * time.Second
)

// Live makes the keys that this process takes its own: they are free once it has been silent for a while. It returns after the first
// sign of life; end says that the process has stopped in order. host is for people.
func (s *Service) Live(ctx context.Context, host string, log *slog.Logger) (end func() error, err error) {
	instance := uuid.NewString()
	beat := func(ctx context.Context) error {
		return postgres.Translate(s.q.TouchInstance(ctx, s.db, db.TouchInstanceParams{ID: instance, Host: host}), "process")
	}
	if err := beat(ctx); err != nil {
		return nil, err
	}
	s.instance.Store(&instance)
	last := context.WithoutCancel(ctx)
	beating, stop := context.WithCancel(last)
	var running sync.WaitGroup
	running.Go(func() {
		tick := time.NewTicker(beatEvery)
		defer tick.Stop()
		for {
			select {
			case <-beating.Done():
				return
			case <-tick.C:
			}
			if err := beat(beating); err != nil && beating.Err() == nil {
				log.WarnContext(beating, "process cannot say that it lives", "error", err)
			}
		}
	})
	return func() error {
		stop()
		running.Wait()
		s.instance.Store(nil)
		return postgres.Translate(s.q.DeleteInstance(last, s.db, instance), "process")
	}, nil
}
