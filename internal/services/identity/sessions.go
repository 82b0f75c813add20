package identity

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// How long a session lives: without a request, at most, and how long after a link a password may be set without the one before.
const (
	SessionIdle  = 12 * time.Hour
	SessionLives = 14 * 24 * time.Hour
	freshFor     = 15 * time.Minute
	// maxSessions bounds a user's sessions: the oldest end.
	maxSessions = 50
	// maxAgent bounds what is kept of the browser's name.
	maxAgent = 300
)

// Session is a browser that somebody signed in with.
type Session struct {
	ID         uuid.UUID
	UserID     uuid.UUID
	Address    string
	UserAgent  string
	CreatedAt  time.Time
	LastSeenAt time.Time // to the minute
	ExpiresAt  time.Time // without a request earlier
}

// ByPassword opens a session in place of before, "" without one. unauthorized where the credentials are nobody's.
func (i *SignIns) ByPassword(ctx context.Context, c Credentials, before string) (Session, string, error) {
	row, err := i.check(ctx, c)
	if err != nil {
		return Session{}, "", err
	}
	return i.open(ctx, before, "password", i.s.now(), func(pgx.Tx) (db.User, error) { return row, nil })
}

// ByLink opens a session by a link, which is good once. unauthorized where it is not good.
func (i *SignIns) ByLink(ctx context.Context, link string, before string) (Session, string, error) {
	return i.open(ctx, before, "link", i.s.now().Add(freshFor), func(tx pgx.Tx) (db.User, error) {
		used, err := i.s.q.TakeSignInLink(ctx, tx, hashOf(link))
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return db.User{}, postgres.Translate(err, "link")
		}
		row, err := i.s.q.GetUser(ctx, tx, db.GetUserParams{WorkspaceID: used.WorkspaceID, ID: used.UserID})
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return db.User{}, postgres.Translate(err, "user")
		}
		if err != nil || row.DisabledAt != nil {
			return row, fault.New(fault.CodeUnauthorized, "the link was used, or its time is over")
		}
		return row, nil
	})
}

// open opens a session for whom who finds, under a secret of its own at each sign-in.
func (i *SignIns) open(ctx context.Context, before string, by string, freshUntil time.Time, who func(pgx.Tx) (db.User, error)) (Session, string, error) {
	secret := newSecret("ds_")
	session, err := postgres.InTx(ctx, i.s.db, func(tx pgx.Tx) (Session, error) {
		of, err := who(tx)
		if err != nil {
			return Session{}, err
		}
		if before != "" {
			if err := i.s.q.DeleteSessionByHash(ctx, tx, hashOf(before)); err != nil {
				return Session{}, postgres.Translate(err, "session")
			}
		}
		row, err := i.s.q.InsertSession(ctx, tx, db.InsertSessionParams{ID: newID(), Hash: hashOf(secret), WorkspaceID: of.WorkspaceID, UserID: of.ID,
			Address: auth.OriginFrom(ctx).Address, UserAgent: clip(auth.OriginFrom(ctx).UserAgent), FreshUntil: freshUntil, ExpiresAt: i.s.now().Add(SessionLives)})
		if err != nil {
			return Session{}, postgres.Translate(err, "session")
		}
		err = i.s.q.DeleteSurplusSessions(ctx, tx, db.DeleteSurplusSessionsParams{WorkspaceID: of.WorkspaceID, UserID: of.ID, Most: maxSessions})
		if err != nil {
			return Session{}, postgres.Translate(err, "sessions")
		}
		return toSession(row), i.welcome(ctx, tx, of, by)
	})
	if before != "" {
		i.s.forgetSecret(before)
	}
	return session, secret, err
}

// Sessions are the caller's own sessions, newest first.
func (i *SignIns) Sessions(ctx context.Context, p auth.Principal) ([]Session, error) {
	rows, err := i.s.q.ListSessions(ctx, i.s.db, db.ListSessionsParams{WorkspaceID: p.WorkspaceID, UserID: p.UserID, Idle: SessionIdle, PageSize: maxSessions})
	if err != nil {
		return nil, postgres.Translate(err, "sessions")
	}
	out := make([]Session, len(rows))
	for n, r := range rows {
		out[n] = toSession(r)
	}
	return out, nil
}

// End ends a session of the caller.
func (i *SignIns) End(ctx context.Context, p auth.Principal, id uuid.UUID) error {
	n, err := i.s.q.DeleteSession(ctx, i.s.db, db.DeleteSessionParams{WorkspaceID: p.WorkspaceID, UserID: p.UserID, ID: id})
	if err != nil {
		return postgres.Translate(err, "session")
	}
	if n == 0 {
		return postgres.NotFound("session")
	}
	i.s.forgetUser(p.UserID)
	return nil
}

// AuthenticateSession gives the caller behind a browser's session. unauthorized for every other text.
func (s *Service) AuthenticateSession(ctx context.Context, secret string) (auth.Principal, error) {
	return s.look(secret, func() (known, error) {
		row, err := s.q.GetLiveSession(ctx, s.db, db.GetLiveSessionParams{Hash: hashOf(secret), Idle: SessionIdle})
		if err != nil {
			return known{}, refused(postgres.Translate(err, "session"), "the session has ended: sign in")
		}
		return known{auth.Principal{WorkspaceID: row.WorkspaceID, UserID: row.UserID, SessionID: row.ID, Role: auth.Role(row.Role),
			Installation: row.IsOperator, WorkspaceRate: rateOf(row.RequestsPerMinute)}, row.ExpiresAt}, nil
	})
}

func toSession(r db.Session) Session {
	return Session{ID: r.ID, UserID: r.UserID, Address: r.Address, UserAgent: r.UserAgent, CreatedAt: r.CreatedAt, LastSeenAt: r.LastSeenAt, ExpiresAt: r.ExpiresAt}
}

func clip(s string) string {
	s = postgres.Text(s)
	for len(s) > maxAgent {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return strings.TrimSpace(s)
}
