package identity

import (
	"context"
	"errors"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// Credentials are what a person signs in with. Workspace is uuid.Nil where it is not named.
type Credentials struct {
	Email     string
	Password  string
	Workspace uuid.UUID
}

// SignIns lets people in: by password or link, into a session of a browser or tokens of a program. Make one with NewSignIns.
type SignIns struct {
	s      *Service
	hashes *hasher
}

// NewSignIns makes SignIns.
func NewSignIns(s *Service) (*SignIns, error) { return newSignIns(s, hashing) }

func newSignIns(s *Service, cost argon2id.Params) (*SignIns, error) {
	if s == nil {
		return nil, errors.New("make sign-ins: a part is missing")
	}
	return &SignIns{s, newHasher(cost)}, nil
}

// check finds whose credentials these are. Of an address that nobody has it says the same, after the same time, as of a wrong
// password.
func (i *SignIns) check(ctx context.Context, c Credentials) (db.User, error) {
	row, err := i.s.q.FindUserByEmail(ctx, i.s.db, db.FindUserByEmailParams{Email: c.Email, Only: postgres.Ref(c.Workspace)})
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return row, postgres.Translate(err, "user")
	}
	ok, outdated, err := i.hashes.verify(ctx, c.Password, row.PasswordHash)
	if err != nil {
		return row, err
	}
	if !ok || row.DisabledAt != nil {
		return row, fault.New(fault.CodeUnauthorized, "the e-mail address or the password is wrong")
	}
	if outdated {
		hash, err := i.hashes.hash(ctx, c.Password)
		if err != nil {
			return row, err
		}
		err = i.s.q.RehashUserPassword(ctx, i.s.db, db.RehashUserPasswordParams{WorkspaceID: row.WorkspaceID, ID: row.ID, PasswordHash: hash, OldHash: *row.PasswordHash})
		return row, postgres.Translate(err, "user")
	}
	return row, nil
}

// welcome notes a sign-in in its transaction.
func (i *SignIns) welcome(ctx context.Context, tx pgx.Tx, of db.User, by string) error {
	if err := i.s.q.NoteSignIn(ctx, tx, db.NoteSignInParams{WorkspaceID: of.WorkspaceID, ID: of.ID}); err != nil {
		return postgres.Translate(err, "user")
	}
	return record(ctx, tx, auth.Principal{WorkspaceID: of.WorkspaceID, UserID: of.ID}, of, "user.signed_in", map[string]string{"by": by})
}

// SetPassword gives the caller another password and ends its other sign-ins. The one before is asked for, unless there is none, or a
// link has just let the caller in.
func (i *SignIns) SetPassword(ctx context.Context, p auth.Principal, current, password string) error {
	row, err := i.s.q.GetUser(ctx, i.s.db, db.GetUserParams{WorkspaceID: p.WorkspaceID, ID: p.UserID})
	if err != nil {
		return postgres.Translate(err, "user")
	}
	if err := checkPassword(password, row.Email, row.Name); err != nil {
		return err
	}
	if err := i.mayReplace(ctx, p, row, current); err != nil {
		return err
	}
	hash, err := i.hashes.hash(ctx, password)
	if err != nil {
		return err
	}
	return postgres.Exec(ctx, i.s.db, func(tx pgx.Tx) error {
		if err := i.s.q.SetUserPassword(ctx, tx, db.SetUserPasswordParams{WorkspaceID: p.WorkspaceID, ID: p.UserID, PasswordHash: hash}); err != nil {
			return postgres.Translate(err, "user")
		}
		if err := i.s.endSignIns(ctx, tx, row, p.SessionID, p.FamilyID); err != nil {
			return err
		}
		return record(ctx, tx, p, row, "user.password_set", nil)
	})
}

// mayReplace asks for the password that there is.
func (i *SignIns) mayReplace(ctx context.Context, p auth.Principal, row db.User, current string) error {
	if row.PasswordHash == nil {
		return nil
	}
	if p.SessionID != uuid.Nil {
		session, err := i.s.q.GetSession(ctx, i.s.db, db.GetSessionParams{WorkspaceID: p.WorkspaceID, UserID: p.UserID, ID: p.SessionID})
		if err != nil {
			return postgres.Translate(err, "session")
		}
		if session.FreshUntil.After(i.s.now()) {
			return nil
		}
	}
	ok, _, err := i.hashes.verify(ctx, current, row.PasswordHash)
	if err == nil && !ok {
		return fault.New(fault.CodeValidation, "the present password is wrong").At("/current_password", "is wrong")
	}
	return err
}

// endSignIns ends a user's sessions, token families and links, but for one session and one family.
func (s *Service) endSignIns(ctx context.Context, tx pgx.Tx, of db.User, session, family uuid.UUID) error {
	return postgres.Translate(errors.Join(
		s.q.DeleteSessionsOf(ctx, tx, db.DeleteSessionsOfParams{WorkspaceID: of.WorkspaceID, UserID: of.ID, But: session}),
		s.q.RevokeFamiliesOf(ctx, tx, db.RevokeFamiliesOfParams{WorkspaceID: of.WorkspaceID, UserID: of.ID, But: family}),
		s.q.DeleteSignInLinks(ctx, tx, db.DeleteSignInLinksParams{WorkspaceID: of.WorkspaceID, UserID: of.ID})), "sign-ins")
}
