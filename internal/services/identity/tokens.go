package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

const (
	// AccessLives is how long an access token is good.
	AccessLives = 10 * time.Minute
	// refreshLives is how long a family of refresh tokens goes on without another sign-in.
	refreshLives = 30 * 24 * time.Hour
	// retryGrace is how long a refresh token may be used again by a client that has not got the answer (RFC 9700, 4.14.2, leaves it
	// to the server; the providers of identities have between 5 and 60 s).
	retryGrace = 10 * time.Second
	// keysFor is how long signing keys are used before they are looked up again.
	keysFor = time.Minute
)

// ownIssuer is who issues our access tokens, and for whom. ownKey begins the ids of our signing keys.
const (
	ownIssuer = "docket"
	ownKey    = "docket-"
)

// Issued are the tokens of a program. Refresh is "" where the program has a key to come back with.
type Issued struct {
	Access  string
	Expires time.Duration
	Refresh string
}

// TokensByPassword starts a family. unauthorized where the credentials are nobody's.
func (i *SignIns) TokensByPassword(ctx context.Context, c Credentials) (Issued, error) {
	row, err := i.check(ctx, c)
	if err != nil {
		return Issued{}, err
	}
	refresh, family := newSecret("dr_"), newID()
	err = postgres.Exec(ctx, i.s.db, func(tx pgx.Tx) error {
		err := i.s.q.InsertFamily(ctx, tx, db.InsertFamilyParams{ID: family, WorkspaceID: row.WorkspaceID, UserID: row.ID, ExpiresAt: i.s.now().Add(refreshLives)})
		if err != nil {
			return postgres.Translate(err, "tokens")
		}
		if err := i.s.q.InsertRefreshToken(ctx, tx, db.InsertRefreshTokenParams{Hash: hashOf(refresh), WorkspaceID: row.WorkspaceID, FamilyID: family}); err != nil {
			return postgres.Translate(err, "tokens")
		}
		return i.welcome(ctx, tx, row, "tokens")
	})
	if err != nil {
		return Issued{}, err
	}
	return i.s.issue(ctx, row.WorkspaceID, row.ID, map[string]any{familyClaim: family.String()}, refresh)
}

// TokensByKey gives an access token for an API key: a program may so keep the key from the requests themselves.
func (i *SignIns) TokensByKey(ctx context.Context, key string) (Issued, error) {
	p, err := i.s.Authenticate(ctx, key)
	if err != nil {
		return Issued{}, err
	}
	return i.s.issue(ctx, p.WorkspaceID, p.KeyID, nil, "")
}

// Refresh goes on with a family: the token is used up and another one takes its place. A token that was used before ends the family,
// since one of its two users has stolen it. Only a client that comes back at once, having got no answer, is answered anew, while the
// token that it has not got ends.
func (i *SignIns) Refresh(ctx context.Context, token string) (Issued, error) {
	found, err := i.s.q.GetRefreshToken(ctx, i.s.db, hashOf(token))
	if err != nil {
		return Issued{}, refused(postgres.Translate(err, "token"), "the refresh token is not valid")
	}
	refresh := newSecret("dr_")
	var user uuid.UUID
	stolen := false
	err = postgres.Exec(ctx, i.s.db, func(tx pgx.Tx) error {
		family, err := i.s.q.LockFamily(ctx, tx, db.LockFamilyParams{WorkspaceID: found.WorkspaceID, ID: found.FamilyID})
		if err != nil {
			return refused(postgres.Translate(err, "tokens"), "the refresh token is not valid")
		}
		user = family.UserID
		if _, err := i.s.q.GetLiveFamily(ctx, tx, db.GetLiveFamilyParams{WorkspaceID: family.WorkspaceID, ID: family.ID}); err != nil {
			return refused(postgres.Translate(err, "tokens"), "the refresh token is not valid any more: sign in")
		}
		stolen, err = i.rotate(ctx, tx, family, hashOf(token), hashOf(refresh))
		return err
	})
	switch {
	case err != nil:
		return Issued{}, err
	case stolen:
		i.s.forgetUser(user)
		return Issued{}, fault.New(fault.CodeUnauthorized, "the refresh token was used before: all that came of its sign-in has ended")
	}
	return i.s.issue(ctx, found.WorkspaceID, user, map[string]any{familyClaim: found.FamilyID.String()}, refresh)
}

