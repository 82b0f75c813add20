package identity

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/idempotency"
)

const (
	// linkLives is how long an unused link to sign in is good.
	linkLives = 72 * time.Hour
	// maxUsers bounds a workspace's users.
	maxUsers = 10_000
)

// User is a person of a workspace.
type User struct {
	ID           uuid.UUID
	Email        string
	Name         string
	Role         auth.Role
	Operator     bool
	HasPassword  bool
	CreatedAt    time.Time
	DisabledAt   time.Time // zero: enabled
	LastSignedIn time.Time // zero: never
}

// UserOrder is a user to be made.
type UserOrder struct {
	Email    string
	Name     string
	Role     auth.Role
	Operator bool
}

// UserChange is what an admin may change of a user; nil stays as it is.
type UserChange struct {
	Name     *string
	Role     *auth.Role
	Disabled *bool
}

// Link signs its user in, once.
type Link struct {
	Secret    string
	ExpiresAt time.Time
}

// Invitation is a user with a link.
type Invitation struct {
	User User
	Link Link
}

// Users manages the people of workspaces. Make one with NewUsers.
type Users struct {
	s        *Service
	scopesOf func(auth.Principal) []string
}

// NewUsers makes Users. scopesOf is what the contract lets a caller do.
func NewUsers(s *Service, scopesOf func(auth.Principal) []string) (*Users, error) {
	if s == nil || scopesOf == nil {
		return nil, errors.New("make users: a part is missing")
	}
	return &Users{s, scopesOf}, nil
}

// List pages the workspace's users, newest first.
func (u *Users) List(ctx context.Context, p auth.Principal, limit int, cursor string) (pagination.Page[User], error) {
	limit = pagination.Limit(limit)
	in := db.ListUsersParams{WorkspaceID: p.WorkspaceID, PageSize: int32(limit) + 1} // at most pagination.MaxLimit
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, "users")
		if err != nil {
			return pagination.Page[User]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := u.s.q.ListUsers(ctx, u.s.db, in)
	if err != nil {
		return pagination.Page[User]{}, postgres.Translate(err, "users")
	}
	return pagination.Cut(rows, limit, "users", toUser, func(r db.User) position { return position{r.CreatedAt, r.ID} })
}

// Find finds a user of the workspace.
func (u *Users) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (User, error) {
	row, err := u.s.q.GetUser(ctx, u.s.db, db.GetUserParams{WorkspaceID: p.WorkspaceID, ID: id})
	return toUser(row), postgres.Translate(err, "user")
}

// Invite makes a user with a link to sign in. An attempt that has made one gives it another link.
func (u *Users) Invite(ctx context.Context, p auth.Principal, o UserOrder, a *idempotency.Attempt) (Invitation, error) {
	if err := u.mayGive(p, o.Role); err != nil {
		return Invitation{}, err
	}
	return postgres.InTx(ctx, u.s.db, func(tx pgx.Tx) (Invitation, error) {
		in, err := u.invite(ctx, tx, p, p.WorkspaceID, o, a.Subject() != uuid.Nil)
		if err != nil {
			return in, err
		}
		return in, a.Bind(ctx, tx, in.User.ID)
	})
}

// invite makes a user of the workspace, or finds the one that was made, with a new link.
func (u *Users) invite(ctx context.Context, tx pgx.Tx, p auth.Principal, workspace uuid.UUID, o UserOrder, made bool) (Invitation, error) {
	var row db.User
	var err error
	if made {
		row, err = u.s.q.GetUserByEmail(ctx, tx, db.GetUserByEmailParams{WorkspaceID: workspace, Email: o.Email})
	} else {
		row, err = u.insert(ctx, tx, p, workspace, o)
	}
	if err != nil {
		return Invitation{}, postgres.Translate(err, "user")
	}
	link, err := u.link(ctx, tx, workspace, row.ID)
	return Invitation{toUser(row), link}, err
}

