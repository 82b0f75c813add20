// Package api is the HTTP edge: the router, the order of middleware, the one map from errors to answers, and what stands
// outside the versions (health, metrics, the contract itself, its page).
//
// It owns how requests come in and errors go out. It does not own what an operation means (v1, v2) or the checks that the
// contract asks for (contract).
package api

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/docketapi/docket/gen/api/common"
	genv1 "github.com/docketapi/docket/gen/api/v1"
	genv2 "github.com/docketapi/docket/gen/api/v2"
	genconsole "github.com/docketapi/docket/gen/console"
	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/console"
	"github.com/docketapi/docket/internal/api/contract"
)

// Deps is what the edge needs. All fields are required but Observe, Metrics, Heavy, Guards, Origins and
// Proxies.
type Deps struct {
	Log           *slog.Logger
	Authenticator contract.Authenticator
	Idempotency   contract.Idempotency
	V1            genv1.StrictServerInterface
	V2            genv2.ServerInterface
	// Parts are what GET /readyz asks; at least one.
	Parts []Part
	// Observe counts an answer; route is a path of the contract, "" for a path that nobody knows, and method "other" for one
	// that the path does not have. nil counts nothing.
	Observe func(method, route string, status int, took time.Duration)
	// Metrics answers GET /metrics; nil leaves it out.
	Metrics http.Handler
	// Heavy is how large bodies are taken; the zero value takes all at once.
	Heavy contract.Heavy
	// Guards keep callers within bounds; the zero value has none.
	Guards contract.Guards
	// Origins are those whose pages may call the API.
	Origins []string
	// Proxies are those whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
}

// New is the handler of everything.
func New(d Deps) (http.Handler, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	read, err := loaded()
	if err != nil {
		return nil, err
	}
	own := *read // with guards and origins of its own over the same operations
	rules := &own
	rules.Guards, rules.Origins = d.Guards, http.NewCrossOriginProtection()
	for _, origin := range d.Origins {
		if err := rules.Origins.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("make API: origin %s: %w", origin, err)
		}
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	allow := allowOf(rules)
	e.HTTPErrorHandler = errorHandler(d.Log, allow)
	e.Pre(identify(addresses{d.Proxies}))
	e.Use(logged(rules, d.Log), observed(rules, d.Observe), recovered, secure, sharing(d.Origins, allow), optionsOf(allow), withoutBody, compress(rules), rules.Chain(d.Authenticator, d.Idempotency, d.Heavy))
	genv1.RegisterHandlers(e, genv1.NewStrictHandler(d.V1, nil))
	genv2.RegisterHandlers(e, d.V2)
	registerUnversioned(e, d)
	refuseOthers(e, rules)
	return withConsole(lingering(headAsGet(e)), rules)
}

// withConsole serves the console at the paths that the API does not have.
func withConsole(api http.Handler, rules *contract.Contract) (http.Handler, error) {
	files, err := fs.Sub(genconsole.Files, "files")
	if err != nil {
		return nil, fmt.Errorf("open console: %w", err)
	}
	var own []string
	for _, route := range slices.Concat(rules.Routes(), unversioned) {
		first, _, _ := strings.Cut(strings.TrimPrefix(route, "/"), "/")
		own = append(own, first)
	}
	return console.Beside(api, files, own)
}

func (d Deps) check() error {
	var errs []error
	for name, missing := range map[string]bool{
		"Log": d.Log == nil, "Authenticator": d.Authenticator == nil, "Idempotency": d.Idempotency == nil,
		"V1": d.V1 == nil, "V2": d.V2 == nil, "Parts": len(d.Parts) == 0,
	} {
		if missing {
			errs = append(errs, fmt.Errorf("make API: %s is missing", name))
		}
	}
	return errors.Join(errs...)
}

// loaded is the contract, read once: it is large, and the same for every handler of a process.
var loaded = sync.OnceValues(load)

// load reads the contract that is compiled in: what is served is what is enforced.
func load() (*contract.Contract, error) {
	shared, err := common.GetSpec()
	if err != nil {
		return nil, fmt.Errorf("load shared contract: %w", err)
	}
	var versions []*openapi3.T
	for _, yaml := range [][]byte{openapi.V1, openapi.V2} {
		spec, err := openapi3.NewLoader().LoadFromData(yaml)
		if err != nil {
			return nil, fmt.Errorf("load contract: %w", err)
		}
		versions = append(versions, spec)
	}
	return contract.New(shared, versions...)
}

// refuseOthers answers 405 to the methods that a path of the contract does not have. The router alone would take
// GET /v1/invoices/validate for the invoice whose id is "validate".
func refuseOthers(e *echo.Echo, rules *contract.Contract) {
	refuse := func(echo.Context) error { return echo.ErrMethodNotAllowed }
	for _, route := range rules.Routes() {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
			http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect} {
			if method != http.MethodHead && rules.Find(method, route) == nil {
				e.Add(method, route, refuse)
			}
		}
	}
}

// compress shrinks JSON; bytes of documents and pages are compressed already and streams must flush at once.
func compress(rules *contract.Contract) echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{
		MinLength: 1024,
		Skipper: func(ec echo.Context) bool {
			op := rules.Find(ec.Request().Method, ec.Path())
			return op == nil || !op.Compressible()
		},
	})
}

// observed reports each answer with the contract's path, so that ids do not become labels.
func observed(rules *contract.Contract, observe func(method, route string, status int, took time.Duration)) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if observe == nil {
			return next
		}
		return func(ec echo.Context) error {
			began := time.Now()
			err := next(ec)
			if err != nil {
				ec.Error(err) // the status is known only when the error is written
			}
			method := ec.Request().Method
			if rules.Find(method, ec.Path()) == nil {
				method = "other" // callers may make up methods
			}
			observe(method, ec.Path(), ec.Response().Status, time.Since(began))
			return nil
		}
	}
}
