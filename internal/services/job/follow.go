package job

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/auth"
)

// followEvery is how often a job that is followed is looked at. Progress is written by whichever process runs it.
const followEvery = 500 * time.Millisecond

// Follow calls emit with the job as it is and after each change, until it has ended. Errors: not_found, what ended ctx, and
// emit's own.
func (s *Service) Follow(ctx context.Context, p auth.Principal, id uuid.UUID, emit func(Job) error) error {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	var last *Job
	for {
		now, err := s.Find(ctx, p, id)
		if err != nil {
			return err
		}
		if last == nil || changed(*last, now) {
			if err := emit(now); err != nil {
				return err
			}
			last = &now
		}
		if now.State.Final() {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}

func changed(a, b Job) bool {
	return a.State != b.State || a.Stage != b.Stage || a.Percent != b.Percent || a.Attempt != b.Attempt
}
