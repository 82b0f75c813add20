// Package identity is workspaces, users and API keys: who a key belongs to and what its holder may do.
//
// It owns the tables workspaces, users, api_keys, sessions, sign_in_links, token_families, refresh_tokens and signing_keys. It does not
// own tokens of other issuers (core/auth) or which role has which scope (the contract).
//
//	Service     who is behind a key, a session or one of our tokens; what was found is trusted for a second
//	Keys        an admin's keys
//	Users       an admin's people, links to sign in
//	SignIns     passwords, sessions of browsers, tokens of programs
//	Workspaces  tenants and their settings
package identity

import (
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/auth"
)

// Workspace is a tenant.
type Workspace struct {
	ID        uuid.UUID
	Name      string
	Default   bool // owns the key of the settings
	AuditDays int  // that the audit trail is kept
	Limits    Limits
	CreatedAt time.Time
}

// Limits is how much a workspace may use; nil is any amount.
type Limits struct {
	RequestsPerMinute *int32 `json:"requests_per_minute,omitempty"`
	StorageBytes      *int64 `json:"storage_bytes,omitempty"`
	PagesPerMonth     *int32 `json:"pages_per_month,omitempty"`
	OpenJobs          *int32 `json:"open_jobs,omitempty"`
}

// Me is what a caller may know of itself.
type Me struct {
	Workspace Workspace
	Role      auth.Role
	Scopes    []string
	UserID    uuid.UUID // uuid.Nil for an API key
	KeyID     uuid.UUID // uuid.Nil for a token
	KeyName   string    // "" for a token
	Email     string    // "" for who is no user of ours
}
