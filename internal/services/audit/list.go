package audit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// tidyAtOnce is how many entries one statement forgets.
const tidyAtOnce = 10_000

// Entry is an act as it was recorded.
type Entry struct {
	ID          uuid.UUID
	ActorKind   string
	ActorID     uuid.UUID // uuid.Nil for the system
	ActorName   string    // "" for who is none of ours
	Action      string
	SubjectKind string
	SubjectID   uuid.UUID
	Detail      json.RawMessage
	Address     string
	RequestID   string
	CreatedAt   time.Time
}

// Filter is which acts a list has; zero values narrow nothing.
type Filter struct {
	Action    string
	ActorID   uuid.UUID
	SubjectID uuid.UUID
	From      time.Time
	Until     time.Time
	Limit     int
	Cursor    string
}

// Service reads the trail. Make one with New.
type Service struct {
	db postgres.DB
	q  *db.Queries
}

// New makes a Service.
func New(conn postgres.DB) *Service { return &Service{conn, db.New()} }

type position struct {
	Time time.Time `json:"t"`
	ID   uuid.UUID `json:"i"`
}

// List pages what happened in the caller's workspace, newest first.
func (s *Service) List(ctx context.Context, p auth.Principal, f Filter) (pagination.Page[Entry], error) {
	limit, cursor := pagination.Limit(f.Limit), f.Cursor
	f.Limit, f.Cursor = 0, ""
	in := db.ListAuditParams{WorkspaceID: p.WorkspaceID, Action: postgres.Ref(f.Action), ActorID: postgres.Ref(f.ActorID), SubjectID: postgres.Ref(f.SubjectID),
		FromTime: postgres.Ref(f.From), UntilTime: postgres.Ref(f.Until), PageSize: int32(limit) + 1} // at most pagination.MaxLimit
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, f)
		if err != nil {
			return pagination.Page[Entry]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := s.q.ListAudit(ctx, s.db, in)
	if err != nil {
		return pagination.Page[Entry]{}, postgres.Translate(err, "audit trail")
	}
	return pagination.Cut(rows, limit, f, toEntry, func(r db.ListAuditRow) position { return position{r.CreatedAt, r.ID} })
}

// Tidy forgets what is older than its workspace's setting.
func (s *Service) Tidy(ctx context.Context) error {
	for {
		n, err := s.q.DeleteOldAudit(ctx, s.db, tidyAtOnce)
		if err != nil || n < tidyAtOnce {
			return postgres.Translate(err, "audit trail")
		}
	}
}

func toEntry(r db.ListAuditRow) Entry {
	return Entry{ID: r.ID, ActorKind: r.ActorKind, ActorID: postgres.Deref(r.ActorID), ActorName: r.ActorName, Action: r.Action, SubjectKind: r.SubjectKind,
		SubjectID: r.SubjectID, Detail: r.Detail, Address: r.Address, RequestID: r.RequestID, CreatedAt: r.CreatedAt}
}
