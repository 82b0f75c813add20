package app

import (
	"context"
	"net/http"
	"time"

	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/api/contract"
	v1 "github.com/docketapi/docket/internal/api/v1"
	v2 "github.com/docketapi/docket/internal/api/v2"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/config"
	"github.com/docketapi/docket/internal/core/ratelimit"
	"github.com/docketapi/docket/internal/services/identity"
)

// Handler is the HTTP API over the services, for callers with keys of the database and, where the settings name an issuer, with
// its tokens. ctx ends the looks at the issuer's keys.
func (a *App) Handler(ctx context.Context, s config.Auth, h config.HTTP) (http.Handler, error) {
	proxies, err := h.Proxies()
	if err != nil {
		return nil, err
	}
	tokens, err := auth.NewTokens(ctx, auth.TokenConfig{Secret: s.JWTSecret, JWKSURL: s.JWKSURL, Issuer: s.JWTIssuer,
		Audience: s.JWTAudience, WorkspaceClaim: s.JWTWorkspaceClaim, RoleClaim: s.JWTRoleClaim, Log: a.config.Log})
	if err != nil {
		return nil, err
	}
	one, err := v1.New(v1.Services{Documents: a.Documents, Invoices: a.Invoices.Invoices, Uploads: a.Invoices.Uploads, Reviewer: a.Invoices.Reviewer, Lessons: a.Invoices.Lessons, Exports: a.exports, Responses: a.responses, Queries: a.queries, Jobs: a.Jobs, Identity: a.Identity, Keys: a.Keys, Users: a.Users, SignIns: a.SignIns, Workspaces: a.Workspaces, Audit: a.audit, Federation: a.federation, Validation: a.validation,
		Passages: a.Search, Catalog: a.Catalog, Rebuilder: a.rebuilder, Chatbot: a.chat})
	if err != nil {
		return nil, err
	}
	two, err := v2.New(a.chat)
	if err != nil {
		return nil, err
	}
	deps := api.Deps{
		Log: a.config.Log, Authenticator: callers{a.Identity, tokens}, Idempotency: a.Idempotency, V1: one, V2: two.Handlers(),
		Parts: a.parts(tokens), Observe: a.figures.Observe, Heavy: a.heavy, Origins: h.Origins(), Proxies: proxies,
		Guards: contract.Guards{Allowances: a.allowances, WrongSignIns: ratelimit.NewAddresses(s.SignInLimit, time.Now),
			WrongCredentials: ratelimit.NewAddresses(wrongKeys*s.SignInLimit, time.Now)},
	}
	if h.MetricsAddr == "" {
		deps.Metrics = a.figures
	}
	return api.New(deps)
}

// wrongKeys is how many more wrong keys and tokens than sign-ins an address is forgiven: they cannot be guessed.
const wrongKeys = 10

// Figures answers GET /metrics.
func (a *App) Figures() http.Handler { return a.figures }

// parts are what requests need: none can do without database and storage, tokens alone need their issuer's keys.
func (a *App) parts(tokens *auth.Tokens) []api.Part {
	parts := []api.Part{{Name: "database", Needed: true, Check: a.config.Pool.Ping}, {Name: "storage", Needed: true, Check: a.config.Blobs.Check}}
	if tokens.UsesKeys() {
		parts = append(parts, api.Part{Name: "jwks", Check: tokens.CheckKeys})
	}
	return parts
}

// callers authenticates API keys by the database and tokens by their issuer's keys.
type callers struct {
	keys   *identity.Service
	tokens *auth.Tokens
}

// Authenticate gives the caller behind a bearer credential.
func (c callers) Authenticate(ctx context.Context, bearer string) (auth.Principal, error) {
	if !auth.LooksLikeToken(bearer) {
		return c.keys.Authenticate(ctx, bearer)
	}
	if p, ours, err := c.keys.AuthenticateToken(ctx, bearer); ours {
		return p, err
	}
	p, err := c.tokens.Authenticate(ctx, bearer)
	if err != nil {
		return p, err
	}
	return c.keys.InWorkspace(ctx, p)
}

// AuthenticateSession gives the caller behind a browser's session.
func (c callers) AuthenticateSession(ctx context.Context, secret string) (auth.Principal, error) {
	return c.keys.AuthenticateSession(ctx, secret)
}