func (u *Users) insert(ctx context.Context, tx pgx.Tx, p auth.Principal, workspace uuid.UUID, o UserOrder) (db.User, error) {
	n, err := u.s.q.CountUsers(ctx, tx, workspace)
	if err != nil {
		return db.User{}, postgres.Translate(err, "users")
	}
	if n >= maxUsers {
		return db.User{}, fault.New(fault.CodeConflict, "the workspace has %d users, which is the most", n)
	}
	row, err := u.s.q.InsertUser(ctx, tx, db.InsertUserParams{ID: newID(), WorkspaceID: workspace, Email: o.Email, Name: o.Name, Role: string(o.Role), IsOperator: o.Operator})
	if err != nil {
		return row, postgres.Translate(err, "user")
	}
	return row, record(ctx, tx, p, row, "user.invited", audit.Change{After: userFactsOf(row)})
}

// link makes a link for the user, whose older ones end.
func (u *Users) link(ctx context.Context, tx pgx.Tx, workspace, user uuid.UUID) (Link, error) {
	if err := u.s.q.DeleteSignInLinks(ctx, tx, db.DeleteSignInLinksParams{WorkspaceID: workspace, UserID: user}); err != nil {
		return Link{}, postgres.Translate(err, "link")
	}
	l := Link{newSecret("dl_"), time.Now().Add(linkLives)}
	err := u.s.q.InsertSignInLink(ctx, tx, db.InsertSignInLinkParams{Hash: hashOf(l.Secret), WorkspaceID: workspace, UserID: user, ExpiresAt: l.ExpiresAt})
	return l, postgres.Translate(err, "link")
}

// NewLink makes another link for a user, who has lost the first, or the password. Older ones end. conflict for one who is disabled.
func (u *Users) NewLink(ctx context.Context, p auth.Principal, id uuid.UUID) (Link, error) {
	return postgres.InTx(ctx, u.s.db, func(tx pgx.Tx) (Link, error) {
		row, err := u.s.q.LockUser(ctx, tx, db.LockUserParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return Link{}, postgres.Translate(err, "user")
		}
		if row.DisabledAt != nil {
			return Link{}, fault.New(fault.CodeConflict, "the user is disabled")
		}
		if err := errors.Join(mayOver(p, row), u.mayGive(p, auth.Role(row.Role))); err != nil {
			return Link{}, err
		}
		l, err := u.link(ctx, tx, p.WorkspaceID, id)
		if err != nil {
			return Link{}, err
		}
		return l, record(ctx, tx, p, row, "user.link_made", nil)
	})
}

// Change changes a user. conflict where it would leave the workspace without an admin.
func (u *Users) Change(ctx context.Context, p auth.Principal, id uuid.UUID, c UserChange) (User, error) {
	defer u.s.forgetUser(id)
	return postgres.InTx(ctx, u.s.db, func(tx pgx.Tx) (User, error) {
		// Of two admins who remove each other at the same time, the second waits here and finds that he is the last.
		if _, err := u.s.q.LockWorkspace(ctx, tx, p.WorkspaceID); err != nil {
			return User{}, postgres.Translate(err, "workspace")
		}
		before, err := u.s.q.LockUser(ctx, tx, db.LockUserParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return User{}, postgres.Translate(err, "user")
		}
		if err := mayOver(p, before); err != nil {
			return User{}, err
		}
		after := c.applied(before)
		if after.Role != before.Role {
			if err := u.mayGive(p, auth.Role(after.Role)); err != nil {
				return User{}, err
			}
		}
		if isAdmin(before) && !isAdmin(after) {
			if err := u.keepAdmin(ctx, tx, before); err != nil {
				return User{}, err
			}
		}
		row, err := u.s.q.UpdateUser(ctx, tx, db.UpdateUserParams{WorkspaceID: p.WorkspaceID, ID: id, Name: after.Name, Role: after.Role, DisabledAt: after.DisabledAt})
		if err != nil {
			return User{}, postgres.Translate(err, "user")
		}
		if row.DisabledAt != nil {
			if err := u.s.endSignIns(ctx, tx, row, uuid.Nil, uuid.Nil); err != nil {
				return User{}, err
			}
		}
		return toUser(row), record(ctx, tx, p, row, "user.changed", audit.Change{Before: userFactsOf(before), After: userFactsOf(row)})
	})
}

