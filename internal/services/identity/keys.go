package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
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

// maxLiveKeys bounds a workspace's keys that may be used.
const maxLiveKeys = 1000

// KeyState is whether a key may be used.
type KeyState string

// The states of a key.
const (
	KeyActive  KeyState = "active"
	KeyExpired KeyState = "expired"
	KeyRevoked KeyState = "revoked"
)

// Key is an API key without its secret. Times that are not are zero.
type Key struct {
	ID          uuid.UUID
	Name        string
	Prefix      string
	Role        auth.Role
	Scopes      []string
	State       KeyState
	FromSetting bool
	CreatedAt   time.Time
	ExpiresAt   time.Time
	RevokedAt   time.Time
	LastUsedAt  time.Time
	Rate        int // requests a minute; 0: as many as the workspace
}

// KeyOrder is a key to be made. Scopes are some of the role's; nil is all of them.
type KeyOrder struct {
	Name      string
	Role      auth.Role
	Scopes    []string
	ExpiresAt time.Time // zero: never
	Rate      int       // requests a minute; 0: as many as the workspace
}

// KeyFilter is which keys a list has. Active nil is any.
type KeyFilter struct {
	Active *bool
	Limit  int
	Cursor string
}

// Keys manages the API keys of workspaces. Make one with NewKeys.
type Keys struct {
	s        *Service
	scopesOf func(auth.Principal) []string
}

// NewKeys makes Keys. scopesOf is what the contract lets a caller do.
func NewKeys(s *Service, scopesOf func(auth.Principal) []string) (*Keys, error) {
	if s == nil || scopesOf == nil {
		return nil, errors.New("make keys: a part is missing")
	}
	return &Keys{s, scopesOf}, nil
}

// List pages the workspace's keys, newest first.
func (k *Keys) List(ctx context.Context, p auth.Principal, f KeyFilter) (pagination.Page[Key], error) {
	limit, cursor := pagination.Limit(f.Limit), f.Cursor
	f.Limit, f.Cursor = 0, ""
	in := db.ListKeysParams{WorkspaceID: p.WorkspaceID, Live: f.Active, PageSize: int32(limit) + 1} // at most pagination.MaxLimit
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, f)
		if err != nil {
			return pagination.Page[Key]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := k.s.q.ListKeys(ctx, k.s.db, in)
	if err != nil {
		return pagination.Page[Key]{}, postgres.Translate(err, "keys")
	}
	return pagination.Cut(rows, limit, f, k.fromDB, func(r db.APIKey) position { return position{r.CreatedAt, r.ID} })
}

// Find finds a key of the workspace.
func (k *Keys) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (Key, error) {
	row, err := k.s.q.GetKey(ctx, k.s.db, db.GetKeyParams{WorkspaceID: p.WorkspaceID, ID: id})
	if err != nil {
		return Key{}, postgres.Translate(err, "key")
	}
	return k.fromDB(row), nil
}

// Create makes a key that may do nothing that its maker may not, and tells its secret. An attempt that has made a key gives that
// key another secret: the one before was told to nobody, or is not wanted any more.
func (k *Keys) Create(ctx context.Context, p auth.Principal, o KeyOrder, a *idempotency.Attempt) (Key, string, error) {
	if err := k.check(p, o); err != nil {
		return Key{}, "", err
	}
	secret := newSecret("dk_")
	row, err := postgres.InTx(ctx, k.s.db, func(tx pgx.Tx) (db.APIKey, error) {
		if id := a.Subject(); id != uuid.Nil {
			return k.reissue(ctx, tx, p, id, secret)
		}
		return k.insert(ctx, tx, p, o, secret, a)
	})
	if err != nil {
		return Key{}, "", err
	}
	k.s.forget(row.ID)
	return k.fromDB(row), secret, nil
}

func (k *Keys) insert(ctx context.Context, tx pgx.Tx, p auth.Principal, o KeyOrder, secret string, a *idempotency.Attempt) (db.APIKey, error) {
	live, err := k.s.q.CountLiveKeys(ctx, tx, p.WorkspaceID)
	if err != nil {
		return db.APIKey{}, postgres.Translate(err, "keys")
	}
	if live >= maxLiveKeys {
		return db.APIKey{}, fault.New(fault.CodeConflict, "the workspace has %d keys: revoke those that are not used", live)
	}
	row, err := k.s.q.InsertKey(ctx, tx, db.InsertKeyParams{
		ID: newID(), WorkspaceID: p.WorkspaceID, Name: o.Name, Prefix: prefixOf(secret), Hash: hashOf(secret), Role: string(o.Role),
		Scopes: o.Scopes, ExpiresAt: postgres.Ref(o.ExpiresAt), RequestsPerMinute: postgres.Ref(int32(o.Rate)), // the contract bounds it
	})
	if err != nil {
		return row, postgres.Translate(err, "key")
	}
	if err := a.Bind(ctx, tx, row.ID); err != nil {
		return row, err
	}
	return row, k.record(ctx, tx, p, row.ID, "api_key.created", audit.Change{After: factsOf(k.fromDB(row))})
}

