package identity

import (
	"context"
	"crypto/sha256"
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
	db postgres.DB
	q  *db.Queries

	mu    sync.Mutex
	known map[[32]byte]known
	used  map[uuid.UUID]bool // keys, since they were last written down
}

type known struct {
	principal auth.Principal
	until     time.Time
}

// New makes a Service.
func New(conn postgres.DB) *Service {
	return &Service{db: conn, q: db.New(), known: map[[32]byte]known{}, used: map[uuid.UUID]bool{}}
}

// Authenticate gives the caller that an API key belongs to, without scopes: those follow from the role. unauthorized for
// every other text.
func (s *Service) Authenticate(ctx context.Context, key string) (auth.Principal, error) {
	hash := sha256.Sum256([]byte(key))
	if p, ok := s.remembered(hash); ok {
		return p, nil
	}
	row, err := s.q.GetLiveKey(ctx, s.db, hash[:])
	if err != nil {
		err = postgres.Translate(err, "key")
		if fault.CodeOf(err) == fault.CodeNotFound {
			return auth.Principal{}, fault.New(fault.CodeUnauthorized, "the API key is not valid")
		}
		return auth.Principal{}, err
	}
	p := auth.Principal{WorkspaceID: row.WorkspaceID, KeyID: row.ID, Role: auth.Role(row.Role), Only: row.Scopes, Installation: row.FromSetting}
	until := time.Now().Add(trustFor)
	if row.ExpiresAt != nil && row.ExpiresAt.Before(until) {
		until = *row.ExpiresAt
	}
	s.remember(hash, known{p, until})
	return p, nil
}

func (s *Service) remembered(hash [32]byte) (auth.Principal, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.known[hash]
	if !ok || !time.Now().Before(k.until) {
		return auth.Principal{}, false
	}
	s.used[k.principal.KeyID] = true
	return k.principal, true
}

// forget makes this process look again at the key's next use.
func (s *Service) forget(id uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.known, func(_ [32]byte, k known) bool { return k.principal.KeyID == id })
}

func (s *Service) remember(hash [32]byte, k known) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxTrust {
		clear(s.known)
	}
	s.known[hash] = k
	s.used[k.principal.KeyID] = true
}

// Me tells a caller what it is. not_found when its workspace is gone.
func (s *Service) Me(ctx context.Context, p auth.Principal) (Me, error) {
	w, err := s.q.GetWorkspace(ctx, s.db, p.WorkspaceID)
	if err != nil {
		return Me{}, postgres.Translate(err, "workspace")
	}
	me := Me{
		Workspace: Workspace{ID: w.ID, Name: w.Name, CreatedAt: w.CreatedAt},
		Role:      p.Role, Scopes: p.Scopes, UserID: p.UserID, KeyID: p.KeyID,
	}
	if p.KeyID == uuid.Nil {
		return me, nil
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

// WorkspaceExists tells whether a token's workspace is one of ours; not_found when it is not.
func (s *Service) WorkspaceExists(ctx context.Context, id uuid.UUID) error {
	_, err := s.q.GetWorkspace(ctx, s.db, id)
	return postgres.Translate(err, "workspace")
}

// newID panics only where the system has no randomness, where nothing works.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
