package contract_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

const sharedYAML = `
openapi: 3.0.3
info: {title: shared, version: "1"}
paths: {}
x-docket-roles:
  - {role: viewer, scopes: ["things:read"]}
  - {role: admin, scopes: ["things:write"]}
`

// thingsYAML is a contract of one old and one public operation.
const thingsYAML = `
openapi: 3.0.3
info: {title: things, version: "1"}
paths:
  /v1/things:
    get:
      operationId: listThings
      deprecated: true
      x-docket-deprecation: {since: "2026-01-15", sunset: "2026-12-31", successor: /v2/things}
      security: [{bearer: ["things:write"]}]
      responses: {"200": {description: ok}}
  /v1/open:
    get:
      operationId: getOpen
      security: []
      responses: {"200": {description: ok}}
`

func load(t *testing.T, yaml string) *openapi3.T {
	t.Helper()
	spec, err := openapi3.NewLoader().LoadFromData([]byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

type asRole auth.Role

func (r asRole) Authenticate(context.Context, string) (auth.Principal, error) {
	return auth.Principal{WorkspaceID: uuid.New(), Role: auth.Role(r)}, nil
}

func (r asRole) AuthenticateSession(ctx context.Context, secret string) (auth.Principal, error) {
	return r.Authenticate(ctx, secret)
}

// call sends a request through the chain; errors answer with the code alone.
func call(t *testing.T, role auth.Role, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	rules, err := contract.New(load(t, sharedYAML), load(t, thingsYAML))
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.HTTPErrorHandler = func(err error, ec echo.Context) {
		_ = ec.String(http.StatusTeapot, string(fault.CodeOf(err)))
	}
	e.Use(rules.Chain(asRole(role), nil, contract.Heavy{}))
	for _, route := range rules.Routes() {
		e.GET(route, func(ec echo.Context) error { return ec.String(http.StatusOK, "served") })
	}
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

func TestDeprecationIsOnEveryAnswer(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		role   auth.Role
		path   string
		header []string
		answer string
	}{
		"served":         {auth.Admin, "/v1/things", []string{"Authorization", "Bearer x"}, "served"},
		"anonymous":      {auth.Admin, "/v1/things", nil, "unauthorized"},
		"role too small": {auth.Viewer, "/v1/things", []string{"Authorization", "Bearer x"}, "forbidden"},
		"bad parameter":  {auth.Admin, "/v1/things?x=1", []string{"Authorization", "Bearer x"}, "validation_failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := call(t, tc.role, tc.path, tc.header...)
			if w.Body.String() != tc.answer {
				t.Errorf("answer %q, want %q", w.Body, tc.answer)
			}
			// 2026-01-15T00:00:00Z as the Date of RFC 9651; the HTTP date of RFC 8594; the link of RFC 8288.
			for header, want := range map[string]string{
				"Deprecation": "@1768435200", "Sunset": "Thu, 31 Dec 2026 00:00:00 GMT", "Link": `</v2/things>; rel="successor-version"`,
			} {
				if got := w.Header().Get(header); got != want {
					t.Errorf("%s is %q, want %q", header, got, want)
				}
			}
		})
	}
	if w := call(t, auth.Viewer, "/v1/open"); w.Body.String() != "served" || w.Header().Get("Deprecation") != "" {
		t.Errorf("a public operation answers %q with Deprecation %q", w.Body, w.Header().Get("Deprecation"))
	}
}

func TestContractsThatCannotBeEnforced(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][2]string{
		"no security":           {`      security: [{bearer: ["things:write"]}]`, ``},
		"unknown scheme":        {`{bearer: ["things:write"]}`, `{basic: []}`},
		"alternatives":          {`[{bearer: ["things:write"]}]`, `[{bearer: []}, {bearer: ["things:read"]}]`},
		"deprecated without an": {`      x-docket-deprecation: {since: "2026-01-15", sunset: "2026-12-31", successor: /v2/things}`, ``},
		"sunset before":         {`sunset: "2026-12-31"`, `sunset: "2025-12-31"`},
		"scope of no role":      {`"things:write"`, `"things:eat"`},
		"unknown problem": {`      security: [{bearer: ["things:write"]}]`, `      security: [{bearer: ["things:write"]}]
      x-docket-problems: [eaten]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			yaml := strings.Replace(thingsYAML, change[0], change[1], 1)
			if yaml == thingsYAML {
				t.Fatal("the change changes nothing")
			}
			if _, err := contract.New(load(t, sharedYAML), load(t, yaml)); err == nil {
				t.Error("it was taken")
			}
		})
	}
	if _, err := contract.New(load(t, strings.ReplaceAll(sharedYAML, "x-docket-roles", "x-else")), load(t, thingsYAML)); err == nil {
		t.Error("a contract without roles was taken")
	}
}
