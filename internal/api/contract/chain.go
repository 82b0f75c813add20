package contract

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

// Authenticator turns the credentials of the Authorization header into a caller. Scopes are filled in here, from the
// role. Any failure but an outage is fault unauthorized.
type Authenticator interface {
	Authenticate(ctx context.Context, bearer string) (auth.Principal, error)
	// AuthenticateSession does the same for a browser's session.
	AuthenticateSession(ctx context.Context, secret string) (auth.Principal, error)
}

// Chain is the middleware of all operations of the contract. Routes outside the contract pass through it untouched.
//
// The order is part of the contract: an anonymous caller learns nothing about what would have been valid.
func (c *Contract) Chain(authn Authenticator, idem Idempotency, heavy Heavy) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		handler := c.Guards.watched(idempotent(idem, next))
		return func(ec echo.Context) error {
			op := c.Find(ec.Request().Method, ec.Path())
			if op == nil {
				return next(ec)
			}
			op.setDeprecationHeaders(ec.Response().Header())
			// Authentication asks others too: the operation's time runs from here.
			ctx, cancel := context.WithTimeout(ec.Request().Context(), op.Timeout)
			defer cancel()
			op.setDeadlines(ec)
			ctx = context.WithValue(withSession(withOperation(ctx, op), ec.Request()), urlKey{}, ec.Request().URL)
			ec.SetRequest(ec.Request().WithContext(ctx))
			if err := c.authenticate(ec, op, authn); err != nil {
				return err
			}
			if err := c.Guards.allow(ec, op); err != nil {
				return err
			}
			for _, check := range []func(echo.Context) error{op.acceptable, op.supported, op.limit, op.joinConditions, op.checkParameters, op.noVersions} {
				if err := check(ec); err != nil {
					return err
				}
			}
			leave, err := heavy.admit(ec, op)
			if err != nil {
				return err
			}
			defer leave()
			if err := op.checkBody(ec); err != nil {
				return err
			}
			return handler(ec)
		}
	}
}

// writeGrace is how long an answer may still be written when the operation's time has run out: its error must get out.
const writeGrace = 10 * time.Second

// setDeadlines bounds how long a slow caller may hold the connection: a context ends no read of a body.
func (o *Operation) setDeadlines(ec echo.Context) {
	conn := http.NewResponseController(ec.Response())
	end := time.Now().Add(o.Timeout)
	// A writer without deadlines has no connection that could be held.
	_ = conn.SetReadDeadline(end)
	_ = conn.SetWriteDeadline(end.Add(writeGrace))
}

func (c *Contract) authenticate(ec echo.Context, op *Operation, authn Authenticator) error {
	r := ec.Request()
	if op.Public {
		return c.sameOrigin(op, r)
	}
	who, err := c.credentials(op, r, authn)
	if err != nil {
		return err
	}
	admit := func(ctx context.Context) (auth.Principal, error) { return c.admit(ctx, op, who) }
	p, err := admit(r.Context())
	if err != nil {
		return c.Guards.refused(r.Context(), err)
	}
	ec.SetRequest(ec.Request().WithContext(withRecheck(auth.WithPrincipal(ec.Request().Context(), p), admit)))
	return nil
}

// admit gives the caller behind the credentials, with scopes, when the operation is theirs to call.
func (c *Contract) admit(ctx context.Context, op *Operation, who func(context.Context) (auth.Principal, error)) (auth.Principal, error) {
	p, err := who(ctx)
	if e, ok := fault.As(err); ok && e.Kind() == fault.NotFound {
		return p, fault.Wrap(err, fault.CodeUnauthorized, "the credentials are of no workspace here")
	}
	if err != nil {
		return p, err
	}
	p.Scopes = c.roles.Of(p)
	for _, scope := range op.Scopes {
		if !p.Has(scope) {
			return p, &ScopeError{scope, c.forbidden(p, scope)}
		}
	}
	return p, nil
}

// ScopeError is the error of a caller who lacks a scope. It wraps a fault.
type ScopeError struct {
	Scope string
	cause error
}

// Error implements error.
func (s *ScopeError) Error() string { return s.cause.Error() }