// rotate puts the token with the hash next into the place of the one with the hash, in the locked family, or ends the family.
func (i *SignIns) rotate(ctx context.Context, tx pgx.Tx, family db.TokenFamily, hash, next []byte) (stolen bool, err error) {
	use, err := i.s.q.GetRefreshUse(ctx, tx, db.GetRefreshUseParams{WorkspaceID: family.WorkspaceID, Hash: hash, Grace: retryGrace})
	if err != nil {
		return false, postgres.Translate(err, "token")
	}
	if use.Superseded || use.Used && (!use.JustUsed || use.Passed) {
		return true, i.end(ctx, tx, family, "user.tokens_reused")
	}
	if use.Used {
		err = i.s.q.SupersedeRefreshTokens(ctx, tx, db.SupersedeRefreshTokensParams{WorkspaceID: family.WorkspaceID, Parent: hash})
	} else {
		err = i.s.q.UseRefreshToken(ctx, tx, db.UseRefreshTokenParams{WorkspaceID: family.WorkspaceID, Hash: hash})
	}
	if err != nil {
		return false, postgres.Translate(err, "token")
	}
	err = i.s.q.InsertRefreshToken(ctx, tx, db.InsertRefreshTokenParams{Hash: next, WorkspaceID: family.WorkspaceID, FamilyID: family.ID, Parent: hash})
	return false, postgres.Translate(err, "token")
}

// Revoke ends the family of a refresh token. Of a token that is none it says nothing (RFC 7009).
func (i *SignIns) Revoke(ctx context.Context, token string) error {
	found, err := i.s.q.GetRefreshToken(ctx, i.s.db, hashOf(token))
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return postgres.Translate(err, "token")
	}
	return postgres.Exec(ctx, i.s.db, func(tx pgx.Tx) error {
		family, err := i.s.q.LockFamily(ctx, tx, db.LockFamilyParams{WorkspaceID: found.WorkspaceID, ID: found.FamilyID})
		if err != nil {
			return postgres.Translate(err, "token")
		}
		defer i.s.forgetUser(family.UserID)
		return i.end(ctx, tx, family, "user.tokens_revoked")
	})
}

func (i *SignIns) end(ctx context.Context, tx pgx.Tx, family db.TokenFamily, action string) error {
	n, err := i.s.q.RevokeFamily(ctx, tx, db.RevokeFamilyParams{WorkspaceID: family.WorkspaceID, ID: family.ID})
	if err != nil || n == 0 {
		return postgres.Translate(err, "tokens")
	}
	of := db.User{ID: family.UserID, WorkspaceID: family.WorkspaceID}
	return record(ctx, tx, auth.Principal{WorkspaceID: of.WorkspaceID, UserID: of.ID}, of, action, nil)
}

// Claims of our access tokens beside those of RFC 7519.
const (
	workspaceClaim = "workspace_id"
	familyClaim    = "family"
)

// issue signs an access token.
func (s *Service) issue(ctx context.Context, workspace, subject uuid.UUID, claims map[string]any, refresh string) (Issued, error) {
	keys, err := s.signing.keys(ctx, s, "")
	if err != nil {
		return Issued{}, err
	}
	now := s.now()
	b := jwt.NewBuilder().Issuer(ownIssuer).Audience([]string{ownIssuer}).Subject(subject.String()).JwtID(newID().String()).IssuedAt(now).
		Expiration(now.Add(AccessLives)).Claim(workspaceClaim, workspace.String())
	for name, v := range claims {
		b = b.Claim(name, v)
	}
	token, err := b.Build()
	if err != nil {
		return Issued{}, fmt.Errorf("make token: %w", err)
	}
	head := jws.NewHeaders()
	for name, v := range map[string]string{jws.KeyIDKey: ownKey + keys[0].ID.String(), jws.TypeKey: "at+jwt"} {
		if err := head.Set(name, v); err != nil {
			return Issued{}, fmt.Errorf("make token: %w", err)
		}
	}
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.HS256(), keys[0].Secret, jws.WithProtectedHeaders(head)))
	if err != nil {
		return Issued{}, fmt.Errorf("sign token: %w", err)
	}
	return Issued{string(signed), AccessLives, refresh}, nil
}

