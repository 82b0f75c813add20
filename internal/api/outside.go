package api

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/core/fault"
)

// outside is what stands beside the versions: no credentials, no contract.
type outside struct {
	deps   Deps
	routes map[string]echo.HandlerFunc
}

func newOutside(d Deps) *outside {
	o := &outside{deps: d}
	o.routes = map[string]echo.HandlerFunc{
		"/livez":           o.live,
		"/readyz":          o.ready,
		"/openapi/v1.yaml": spec(openapi.V1),
		"/openapi/v2.yaml": spec(openapi.V2),
		"/docs":            o.docs,
	}
	if d.Metrics != nil {
		o.routes["/metrics"] = echo.WrapHandler(d.Metrics)
	}
	return o
}

func (o *outside) has(path string) bool { return o.routes[path] != nil }

func (o *outside) register(e *echo.Echo) {
	for path, handler := range o.routes {
		e.GET(path, handler)
	}
}

// live says that the process runs; it asks nobody else.
func (o *outside) live(ec echo.Context) error {
	return ec.JSON(http.StatusOK, map[string]string{"status": "ok"})
}

// ready says that the process can serve requests.
func (o *outside) ready(ec echo.Context) error {
	if err := o.deps.Ready(ec.Request().Context()); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "a part that is needed is not there yet")
	}
	return ec.JSON(http.StatusOK, map[string]string{"status": "ok"})
}

func spec(yaml []byte) echo.HandlerFunc {
	return func(ec echo.Context) error { return ec.Blob(http.StatusOK, "application/yaml", yaml) }
}

func (o *outside) docs(ec echo.Context) error {
	page, err := docsPage()
	if err != nil {
		return fmt.Errorf("make docs page: %w", err)
	}
	return ec.HTMLBlob(http.StatusOK, page)
}
