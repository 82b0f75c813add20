package identity

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/audit"
)

// Person is who a provider says has signed in. Email is one that the provider has verified, "" without one.
type Person struct {
	Issuer  string
	Subject string
	Email   string
	Name    string
	Groups  []string
}

// Provider is where people sign in besides by a password of ours.
type Provider interface {
	// Begin is where the browser goes.
	Begin(ctx context.Context, state, nonce, verifier string) (string, error)
	// Finish is who has signed in, by what the browser brought back.
	Finish(ctx context.Context, code, nonce, verifier string) (Person, error)
}

// Federation signs people in by a provider, into the default workspace. Make one with NewFederation.
type Federation struct {
	i        *SignIns
	users    *Users
	provider Provider // nil: there is none
	roles    map[string]auth.Role
}

// NewFederation makes a Federation. roles are those that groups give; where there are none, groups are named as roles are.
func NewFederation(i *SignIns, users *Users, provider Provider, roles map[string]auth.Role) (*Federation, error) {
	if i == nil || users == nil {
		return nil, errors.New("make federation: a part is missing")
	}
	if len(roles) == 0 {
		roles = map[string]auth.Role{}
		for _, r := range []auth.Role{auth.Viewer, auth.Member, auth.Reviewer, auth.Admin} {
			roles[string(r)] = r
		}
	}
	return &Federation{i, users, provider, roles}, nil
}

// BeganFor is how long a sign-in at the provider may take.
const BeganFor = 10 * 60 // seconds

// Begin begins a sign-in: the browser keeps state and goes to url. not_found without a provider.
func (f *Federation) Begin(ctx context.Context, returnTo string) (url, state string, err error) {
	if f.provider == nil {
		return "", "", fault.New(fault.CodeNotFound, "no provider of sign-ins is set: DOCKET_OIDC_ISSUER")
	}
	state = newSecret("")
	nonce, verifier := newSecret(""), newSecret("")
	if url, err = f.provider.Begin(ctx, state, nonce, verifier); err != nil {
		return "", "", err
	}
	err = f.i.s.q.InsertOIDCSignIn(ctx, f.i.s.db, db.InsertOIDCSignInParams{State: hashOf(state), Nonce: nonce, Verifier: verifier, ReturnTo: returnTo, Life: BeganFor})
	return url, state, postgres.Translate(err, "sign-in")
}

// Answer is what a browser brings back from the provider. Kept is the state that the browser was given, before the session it has.
type Answer struct {
	Code, State, Kept, Before string
	Error                     string // what the provider says is wrong
}

// Finish opens a session for who has signed in. What is wrong is unauthorized for the caller; an admin finds the reason in the audit
// trail.
func (f *Federation) Finish(ctx context.Context, a Answer) (s Session, secret, returnTo string, err error) {
	if f.provider == nil {
		return s, "", "", fault.New(fault.CodeNotFound, "no provider of sign-ins is set: DOCKET_OIDC_ISSUER")
	}
	if a.State == "" || a.State != a.Kept {
		return s, "", "", fault.New(fault.CodeUnauthorized, "this browser has not begun the sign-in: begin anew")
	}
	begun, err := f.i.s.q.TakeOIDCSignIn(ctx, f.i.s.db, hashOf(a.State))
	if err != nil {
		return s, "", "", refused(postgres.Translate(err, "sign-in"), "the sign-in was finished before, or its time is over: begin anew")
	}
	workspace, err := f.i.s.DefaultWorkspace(ctx)
	if err != nil {
		return s, "", "", err
	}
	who, err := f.ask(ctx, a, begun)
	if err == nil {
		s, secret, err = f.i.open(ctx, a.Before, "provider", f.i.s.now(), func(tx pgx.Tx) (db.User, error) { return f.resolve(ctx, tx, workspace, who) })
	}
	if err == nil || fault.CodeOf(err) == fault.CodeUnavailable {
		return s, secret, begun.ReturnTo, err
	}
	return s, "", "", errors.Join(fault.Wrap(err, fault.CodeUnauthorized, "the sign-in failed; an admin finds the reason in the audit trail"), f.tell(ctx, workspace, who, err))
}

