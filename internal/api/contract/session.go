package contract

import (
	"context"
	"net/http"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

// SessionCookie is the name of a session's cookie. Browsers take it over TLS only, for this host and its root alone (RFC 6265bis,
// 4.1.3.2).
const SessionCookie = "__Host-docket"

// credentials finds what the caller shows: the Authorization header, else the cookie of a session.
func (c *Contract) credentials(op *Operation, r *http.Request, authn Authenticator) (func(context.Context) (auth.Principal, error), error) {
	h := handshake(r.Header)
	secret := cookieOf(r, SessionCookie)
	if !op.Session || secret == "" || len(h.Values("Authorization")) > 0 {
		bearer, err := bearerToken(h)
		return func(ctx context.Context) (auth.Principal, error) { return authn.Authenticate(ctx, bearer) }, err
	}
	return func(ctx context.Context) (auth.Principal, error) { return authn.AuthenticateSession(ctx, secret) }, c.sameOrigin(op, r)
}

// sameOrigin refuses what a page of another origin has a browser send: the browser shows the cookie there, too. A WebSocket is opened
// by GET, and may be asked anything once it is open.
func (c *Contract) sameOrigin(op *Operation, r *http.Request) error {
	if equalFold(r.Header.Get("Upgrade"), "websocket") {
		asked := *r
		asked.Method = http.MethodPost
		r = &asked
	} else if !op.changes() {
		return nil
	}
	if err := c.Origins.Check(r); err != nil {
		return fault.Wrap(err, fault.CodeForbidden, "a page of another origin may not do this")
	}
	return nil
}

// cookieOf is the cookie that a request shows, "" without one and with several.
func cookieOf(r *http.Request, name string) string {
	cookies := r.CookiesNamed(name)
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}

// BegunCookie is the name of the cookie of a sign-in that has begun at a provider.
const BegunCookie = SessionCookie + "-begun"

type cookiesKey struct{}

// cookies are what a request shows, good or not.
type cookies struct{ session, begun string }

func withSession(ctx context.Context, r *http.Request) context.Context {
	return context.WithValue(ctx, cookiesKey{}, cookies{cookieOf(r, SessionCookie), cookieOf(r, BegunCookie)})
}

// SessionFrom is the session that the request shows, good or not; "" without one.
func SessionFrom(ctx context.Context) string {
	c, _ := ctx.Value(cookiesKey{}).(cookies)
	return c.session
}

// BegunFrom is the sign-in at a provider that the browser has begun; "" without one.
func BegunFrom(ctx context.Context) string {
	c, _ := ctx.Value(cookiesKey{}).(cookies)
	return c.begun
}

// SetSession is the Set-Cookie header that gives a browser a session; with "" it takes it away.
func SetSession(secret string, seconds int) *string { return setCookie(SessionCookie, secret, seconds) }

// SetBegun is the Set-Cookie header that has a browser remember the sign-in that it begins at a provider.
func SetBegun(state string, seconds int) *string { return setCookie(BegunCookie, state, seconds) }

func setCookie(name, value string, seconds int) *string {
	if value == "" {
		seconds = -1
	}
	c := http.Cookie{Name: name, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	s := c.String()
	return &s
}
