package contract

import (
	"context"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

type recheckKey struct{}

// withRecheck remembers how the caller was let in.
func withRecheck(ctx context.Context, check func(context.Context) (auth.Principal, error)) context.Context {
	return context.WithValue(ctx, recheckKey{}, check)
}

// Recheck lets the caller in once more, with the credentials of the request: a connection may outlive them. Its errors are those
// of the first time.
func Recheck(ctx context.Context) (auth.Principal, error) {
	check, ok := ctx.Value(recheckKey{}).(func(context.Context) (auth.Principal, error))
	if !ok {
		return auth.Principal{}, fault.New(fault.CodeUnauthorized, "nobody was let in")
	}
	return check(ctx)
}
