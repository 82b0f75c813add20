package identity

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// WorkspaceChange is what may be changed of a workspace; nil stays as it is.
type WorkspaceChange struct {
	Name      *string
	AuditDays *int
	Limits    *Limits // in place of those that there are
}

// Workspaces manages workspaces. Make one with NewWorkspaces.
type Workspaces struct {
	s     *Service
	users *Users
}

// NewWorkspaces makes Workspaces, whose first admins are among the users.
func NewWorkspaces(s *Service, users *Users) (*Workspaces, error) {
	if s == nil || users == nil {
		return nil, errors.New("make workspaces: a part is missing")
	}
	return &Workspaces{s, users}, nil
}

// List pages all workspaces, newest first.
func (w *Workspaces) List(ctx context.Context, limit int, cursor string) (pagination.Page[Workspace], error) {
	limit = pagination.Limit(limit)
	in := db.ListWorkspacesParams{PageSize: int32(limit) + 1} // at most pagination.MaxLimit
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, "workspaces")
		if err != nil {
			return pagination.Page[Workspace]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := w.s.q.ListWorkspaces(ctx, w.s.db, in)
	if err != nil {
		return pagination.Page[Workspace]{}, postgres.Translate(err, "workspaces")
	}
	return pagination.Cut(rows, limit, "workspaces", toWorkspace, func(r db.Workspace) position { return position{r.CreatedAt, r.ID} })
}

// Find finds a workspace.
func (w *Workspaces) Find(ctx context.Context, id uuid.UUID) (Workspace, error) {
	row, err := w.s.q.GetWorkspace(ctx, w.s.db, id)
	return toWorkspace(row), postgres.Translate(err, "workspace")
}

// Create makes a workspace and, where admin has an address, its first admin with a link to sign in. An attempt that has made one
// gives the admin another link.
func (w *Workspaces) Create(ctx context.Context, p auth.Principal, name string, admin UserOrder, a *idempotency.Attempt) (Workspace, *Invitation, error) {
	var invitation *Invitation
	made, err := postgres.InTx(ctx, w.s.db, func(tx pgx.Tx) (Workspace, error) {
		id, again := a.Subject(), true
		if id == uuid.Nil {
			id, again = newID(), false
			if err := w.insert(ctx, tx, p, id, name, a); err != nil {
				return Workspace{}, err
			}
		}
		if admin.Email != "" {
			admin.Role = auth.Admin
			in, err := w.users.invite(ctx, tx, p, id, admin, again)
			if err != nil {
				return Workspace{}, err
			}
			invitation = &in
		}
		row, err := w.s.q.GetWorkspace(ctx, tx, id)
		return toWorkspace(row), postgres.Translate(err, "workspace")
	})
	return made, invitation, err
}

func (w *Workspaces) insert(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, name string, a *idempotency.Attempt) error {
	row, err := w.s.q.InsertWorkspace(ctx, tx, db.InsertWorkspaceParams{WorkspaceID: id, Name: name})
	if err != nil {
		return postgres.Translate(err, "workspace")
	}
	if err := a.Bind(ctx, tx, id); err != nil {
		return err
	}
	return recordWorkspace(ctx, tx, p, id, "workspace.created", audit.Change{After: settingsOf(row)})
}

// Change changes a workspace's settings.
func (w *Workspaces) Change(ctx context.Context, p auth.Principal, id uuid.UUID, c WorkspaceChange) (Workspace, error) {
	return postgres.InTx(ctx, w.s.db, func(tx pgx.Tx) (Workspace, error) {
		before, err := w.s.q.LockWorkspace(ctx, tx, id)
		if err != nil {
			return Workspace{}, postgres.Translate(err, "workspace")
		}
		in := db.UpdateWorkspaceParams{WorkspaceID: id, Name: before.Name, AuditDays: before.AuditDays, RequestsPerMinute: before.RequestsPerMinute,
			StorageBytes: before.StorageBytes, PagesPerMonth: before.PagesPerMonth, OpenJobs: before.OpenJobs}
		if c.Name != nil {
			in.Name = *c.Name
		}
		if c.AuditDays != nil {
			in.AuditDays = int32(*c.AuditDays) // the contract bounds it
		}
		if l := c.Limits; l != nil {
			in.RequestsPerMinute, in.StorageBytes, in.PagesPerMonth, in.OpenJobs = l.RequestsPerMinute, l.StorageBytes, l.PagesPerMonth, l.OpenJobs
		}
		after, err := w.s.q.UpdateWorkspace(ctx, tx, in)
		if err != nil {
			return Workspace{}, postgres.Translate(err, "workspace")
		}
		return toWorkspace(after), recordWorkspace(ctx, tx, p, id, "workspace.changed", audit.Change{Before: settingsOf(before), After: settingsOf(after)})
	})
}

func recordWorkspace(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, action string, c audit.Change) error {
	return audit.Record(ctx, tx, p, id, audit.Event{Action: action, SubjectKind: "workspace", SubjectID: id, Detail: c})
}

// workspaceFacts is what the audit trail tells of a workspace.
type workspaceFacts struct {
	Name      string `json:"name"`
	AuditDays int32  `json:"audit_days"`
	Limits    Limits `json:"limits"`
}

func settingsOf(r db.Workspace) workspaceFacts {
	return workspaceFacts{r.Name, r.AuditDays, limitsOf(r)}
}

func limitsOf(r db.Workspace) Limits {
	return Limits{r.RequestsPerMinute, r.StorageBytes, r.PagesPerMonth, r.OpenJobs}
}

func toWorkspace(r db.Workspace) Workspace {
	return Workspace{ID: r.ID, Name: r.Name, Default: r.IsDefault, AuditDays: int(r.AuditDays), Limits: limitsOf(r), CreatedAt: r.CreatedAt}
}
