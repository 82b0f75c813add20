package identity

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/infra/postgres"
)

// touchEvery is how often the keys and sessions that were used are written down, all together.
const touchEvery = 15 * time.Second

// touchPatience bounds the last of these, when the process ends.
const touchPatience = 5 * time.Second

// KeepUsage writes down when keys were last used until ctx ends.
func (s *Service) KeepUsage(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(touchEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), touchPatience)
		if err := s.Touch(last); err != nil {
			log.WarnContext(ctx, "the use of keys cannot be written down", "error", err)
		}
		cancel()
	}
}

// Touch writes down that the keys and sessions that were used since the last call were used.
func (s *Service) Touch(ctx context.Context) error {
	s.mu.Lock()
	used := s.used
	s.used = map[uuid.UUID]bool{}
	s.mu.Unlock()
	if len(used) == 0 {
		return nil
	}
	ids := slices.Collect(maps.Keys(used))
	return postgres.Translate(errors.Join(s.q.TouchKeys(ctx, s.db, ids), s.q.TouchSessions(ctx, s.db, ids)), "keys")
}
