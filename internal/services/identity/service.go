package identity

import (
	"context"
	"crypto/sha256"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

const (
	// trustFor is how long a key that was found is taken for valid without another look: how late a revocation may work.
	trustFor = time.Second
	maxTrust = 4096
	// prefixLen is how much of a key is kept to be recognised by.
	prefixLen = 8
)

// Service is who callers are. Make one with New.
type Service struct {
	db  postgres.DB
	q   *db.Queries
	now func() time.Time

	signing signing

	mu    sync.Mutex
	known map[[32]byte]known
	used  map[uuid.UUID]bool // keys and sessions, since they were last written down
}

// known is a caller whose credentials were found good, which they are no longer than until.
type known struct {
	principal auth.Principal
	until     time.Time
}

// New makes a Service.
func New(conn postgres.DB) *Service {
	return &Service{db: conn, q: db.New(), now: time.Now, known: map[[32]byte]known{}, used: map[uuid.UUID]bool{}}
}

// Authenticate gives the caller that an API key belongs to, without scopes: those follow from the role. unauthorized for
// every other text.
func (s *Service) Authenticate(ctx context.Context, key string) (auth.Principal, error) {
	return s.look(key, func() (known, error) {
		row, err := s.q.GetLiveKey(ctx, s.db, hashOf(key))
		if err != nil {
			return known{}, refused(postgres.Translate(err, "key"), "the API key is not valid")
		}
		return knownKey(row, s.now().Add(trustFor)), nil
	})
}

// knownKey is the caller that a key belongs to, until its end or the given one.
func knownKey(row db.GetLiveKeyRow, until time.Time) known {
	if row.ExpiresAt != nil && row.ExpiresAt.Before(until) {
		until = *row.ExpiresAt
	}
	return known{auth.Principal{WorkspaceID: row.WorkspaceID, KeyID: row.ID, Role: auth.Role(row.Role), Only: row.Scopes, Installation: row.FromSetting,
		KeyRate: rateOf(row.RequestsPerMinute), WorkspaceRate: rateOf(row.WorkspaceRequests)}, until}
}

// rateOf is how many requests a minute are allowed, 0 for any number.
func rateOf(n *int32) int { return int(postgres.Deref(n)) }

// refused makes what was not found what nobody is let in with.
func refused(err error, why string) error {
	if fault.CodeOf(err) == fault.CodeNotFound {
		return fault.New(fault.CodeUnauthorized, "%s", why)
	}
	return err
}

// look gives the caller behind a secret: as it was found within the last moment, else as find finds it.
func (s *Service) look(secret string, find func() (known, error)) (auth.Principal, error) {
	hash := sha256.Sum256([]byte(secret))
	if p, ok := s.remembered(hash); ok {
		return p, nil
	}
	k, err := find()
	if err != nil {
		return auth.Principal{}, err
	}
	if end := s.now().Add(trustFor); k.until.After(end) {
		k.until = end
	}
	s.remember(hash, k)
	return k.principal, nil
}

func (s *Service) remembered(hash [32]byte) (auth.Principal, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.known[hash]
	if !ok || !s.now().Before(k.until) {
		return auth.Principal{}, false
	}
	s.use(k.principal)
	return k.principal, true
}

// use notes the use of a key or a session. The caller holds mu.
func (s *Service) use(p auth.Principal) {
	if p.KeyID != uuid.Nil {
		s.used[p.KeyID] = true
	}
	if p.SessionID != uuid.Nil {
		s.used[p.SessionID] = true
	}
}

func (s *Service) remember(hash [32]byte, k known) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxTrust {
		clear(s.known)
	}
	s.known[hash] = k
	s.use(k.principal)
}

// forget makes this process look again at the key's next use, forgetUser at the user's, forgetSecret at the secret's.
func (s *Service) forget(key uuid.UUID) {
	s.forgetAll(func(p auth.Principal) bool { return p.KeyID == key })
}

func (s *Service) forgetUser(user uuid.UUID) {
	s.forgetAll(func(p auth.Principal) bool { return p.UserID == user })
}

func (s *Service) forgetSecret(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, sha256.Sum256([]byte(secret)))
}

