package job

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/gather"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// ErrLost says that the attempt no longer counts: another worker has the job, or it is gone. Nothing of it may be written.
var ErrLost = errors.New("the attempt has lost its job")

// claimsAtOnce is how many attempts are begun by one statement at most: the queue gives many jobs at a time.
const claimsAtOnce = 64

// claim is a job that an attempt wants, and its row of the queue.
type claim struct {
	id     uuid.UUID
	number int64
}

// Begin claims a job for an attempt under the queue's row number. last tells that the queue will not try again.
// ErrLost: the job has ended, is gone, or is another row's.
func (s *Service) Begin(ctx context.Context, id uuid.UUID, number int64, last bool) (*Run, error) {
	row, err := s.claims.Do(ctx, claim{id, number})
	if err != nil {
		return nil, err
	}
	return &Run{s: s, row: row, last: last}, nil
}

func (s *Service) claim(ctx context.Context, group []claim) ([]gather.Outcome[db.Job], error) {
	var in db.ClaimJobsParams
	for _, c := range group {
		in.Ids, in.RiverIds = append(in.Ids, c.id), append(in.RiverIds, c.number)
	}
	rows, err := s.q.ClaimJobs(ctx, s.db, in)
	if err != nil {
		return nil, postgres.Translate(err, "job")
	}
	claimed := make(map[claim]db.Job, len(rows))
	for _, r := range rows {
		claimed[claim{r.Job.ID, r.Job.RiverID}] = r.Job
	}
	out := make([]gather.Outcome[db.Job], len(group))
	for i, c := range group {
		row, ok := claimed[c]
		if !ok {
			out[i].Err = ErrLost
		}
		delete(claimed, c) // two that ask for the same have not both got it
		out[i].Value = row
	}
	return out, nil
}

// CompleteTogether commits what fn writes for several attempts together with the ends of their jobs. fn gets the attempts that
// still count; lost has ErrLost for each of the others. An error is of them all: nothing was written. All are of one Service.
func CompleteTogether(ctx context.Context, runs []*Run, fn func(tx pgx.Tx, counting []*Run) error) (lost []error, err error) {
	if len(runs) == 0 {
		return nil, nil
	}
	s := runs[0].s
	lost = make([]error, len(runs))
	for _, r := range runs {
		r.write(true)
		defer r.write(false)
	}
	err = postgres.Exec(ctx, s.db, func(tx pgx.Tx) error {
		counting, err := s.fence(ctx, tx, runs, lost)
		if err != nil || len(counting) == 0 {
			return err
		}
		if err := fn(tx, counting); err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(counting))
		for i, r := range counting {
			ids[i] = r.row.ID
		}
		if err := s.q.CompleteJobs(ctx, tx, ids); err != nil {
			return postgres.Translate(err, "job")
		}
		for _, r := range counting {
			r.end()
		}
		return nil
	})
	return lost, err
}

// fence locks the jobs of the attempts that still count and notes which do not.
func (s *Service) fence(ctx context.Context, tx pgx.Tx, runs []*Run, lost []error) ([]*Run, error) {
	var in db.FenceJobsParams
	for _, r := range runs {
		in.Ids, in.RiverIds, in.Attempts = append(in.Ids, r.row.ID), append(in.RiverIds, r.row.RiverID), append(in.Attempts, r.row.Attempt)
	}
	ids, err := s.q.FenceJobs(ctx, tx, in)
	if err != nil {
		return nil, postgres.Translate(err, "job")
	}
	held := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		held[id] = true
	}
	var counting []*Run
	for i, r := range runs {
		lost[i] = nil
		if held[r.row.ID] {
			counting = append(counting, r)
		} else {
			lost[i] = ErrLost
		}
	}
	return counting, nil
}
