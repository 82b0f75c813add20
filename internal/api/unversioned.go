package api

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/core/fault"
)

// unversioned are the router paths beside the versions; each has GET.
var unversioned = []string{"/livez", "/readyz", "/openapi/v1.yaml", "/openapi/v2.yaml", "/docs", "/metrics"}

// registerUnversioned mounts what stands beside the versions: no credentials, nothing of a workspace.
func registerUnversioned(e *echo.Echo, d Deps) {
	e.GET("/livez", healthy)
	e.GET("/readyz", ready(d.Parts))
	e.GET("/openapi/v1.yaml", spec(openapi.V1))
	e.GET("/openapi/v2.yaml", spec(openapi.V2))
	e.GET("/docs", docs)
	e.GET("/metrics", metrics(d.Metrics))
}

func healthy(ec echo.Context) error { return ec.JSON(http.StatusOK, map[string]string{"status": "ok"}) }

func spec(yaml []byte) echo.HandlerFunc {
	return func(ec echo.Context) error { return ec.Blob(http.StatusOK, "application/yaml", yaml) }
}

func docs(ec echo.Context) error {
	page, err := docsPage()
	if err != nil {
		return fmt.Errorf("make docs page: %w", err)
	}
	return ec.HTMLBlob(http.StatusOK, page)
}

func metrics(h http.Handler) echo.HandlerFunc {
	if h == nil {
		return func(echo.Context) error { return fault.New(fault.CodeNotFound, "this process keeps no figures") }
	}
	return echo.WrapHandler(h)
}