// AuthenticateToken gives the caller behind one of our own access tokens, as it is now: a key that was revoked, or a user who was
// disabled, is let in no more. ours is false for tokens of others, which it does not judge.
func (s *Service) AuthenticateToken(ctx context.Context, bearer string) (p auth.Principal, ours bool, err error) {
	id, err := auth.KeyIDOf(bearer)
	key, ours := strings.CutPrefix(id, ownKey)
	if err != nil || !ours {
		return p, false, nil //nolint:nilerr // whoever else issued it says what is wrong with it
	}
	p, err = s.look(bearer, func() (known, error) { return s.admitToken(ctx, bearer, key) })
	return p, true, err
}

func (s *Service) admitToken(ctx context.Context, bearer, key string) (known, error) {
	token, err := s.verify(ctx, bearer, key)
	if err != nil {
		return known{}, err
	}
	subject, _ := token.Subject()
	ends, _ := token.Expiration()
	var workspace, family string
	_ = token.Get(workspaceClaim, &workspace)
	_ = token.Get(familyClaim, &family)
	tenant, holder := idOf(workspace), idOf(subject)
	if family == "" {
		row, err := s.q.GetLiveKeyByID(ctx, s.db, db.GetLiveKeyByIDParams{WorkspaceID: tenant, ID: holder})
		if err != nil {
			return known{}, refused(postgres.Translate(err, "key"), "the token's key is not valid any more")
		}
		return knownKey(db.GetLiveKeyRow(row), ends), nil
	}
	row, err := s.q.GetLiveFamily(ctx, s.db, db.GetLiveFamilyParams{WorkspaceID: tenant, ID: idOf(family)})
	if err != nil {
		return known{}, refused(postgres.Translate(err, "tokens"), "the token's sign-in has ended")
	}
	return known{auth.Principal{WorkspaceID: tenant, UserID: row.ID, FamilyID: idOf(family), Role: auth.Role(row.Role), Installation: row.IsOperator,
		WorkspaceRate: rateOf(row.RequestsPerMinute)}, ends}, nil
}

// verify checks the signature of one of our tokens, its time, and for whom it is.
func (s *Service) verify(ctx context.Context, bearer, key string) (jwt.Token, error) {
	keys, err := s.signing.keys(ctx, s, key)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if k.ID.String() != key {
			continue
		}
		token, err := jwt.ParseString(bearer, jwt.WithKey(jwa.HS256(), k.Secret), jwt.WithIssuer(ownIssuer), jwt.WithAudience(ownIssuer),
			jwt.WithRequiredClaim("exp"), jwt.WithClock(jwt.ClockFunc(s.now)))
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeUnauthorized, "the access token is not valid any more")
		}
		return token, nil
	}
	return nil, fault.New(fault.CodeUnauthorized, "the access token is not valid")
}

// signing is the keys that access tokens are signed with, as the database has them.
type signing struct {
	mu   sync.Mutex
	list []db.SigningKey // the newest first
	at   time.Time
}

// keys gives them. They are looked up when they are old or lack the one that is named, of which no more than one look in a while is
// made: anybody can name one.
func (g *signing) keys(ctx context.Context, s *Service, named string) ([]db.SigningKey, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	age := time.Since(g.at)
	missing := named != "" && age > trustFor
	for _, k := range g.list {
		missing = missing && k.ID.String() != named
	}
	if len(g.list) > 0 && age < keysFor && !missing {
		return g.list, nil
	}
	list, err := s.q.ListSigningKeys(ctx, s.db)
	if err != nil {
		return nil, postgres.Translate(err, "keys")
	}
	if len(list) == 0 {
		return nil, errors.New("the database has no key to sign tokens with")
	}
	g.list, g.at = list, time.Now()
	return list, nil
}

func idOf(s string) uuid.UUID {
	id, err := uuid.Parse(s)
	if err != nil {
		return uuid.Nil
	}
	return id
}