func (k *Keys) reissue(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, secret string) (db.APIKey, error) {
	if _, err := k.lock(ctx, tx, p, id); err != nil {
		return db.APIKey{}, err
	}
	row, err := k.s.q.ReissueKey(ctx, tx, db.ReissueKeyParams{WorkspaceID: p.WorkspaceID, ID: id, Prefix: prefixOf(secret), Hash: hashOf(secret)})
	if err != nil {
		return row, postgres.Translate(err, "key")
	}
	return row, k.record(ctx, tx, p, id, "api_key.reissued", nil)
}

// check refuses a key that could do more than its maker, and one that never could do anything.
func (k *Keys) check(p auth.Principal, o KeyOrder) error {
	if !o.ExpiresAt.IsZero() && !o.ExpiresAt.After(time.Now()) {
		return fault.New(fault.CodeValidation, "the key would have ended already").At("/expires_at", "is in the past")
	}
	role := k.scopesOf(auth.Principal{Role: o.Role})
	wanted := o.Scopes
	if wanted == nil {
		wanted = role
	}
	for _, scope := range wanted {
		if !slices.Contains(role, scope) {
			return fault.New(fault.CodeValidation, "the role %s has no scope %q", o.Role, scope).At("/scopes", "names a scope that the role lacks")
		}
		if !p.Has(scope) {
			return fault.New(fault.CodeForbidden, "a key may not have the scope %s, which its maker lacks", scope)
		}
	}
	return nil
}

// Rename gives a key another name. conflict for the key of the settings.
func (k *Keys) Rename(ctx context.Context, p auth.Principal, id uuid.UUID, name string) (Key, error) {
	return postgres.InTx(ctx, k.s.db, func(tx pgx.Tx) (Key, error) {
		before, err := k.lock(ctx, tx, p, id)
		if err != nil {
			return Key{}, err
		}
		row, err := k.s.q.RenameKey(ctx, tx, db.RenameKeyParams{WorkspaceID: p.WorkspaceID, ID: id, Name: name})
		if err != nil {
			return Key{}, postgres.Translate(err, "key")
		}
		type named struct {
			Name string `json:"name"`
		}
		return k.fromDB(row), k.record(ctx, tx, p, id, "api_key.renamed", audit.Change{Before: named{before.Name}, After: named{name}})
	})
}

// Revoke ends a key. Every process refuses it once it looks again, after trustFor at most. conflict for the key of the settings.
func (k *Keys) Revoke(ctx context.Context, p auth.Principal, id uuid.UUID) error {
	defer k.s.forget(id)
	return postgres.Exec(ctx, k.s.db, func(tx pgx.Tx) error {
		before, err := k.lock(ctx, tx, p, id)
		if err != nil || before.RevokedAt != nil {
			return err
		}
		if err := k.s.q.RevokeKey(ctx, tx, db.RevokeKeyParams{WorkspaceID: p.WorkspaceID, ID: id}); err != nil {
			return postgres.Translate(err, "key")
		}
		return k.record(ctx, tx, p, id, "api_key.revoked", audit.Change{Before: factsOf(k.fromDB(before))})
	})
}

// lock finds a key to be changed.
func (k *Keys) lock(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID) (db.APIKey, error) {
	row, err := k.s.q.LockKey(ctx, tx, db.LockKeyParams{WorkspaceID: p.WorkspaceID, ID: id})
	if err != nil {
		return row, postgres.Translate(err, "key")
	}
	if row.FromSetting {
		return row, fault.New(fault.CodeConflict, "this is the key of the setting DOCKET_API_KEY: change the setting")
	}
	return row, nil
}

func (k *Keys) record(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, action string, detail any) error {
	return audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{Action: action, SubjectKind: "api_key", SubjectID: id, Detail: detail})
}

// keyFacts is what the audit trail tells of a key.
type keyFacts struct {
	Name      string     `json:"name"`
	Prefix    string     `json:"prefix"`
	Role      auth.Role  `json:"role"`
	Scopes    []string   `json:"scopes"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
}

func factsOf(k Key) keyFacts {
	return keyFacts{k.Name, k.Prefix, k.Role, k.Scopes, postgres.Ref(k.ExpiresAt)}
}

func (k *Keys) fromDB(r db.APIKey) Key {
	out := Key{ID: r.ID, Name: r.Name, Prefix: r.Prefix, Role: auth.Role(r.Role), State: KeyActive, FromSetting: r.FromSetting,
		CreatedAt: r.CreatedAt, ExpiresAt: postgres.Deref(r.ExpiresAt), RevokedAt: postgres.Deref(r.RevokedAt), LastUsedAt: postgres.Deref(r.LastUsedAt), Rate: rateOf(r.RequestsPerMinute)}
	out.Scopes = k.scopesOf(auth.Principal{Role: out.Role, Installation: r.FromSetting, Only: r.Scopes})
	switch {
	case r.RevokedAt != nil:
		out.State = KeyRevoked
	case r.ExpiresAt != nil && !r.ExpiresAt.After(time.Now()):
		out.State = KeyExpired
	}
	return out
}

// position is where a page of a list ends.
type position struct {
	Time time.Time `json:"t"`
	ID   uuid.UUID `json:"i"`
}

// newSecret is 256 random bits behind a prefix that tells people what they found. rand.Read never fails.
func newSecret(kind string) string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	return kind + base64.RawURLEncoding.EncodeToString(raw)
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

func prefixOf(secret string) string { return secret[:min(prefixLen, len(secret))] }
