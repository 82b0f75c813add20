// Package auth is who calls: tokens and keys become a Principal, roles are sets of scopes.
//
// It owns the principal and what a role may do. It does not own where keys are stored (services/identity) or which
// operation needs which scope (the contract).
package auth

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// Role is what a caller is within its workspace.
type Role string

// The roles, each with all that the one before it may do.
const (
	Viewer   Role = "viewer"
	Member   Role = "member"
	Reviewer Role = "reviewer"
	Admin    Role = "admin"
)

// roles are the roles in their order.
var roles = []Role{Viewer, Member, Reviewer, Admin}

// rank is the role's place in the order, -1 for a name that is none of ours.
func (r Role) rank() int { return slices.Index(roles, r) }

// Known tells whether the role is one of ours.
func (r Role) Known() bool { return r.rank() >= 0 }

// Above tells whether the role may more than the other; every role may more than a name that is none.
func (r Role) Above(other Role) bool { return r.rank() > other.rank() }

// Principal is an authenticated caller. Exactly one of UserID and KeyID is set.
type Principal struct {
	WorkspaceID uuid.UUID
	UserID      uuid.UUID // of a token: a user of ours, or one derived from issuer and subject
	KeyID       uuid.UUID // of an API key
	Role        Role
	SessionID   uuid.UUID // of a user's browser
	FamilyID    uuid.UUID // of a user's tokens
	// Installation: the caller holds the key of the settings, or an operator's account, and answers for what all workspaces share.
	Installation bool
	// Only, where it is not nil, is all that the credentials are good for of what the role may.
	Only   []string
	Scopes []string
	// KeyRate and WorkspaceRate are how many requests a minute are allowed; 0 is any number.
	KeyRate, WorkspaceRate int
}

// Has tells whether the caller may use the scope.
func (p Principal) Has(scope string) bool { return slices.Contains(p.Scopes, scope) }

// Origin is where a request came from.
type Origin struct {
	Address   string // of the caller
	UserAgent string
	RequestID string
}

type originKey struct{}

// WithOrigin is ctx that knows where its request came from.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// OriginFrom is the origin that WithOrigin put into ctx; the zero Origin without one: the system itself acts.
func OriginFrom(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
}

type principalKey struct{}

// WithPrincipal is ctx that knows its caller.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalFrom is the caller that WithPrincipal put into ctx; the zero Principal, which may do nothing, without one.
func PrincipalFrom(ctx context.Context) Principal {
	p, _ := ctx.Value(principalKey{}).(Principal)
	return p
}