func (f *Federation) ask(ctx context.Context, a Answer, begun db.TakeOIDCSignInRow) (Person, error) {
	if a.Error != "" {
		return Person{}, errors.New("the provider says: " + clip(a.Error))
	}
	return f.provider.Finish(ctx, a.Code, begun.Nonce, begun.Verifier)
}

// tell leaves the reason of a failure for the workspace's admins.
func (f *Federation) tell(ctx context.Context, workspace uuid.UUID, who Person, why error) error {
	detail := map[string]any{"reason": clip(why.Error()), "subject": who.Subject, "email": who.Email, "groups": who.Groups[:min(len(who.Groups), 20)]}
	return postgres.Exec(ctx, f.i.s.db, func(tx pgx.Tx) error {
		return audit.Record(ctx, tx, auth.Principal{}, workspace, audit.Event{Action: "user.sign_in_failed", SubjectKind: "workspace", SubjectID: workspace, Detail: detail})
	})
}

// roleOf is the highest role that groups give, "" for none.
func (f *Federation) roleOf(groups []string) (best auth.Role) {
	for _, g := range groups {
		if r := f.roles[g]; r.Above(best) {
			best = r
		}
	}
	return best
}

// resolve finds, or makes, the account of who has signed in, with the role that the groups give now.
func (f *Federation) resolve(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, who Person) (db.User, error) {
	role := f.roleOf(who.Groups)
	if role == "" {
		return db.User{}, errors.New("none of the person's groups has a role: DOCKET_OIDC_ROLE_CLAIM, DOCKET_OIDC_ROLES")
	}
	// As in changing users: of two admins who lose their groups at the same time one stays.
	if _, err := f.i.s.q.LockWorkspace(ctx, tx, workspace); err != nil {
		return db.User{}, postgres.Translate(err, "workspace")
	}
	row, err := f.account(ctx, tx, workspace, who, role)
	switch {
	case err != nil:
		return row, err
	case row.DisabledAt != nil:
		return row, errors.New("the account is disabled")
	case row.Role == string(role):
		return row, nil
	}
	system, before := auth.Principal{}, row
	if isAdmin(row) && role != auth.Admin {
		if err := f.users.keepAdmin(ctx, tx, row); err != nil {
			return row, record(ctx, tx, system, row, "user.role_kept", map[string]string{"reason": "the last admin", "groups_give": string(role)})
		}
	}
	row, err = f.i.s.q.UpdateUser(ctx, tx, db.UpdateUserParams{WorkspaceID: workspace, ID: row.ID, Name: row.Name, Role: string(role)})
	if err != nil {
		return row, postgres.Translate(err, "user")
	}
	return row, record(ctx, tx, system, row, "user.changed", audit.Change{Before: userFactsOf(before), After: userFactsOf(row)})
}

// account is the account of the person: the one it signed in to before, the one of its address that nobody else has taken, or a new
// one.
func (f *Federation) account(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, who Person, role auth.Role) (db.User, error) {
	q := f.i.s.q
	row, err := q.GetUserBySubject(ctx, tx, db.GetUserBySubjectParams{WorkspaceID: workspace, Issuer: who.Issuer, Subject: who.Subject})
	if !errors.Is(err, pgx.ErrNoRows) {
		return row, postgres.Translate(err, "user")
	}
	if who.Email == "" {
		return row, errors.New("the provider names no e-mail address that it has verified: email, email_verified")
	}
	row, err = q.GetUserByEmail(ctx, tx, db.GetUserByEmailParams{WorkspaceID: workspace, Email: who.Email})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		row, err = q.InsertUser(ctx, tx, db.InsertUserParams{ID: newID(), WorkspaceID: workspace, Email: postgres.Text(who.Email), Name: clip(who.Name), Role: string(role), Issuer: &who.Issuer, Subject: &who.Subject})
		if err != nil {
			return row, postgres.Translate(err, "user")
		}
		return row, record(ctx, tx, auth.Principal{}, row, "user.provisioned", audit.Change{After: userFactsOf(row)})
	case err != nil:
		return row, postgres.Translate(err, "user")
	case row.Subject != nil:
		return row, errors.New("another person of the provider has the account with this e-mail address")
	}
	err = q.SetUserSubject(ctx, tx, db.SetUserSubjectParams{WorkspaceID: workspace, ID: row.ID, Issuer: who.Issuer, Subject: who.Subject})
	return row, postgres.Translate(err, "user")
}
