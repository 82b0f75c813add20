package app

import (
	"errors"
	"fmt"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/identity"
)

// People is who may call, and what manages them.
type People struct {
	Identity   *identity.Service
	Keys       *identity.Keys
	Users      *identity.Users
	SignIns    *identity.SignIns
	Workspaces *identity.Workspaces
	roles      contract.Roles
}

// NewPeople makes People over a database, under the contract's roles.
func NewPeople(db postgres.DB) (*People, error) {
	shared, err := common.GetSpec()
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	roles, err := contract.ReadRoles(shared)
	if err != nil {
		return nil, err
	}
	p := &People{Identity: identity.New(db), roles: roles}
	var keys, users, signIns, workspaces error
	p.Keys, keys = identity.NewKeys(p.Identity, roles.Of)
	p.Users, users = identity.NewUsers(p.Identity, roles.Of)
	p.SignIns, signIns = identity.NewSignIns(p.Identity)
	p.Workspaces, workspaces = identity.NewWorkspaces(p.Identity, p.Users)
	return p, errors.Join(keys, users, signIns, workspaces)
}

// ScopesOf is what the contract lets a caller do.
func (p *People) ScopesOf(caller auth.Principal) []string { return p.roles.Of(caller) }
