// Package identity is workspaces, users and API keys: who a key belongs to and what its holder may do.
//
// It owns the tables workspaces, users and api_keys. It does not own tokens of other issuers or scopes (core/auth).
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
	CreatedAt time.Time
}

// Me is what a caller may know of itself.
type Me struct {
	Workspace Workspace
	Role      auth.Role
	Scopes    []string
	UserID    uuid.UUID // uuid.Nil for an API key
	KeyID     uuid.UUID // uuid.Nil for a token
	KeyName   string    // "" for a token
}