// Unwrap gives the fault.
func (s *ScopeError) Unwrap() error { return s.cause }

func (c *Contract) forbidden(p auth.Principal, scope string) error {
	if slices.Contains(c.roles.installation, scope) {
		return fault.New(fault.CodeForbidden, "this is for the installation's own key, DOCKET_API_KEY, and for operators; it needs the scope %s", scope)
	}
	if p.Only != nil {
		return fault.New(fault.CodeForbidden, "these credentials are not good for this; it needs the scope %s", scope)
	}
	return fault.New(fault.CodeForbidden, "the role %s may not do this; it needs the scope %s", p.Role, scope)
}

// handshake gives the headers of a WebSocket's handshake an Authorization: browsers cannot send one, but offer
// subprotocols, of which one is bearer. with the credentials behind it.
func handshake(h http.Header) http.Header {
	if !equalFold(h.Get("Upgrade"), "websocket") || len(h.Values("Authorization")) > 0 {
		return h
	}
	for offer := range strings.SplitSeq(strings.Join(h.Values("Sec-WebSocket-Protocol"), ","), ",") {
		if bearer, ok := strings.CutPrefix(strings.TrimSpace(offer), "bearer."); ok {
			return http.Header{"Authorization": {"Bearer " + bearer}}
		}
	}
	return h
}

// bearerToken reads exactly one Authorization header of the scheme Bearer (RFC 6750).
func bearerToken(h http.Header) (string, error) {
	values := h.Values("Authorization")
	if len(values) != 1 {
		return "", fault.New(fault.CodeUnauthorized, "send one header Authorization: Bearer with an API key or a token")
	}
	const scheme = "bearer "
	v := values[0]
	if len(v) <= len(scheme) || !equalFold(v[:len(scheme)], scheme) || len(v) > 8192 {
		return "", fault.New(fault.CodeUnauthorized, "send Authorization: Bearer with an API key or a token")
	}
	return v[len(scheme):], nil
}

// setDeprecationHeaders tells a caller of a deprecated operation so, on every answer (RFC 9745, RFC 8594, RFC 8288).
func (o *Operation) setDeprecationHeaders(h http.Header) {
	d := o.Deprecated
	if d == nil {
		return
	}
	h.Set("Deprecation", "@"+strconv.FormatInt(d.Since.Unix(), 10))
	h.Set("Sunset", d.Sunset.UTC().Format(http.TimeFormat))
	if d.Successor != "" {
		h.Add("Link", "<"+d.Successor+`>; rel="successor-version"`)
	}
}

// limit bounds the body before anything reads it. A declared length over the limit is refused without reading.
func (o *Operation) limit(ec echo.Context) error {
	r := ec.Request()
	most := o.Body
	if o.jsonBody != nil && isJSON(mediaTypeOf(r)) {
		most = min(most, maxJSON)
	}
	if r.ContentLength > most {
		return tooLarge(most)
	}
	r.Body = http.MaxBytesReader(ec.Response(), r.Body, most)
	if strings.HasPrefix(mediaTypeOf(r), "multipart/") {
		r.Body = buffered{bufio.NewReaderSize(r.Body, formBuffer), r.Body}
	}
	return nil
}

// formBuffer is how much of a form is taken from its connection at a time: the parser of forms asks for 4 KiB.
const formBuffer = 128 << 10

// buffered is a body behind a buffer.
type buffered struct {
	io.Reader
	io.Closer
}

func tooLarge(most int64) error {
	return fault.New(fault.CodeBodyTooLarge, "the body may have %d bytes at most", most)
}

type operationKey struct{}

func withOperation(ctx context.Context, op *Operation) context.Context {
	return context.WithValue(ctx, operationKey{}, op)
}

// OperationFrom is the operation that ctx serves, nil outside the contract.
func OperationFrom(ctx context.Context) *Operation {
	op, _ := ctx.Value(operationKey{}).(*Operation)
	return op
}

// Allow is the header of the same name for a router path: its methods and nothing else.
func (c *Contract) Allow(routerPath string) string {
	return join(c.Methods(routerPath))
}
