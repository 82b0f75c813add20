// Package oidc is a provider of sign-ins (OpenID Connect Core 1.0), with the code flow, PKCE, state and nonce.
//
// It owns the talk with the provider. Who the person is here, and what he may do, is services/identity's.
package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

const (
	// patience bounds one request to the provider.
	patience = 5 * time.Second
	// pause is how long a provider that failed is left alone.
	pause = 10 * time.Second
	// maxAnswer bounds an answer of the provider.
	maxAnswer = 1 << 20
)

// Config is one provider.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string // "" for a public client
	RedirectURL  string
	Scopes       []string
	RoleClaim    string // name, or names with dots between them
}

// Person is who the provider says has signed in. Groups are what its claim of roles lists.
type Person struct {
	Issuer  string
	Subject string
	Email   string // "" unless the provider has verified it
	Name    string
	Groups  []string
}

// Provider is a provider of sign-ins. It is asked for its configuration at the first sign-in: one that is down keeps nothing from
// starting. Make one with New.
type Provider struct {
	cfg    Config
	client *http.Client

	mu    sync.Mutex
	found *oidc.Provider
	next  time.Time // no look before it
	err   error     // of the last look
}

// New makes a Provider.
func New(cfg Config) (*Provider, error) {
	if cfg.Issuer == "" || cfg.ClientID == "" || cfg.RedirectURL == "" {
		return nil, errors.New("make provider of sign-ins: issuer, client or address to come back to is missing")
	}
	return &Provider{cfg: cfg, client: &http.Client{Timeout: patience, Transport: bounded{http.DefaultTransport}}}, nil
}

// Begin is where the browser goes to sign in.
func (p *Provider) Begin(ctx context.Context, state, nonce, verifier string) (string, error) {
	provider, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return p.flow(provider).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Finish gives who has signed in, by the code that the browser brought back. Its errors are for the log and an admin.
func (p *Provider) Finish(ctx context.Context, code, nonce, verifier string) (Person, error) {
	provider, err := p.discover(ctx)
	if err != nil {
		return Person{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	tokens, err := p.flow(provider).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return Person{}, fmt.Errorf("exchange the code: %w", err)
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return Person{}, errors.New("the provider gave no id_token: is the scope openid asked for?")
	}
	id, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: p.cfg.ClientID}).Verify(ctx, raw)
	if err != nil {
		return Person{}, fmt.Errorf("check the id_token: %w", err)
	}
	if id.Nonce != nonce {
		return Person{}, errors.New("the id_token is of another sign-in: its nonce differs")
	}
	return p.person(id)
}

func (p *Provider) person(id *oidc.IDToken) (Person, error) {
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		return Person{}, fmt.Errorf("read the id_token: %w", err)
	}
	out := Person{Issuer: id.Issuer, Subject: id.Subject, Groups: auth.TextsAt(claims, p.cfg.RoleClaim)}
	out.Name, _ = claims["name"].(string)
	if email, _ := claims["email"].(string); claims["email_verified"] == true {
		out.Email = email
	}
	return out, nil
}

func (p *Provider) flow(of *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret, Endpoint: of.Endpoint(), RedirectURL: p.cfg.RedirectURL, Scopes: p.cfg.Scopes}
}

// discover finds the provider's configuration, once. unavailable while it cannot be found.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil && !time.Now().Before(p.next) {
		// The provider's keys are fetched later, too: this context must not end with the request.
		p.found, p.err = oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.cfg.Issuer)
		p.next = time.Now().Add(pause)
	}
	if p.found == nil {
		e := fault.Wrap(p.err, fault.CodeUnavailable, "the provider of sign-ins cannot be reached; a password or a link still signs in")
		e.RetryAfter = max(time.Until(p.next), time.Second)
		return nil, e
	}
	return p.found, nil
}

// bounded cuts answers that are too long.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, maxAnswer)
	}
	return res, err
}
