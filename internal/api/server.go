// Package api is the HTTP edge: the router, the order of middleware, the one map from errors to answers, and what stands
// outside the versions (health, metrics, the contract itself, its page).
//
// It owns how requests come in and errors go out. It does not own what an operation means (v1, v2) or the checks that the
// contract asks for (contract).
package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/docketapi/docket/gen/api/common"
	genv1 "github.com/docketapi/docket/gen/api/v1"
	genv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/contract"
)

// Deps is what the edge needs. All fields are required but Metrics.
type Deps struct {
	Log           *slog.Logger
	Authenticator contract.Authenticator
	Idempotency   contract.Idempotency
	V1            genv1.StrictServerInterface
	V2            genv2.StrictServerInterface
	// Ready tells whether the process can serve; its error is for the log.
	Ready func(context.Context) error
	// Metrics answers GET /metrics; nil leaves it out.
	Metrics http.Handler
}

// New is the handler of everything.
func New(d Deps) (http.Handler, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	rules, err := load()
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	outside := newOutside(d)
	e.HTTPErrorHandler = errorHandler(d.Log, func(path string) string { return allowed(rules, outside, path) })
	e.Pre(identify)
	e.Use(recovered, secure, optionsOf(rules, outside), compress(), rules.Chain(d.Authenticator, d.Idempotency))
	genv1.RegisterHandlers(e, genv1.NewStrictHandler(d.V1, nil))
	genv2.RegisterHandlers(e, genv2.NewStrictHandler(d.V2, nil))
	outside.register(e)
	return e, nil
}

func (d Deps) check() error {
	var errs []error
	for name, missing := range map[string]bool{
		"Log": d.Log == nil, "Authenticator": d.Authenticator == nil, "Idempotency": d.Idempotency == nil,
		"V1": d.V1 == nil, "V2": d.V2 == nil, "Ready": d.Ready == nil,
	} {
		if missing {
			errs = append(errs, fmt.Errorf("make API: %s is missing", name))
		}
	}
	return errors.Join(errs...)
}

// load reads the contract that is compiled in.
func load() (*contract.Contract, error) {
	var specs []*openapi3.T
	for _, get := range []func() (*openapi3.T, error){common.GetSpec, genv1.GetSpec, genv2.GetSpec} {
		spec, err := get()
		if err != nil {
			return nil, fmt.Errorf("load contract: %w", err)
		}
		specs = append(specs, spec)
	}
	return contract.New(specs[0], specs[1:]...)
}

// compress shrinks JSON; pages and content are compressed already, and streams must flush at once.
func compress() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{
		MinLength: 1024,
		Skipper: func(ec echo.Context) bool {
			op := ec.Path()
			return op == "/v1/documents/:document_id/content" || op == "/v1/documents/:document_id/pages/:page" || op == "/metrics"
		},
	})
}