// mayGive keeps callers with some of their role's scopes from giving others what they have not.
func (u *Users) mayGive(p auth.Principal, role auth.Role) error {
	for _, scope := range u.scopesOf(auth.Principal{Role: role}) {
		if !p.Installation && !p.Has(scope) {
			return fault.New(fault.CodeForbidden, "the role %s has the scope %s, which you lack", role, scope)
		}
	}
	return nil
}

// mayOver keeps admins of a workspace from becoming, or disabling, who runs the installation.
func mayOver(p auth.Principal, of db.User) error {
	if of.IsOperator && !p.Installation {
		return fault.New(fault.CodeForbidden, "this account runs the installation: only one that does so, too, may do that")
	}
	return nil
}

// applied is the row with the change.
func (c UserChange) applied(r db.User) db.User {
	if c.Name != nil {
		r.Name = *c.Name
	}
	if c.Role != nil {
		r.Role = string(*c.Role)
	}
	switch {
	case c.Disabled == nil:
	case !*c.Disabled:
		r.DisabledAt = nil
	case r.DisabledAt == nil:
		now := time.Now()
		r.DisabledAt = &now
	}
	return r
}

func isAdmin(r db.User) bool { return r.Role == string(auth.Admin) && r.DisabledAt == nil }

// keepAdmin refuses to take the workspace's last admin away. One who was invited and never came does not count in place of one who
// has signed in.
func (u *Users) keepAdmin(ctx context.Context, tx pgx.Tx, leaving db.User) error {
	others, err := u.s.q.HasOtherAdmin(ctx, tx, db.HasOtherAdminParams{WorkspaceID: leaving.WorkspaceID, ID: leaving.ID, SignedIn: leaving.LastSignedInAt != nil})
	if err != nil {
		return postgres.Translate(err, "users")
	}
	if !others {
		return fault.New(fault.CodeConflict, "this is the workspace's last admin: let another one sign in before")
	}
	return nil
}

// Rescue makes a link for an address of a workspace, for whoever has the database: with an account that may sign in, and that is the
// workspace's admin where there is none of that address yet.
func (u *Users) Rescue(ctx context.Context, workspace uuid.UUID, o UserOrder) (Invitation, error) {
	return postgres.InTx(ctx, u.s.db, func(tx pgx.Tx) (Invitation, error) {
		var system auth.Principal
		row, err := u.s.q.GetUserByEmail(ctx, tx, db.GetUserByEmailParams{WorkspaceID: workspace, Email: o.Email})
		if errors.Is(err, pgx.ErrNoRows) {
			o.Role = auth.Admin
			return u.invite(ctx, tx, system, workspace, o, false)
		}
		if err != nil {
			return Invitation{}, postgres.Translate(err, "user")
		}
		if row.DisabledAt != nil {
			return Invitation{}, fault.New(fault.CodeConflict, "the user is disabled")
		}
		if err := record(ctx, tx, system, row, "user.link_made", nil); err != nil {
			return Invitation{}, err
		}
		return u.invite(ctx, tx, system, workspace, o, true)
	})
}

func record(ctx context.Context, tx pgx.Tx, p auth.Principal, of db.User, action string, detail any) error {
	return audit.Record(ctx, tx, p, of.WorkspaceID, audit.Event{Action: action, SubjectKind: "user", SubjectID: of.ID, Detail: detail})
}

// userFacts is what the audit trail tells of a user.
type userFacts struct {
	Email    string `json:"email"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Disabled bool   `json:"disabled"`
}

func userFactsOf(r db.User) userFacts { return userFacts{r.Email, r.Name, r.Role, r.DisabledAt != nil} }

func toUser(r db.User) User {
	return User{ID: r.ID, Email: r.Email, Name: r.Name, Role: auth.Role(r.Role), Operator: r.IsOperator, HasPassword: r.PasswordHash != nil,
		CreatedAt: r.CreatedAt, DisabledAt: postgres.Deref(r.DisabledAt), LastSignedIn: postgres.Deref(r.LastSignedInAt)}
}
