// Package allowance is how much workspaces and keys may use: requests, storage, pages, open jobs.
//
// It owns the table allowances. How much each may have stands with the workspace and the key (services/identity).
package allowance

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/ratelimit"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// What a request may use up of its workspace's quotas.
const (
	Storage = "storage"
	Pages   = "pages"
	Jobs    = "jobs"
)

// Service counts what is used. Make one with New.
type Service struct {
	db     postgres.DB
	q      *db.Queries
	shared *ratelimit.Shared
}

// New makes a Service.
func New(conn postgres.DB) *Service {
	s := &Service{db: conn, q: db.New()}
	s.shared = ratelimit.NewShared(s, time.Now)
	return s
}

// Take implements ratelimit.Store.
func (s *Service) Take(ctx context.Context, id uuid.UUID, most, rate, want float64) (got, left float64, err error) {
	row, err := s.q.TakeAllowance(ctx, s.db, db.TakeAllowanceParams{ID: id, Most: most, Rate: rate, Want: want})
	if err != nil {
		return 0, 0, postgres.Translate(err, "allowance")
	}
	return row[0], row[1], nil
}

// Request counts a request of the caller: "key" and "workspace" stand as told, where they have a limit.
func (s *Service) Request(ctx context.Context, p auth.Principal) (map[string]ratelimit.State, error) {
	if p.KeyRate == 0 && p.WorkspaceRate == 0 {
		return nil, nil
	}
	out := map[string]ratelimit.State{}
	for _, of := range []struct {
		name string
		id   uuid.UUID
		rate int
	}{{"key", p.KeyID, p.KeyRate}, {"workspace", p.WorkspaceID, p.WorkspaceRate}} {
		if of.rate == 0 {
			continue
		}
		state, err := s.shared.Take(ctx, of.id, of.rate)
		if err != nil {
			return nil, err
		}
		out[of.name] = state
		if state.Wait > 0 {
			break // what is refused uses up nothing more
		}
	}
	return out, nil
}

// Check refuses what would go over a quota of the workspace: quota_exceeded. bytes is what would be stored, as far as it is known.
// Requests at the same time may together go a little over it.
func (s *Service) Check(ctx context.Context, p auth.Principal, uses []string, bytes int64) error {
	l, err := s.q.GetLimits(ctx, s.db, p.WorkspaceID)
	if err != nil {
		return postgres.Translate(err, "workspace")
	}
	used := func(what string) bool { return slices.Contains(uses, what) }
	switch {
	case used(Storage) && l.StorageBytes != nil && l.BytesUsed+max(bytes, 1) > *l.StorageBytes:
		return fault.New(fault.CodeQuota, "the workspace may store %d bytes, of which %d are used", *l.StorageBytes, l.BytesUsed)
	case used(Pages) && l.PagesPerMonth != nil && l.PagesUsed >= int64(*l.PagesPerMonth):
		return fault.New(fault.CodeQuota, "the workspace may add %d pages a month, and has added %d", *l.PagesPerMonth, l.PagesUsed)
	case used(Jobs) && l.OpenJobs != nil && l.JobsOpen >= int64(*l.OpenJobs):
		return fault.New(fault.CodeQuota, "the workspace may have %d open jobs, and has %d", *l.OpenJobs, l.JobsOpen)
	}
	return nil
}

// Tidy forgets allowances that are full by now.
func (s *Service) Tidy(ctx context.Context) error {
	_, err := s.q.DeleteOldAllowances(ctx, s.db)
	return postgres.Translate(err, "allowances")
}
