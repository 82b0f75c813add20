package main

import (
	"context"

	"github.com/docketapi/docket/internal/infra/oidc"
	"github.com/docketapi/docket/internal/services/identity"
)

// newProvider is the provider of sign-ins that the settings name; nil without one.
func newProvider(e *env) (identity.Provider, map[string]string, error) {
	c := &e.cli.Provider
	if c.Issuer == "" {
		return nil, nil, nil
	}
	roles, err := c.GroupRoles()
	if err != nil {
		return nil, nil, err
	}
	p, err := oidc.New(oidc.Config{Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret, RedirectURL: c.CallbackURL(),
		Scopes: c.AskedScopes(), RoleClaim: c.RoleClaim})
	return provider{p}, roles, err
}

// provider is the adapter as the service wants it.
type provider struct{ *oidc.Provider }

// Finish implements identity.Provider.
func (p provider) Finish(ctx context.Context, code, nonce, verifier string) (identity.Person, error) {
	who, err := p.Provider.Finish(ctx, code, nonce, verifier)
	return identity.Person(who), err
}
