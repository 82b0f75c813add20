package contract

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/ratelimit"
)

// Allowances are how much callers may use.
type Allowances interface {
	// Request counts a request, and tells how the caller's allowances stand, by their names; nil where it has none.
	Request(ctx context.Context, p auth.Principal) (map[string]ratelimit.State, error)
	// Check refuses what would go over a quota: quota_exceeded.
	Check(ctx context.Context, p auth.Principal, uses []string, bytes int64) error
}

// Guards keep callers within bounds. The zero value has none.
type Guards struct {
	Allowances Allowances
	// WrongCredentials and WrongSignIns are what an address is forgiven; nil is everything.
	WrongCredentials, WrongSignIns *ratelimit.Addresses
}

// allow counts the request of a caller who was let in, and looks whether what it wants is within the workspace's quotas.
func (g Guards) allow(ec echo.Context, op *Operation) error {
	ctx := ec.Request().Context()
	p := auth.PrincipalFrom(ctx)
	if g.Allowances == nil || op.Public {
		return nil
	}
	states, err := g.Allowances.Request(ctx, p)
	if err != nil {
		return err
	}
	if err := tellAllowances(ec, states); err != nil {
		return err
	}
	if len(op.uses) == 0 {
		return nil
	}
	return g.Allowances.Check(ctx, p, op.uses, ec.Request().ContentLength)
}

// tellAllowances writes how the allowances stand (draft-ietf-httpapi-ratelimit-headers-10), and refuses where one is used up.
func tellAllowances(ec echo.Context, states map[string]ratelimit.State) error {
	var policies, left []string
	var wait time.Duration
	for _, name := range []string{"key", "workspace"} {
		s, is := states[name]
		if !is {
			continue
		}
		policies = append(policies, fmt.Sprintf("%q;q=%d;w=60", name, s.PerMinute))
		left = append(left, fmt.Sprintf("%q;r=%d;t=%d", name, s.Left, int(math.Ceil(s.Full.Seconds()))))
		wait = max(wait, s.Wait)
	}
	if len(policies) == 0 {
		return nil
	}
	h := ec.Response().Header()
	h.Set("RateLimit-Policy", strings.Join(policies, ", "))
	h.Set("RateLimit", strings.Join(left, ", "))
	if wait > 0 {
		return slowDown("more requests than are allowed in a minute", wait)
	}
	return nil
}

// refused counts credentials that were wrong. From an address that has sent too many the answer is to come later, which also says
// nothing of whether they were wrong.
func (g Guards) refused(ctx context.Context, err error) error {
	if fault.CodeOf(err) != fault.CodeUnauthorized {
		return err
	}
	address := auth.OriginFrom(ctx).Address
	if wait := g.WrongCredentials.Wait(address); wait > 0 {
		return slowDown("too many wrong credentials came from this address", wait)
	}
	g.WrongCredentials.Fail(address)
	return err
}

// guessing tells operations that let somebody in: from an address that has failed too often they are not even tried.
func (o *Operation) guessing() bool {
	return o.Public && slices.Contains(o.problems, fault.CodeUnauthorized)
}

// watched is a handler whose failures to let somebody in are counted.
func (g Guards) watched(next echo.HandlerFunc) echo.HandlerFunc {
	return func(ec echo.Context) error {
		ctx := ec.Request().Context()
		if !OperationFrom(ctx).guessing() {
			return next(ec)
		}
		address := auth.OriginFrom(ctx).Address
		if wait := g.WrongSignIns.Wait(address); wait > 0 {
			return slowDown("too many sign-ins from this address failed", wait)
		}
		err := next(ec)
		if fault.CodeOf(err) == fault.CodeUnauthorized {
			g.WrongSignIns.Fail(address)
		}
		return err
	}
}

func slowDown(why string, wait time.Duration) error {
	e := fault.New(fault.CodeRateLimited, "%s", why)
	e.RetryAfter = wait
	return e
}