func (s *Service) forgetAll(of func(auth.Principal) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.known, func(_ [32]byte, k known) bool { return of(k.principal) })
}

// Me tells a caller what it is. not_found when its workspace is gone.
func (s *Service) Me(ctx context.Context, p auth.Principal) (Me, error) {
	w, err := s.q.GetWorkspace(ctx, s.db, p.WorkspaceID)
	if err != nil {
		return Me{}, postgres.Translate(err, "workspace")
	}
	me := Me{
		Workspace: toWorkspace(w),
		Role:      p.Role, Scopes: p.Scopes, UserID: p.UserID, KeyID: p.KeyID,
	}
	if p.KeyID == uuid.Nil {
		u, err := s.q.GetUser(ctx, s.db, db.GetUserParams{WorkspaceID: p.WorkspaceID, ID: p.UserID})
		if errors.Is(err, pgx.ErrNoRows) { // of another issuer
			return me, nil
		}
		me.Email = u.Email
		return me, postgres.Translate(err, "user")
	}
	k, err := s.q.GetKey(ctx, s.db, db.GetKeyParams{WorkspaceID: p.WorkspaceID, ID: p.KeyID})
	if err != nil {
		return Me{}, postgres.Translate(err, "key")
	}
	me.KeyName = k.Name
	return me, nil
}

// EnsureDefault makes the default workspace and, when key is not empty, makes it that workspace's admin key. A key that an
// earlier setting named is revoked: who changes the setting wants the old one gone.
func (s *Service) EnsureDefault(ctx context.Context, key string) error {
	return postgres.Exec(ctx, s.db, func(tx pgx.Tx) error {
		if err := s.q.EnsureDefaultWorkspace(ctx, tx, db.EnsureDefaultWorkspaceParams{ID: newID(), Name: "default"}); err != nil {
			return postgres.Translate(err, "workspace")
		}
		if key == "" {
			return nil
		}
		w, err := s.q.GetDefaultWorkspace(ctx, tx)
		if err != nil {
			return postgres.Translate(err, "workspace")
		}
		hash := hashOf(key)
		err = s.q.UpsertSettingKey(ctx, tx, db.UpsertSettingKeyParams{
			ID: newID(), WorkspaceID: w.ID, Name: "DOCKET_API_KEY", Prefix: prefixOf(key), Hash: hash,
		})
		if err != nil {
			return postgres.Translate(err, "key")
		}
		err = s.q.RevokeOtherSettingKeys(ctx, tx, db.RevokeOtherSettingKeysParams{WorkspaceID: w.ID, Hash: hash})
		return postgres.Translate(err, "key")
	})
}

// DefaultWorkspace is the workspace that owns the key of the settings.
func (s *Service) DefaultWorkspace(ctx context.Context) (uuid.UUID, error) {
	w, err := s.q.GetDefaultWorkspace(ctx, s.db)
	return w.ID, postgres.Translate(err, "workspace")
}

// InWorkspace is the caller of another issuer's token in its workspace; not_found where that is none of ours.
func (s *Service) InWorkspace(ctx context.Context, p auth.Principal) (auth.Principal, error) {
	w, err := s.look("workspace "+p.WorkspaceID.String(), func() (known, error) {
		row, err := s.q.GetWorkspace(ctx, s.db, p.WorkspaceID)
		return known{auth.Principal{WorkspaceRate: rateOf(row.RequestsPerMinute)}, s.now().Add(trustFor)}, postgres.Translate(err, "workspace")
	})
	p.WorkspaceRate = w.WorkspaceRate
	return p, err
}

// Tidy forgets sign-ins whose time is over.
func (s *Service) Tidy(ctx context.Context) error {
	_, sessions := s.q.DeleteOldSessions(ctx, s.db, SessionIdle)
	_, links := s.q.DeleteOldLinks(ctx, s.db)
	_, families := s.q.DeleteOldFamilies(ctx, s.db)
	_, begun := s.q.DeleteOldOIDCSignIns(ctx, s.db)
	return postgres.Translate(errors.Join(sessions, links, families, begun), "sign-ins")
}

// newID panics only where the system has no randomness, where nothing works.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
