// Package apitest checks answers against the contract while tests drive the API through the generated clients.
//
// It owns the checking transport. What is sent and expected is the tests' business.
package apitest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/contract"
)

// Doer sends requests with a key and fails the test when an answer is not as the contract says.
type Doer struct {
	TB  testing.TB
	Key string // "": none is sent
	// Cookie is sent as it is, unless it is "".
	Cookie string
	// Client sends; nil is http.DefaultClient.
	Client *http.Client
	router routers.Router
	spec   *openapi3.T
	rules  *contract.Contract
}

// New makes a Doer for a version of the contract, "v1" or "v2".
func New(tb testing.TB, version, key string) *Doer {
	tb.Helper()
	yaml := map[string][]byte{"v1": openapi.V1, "v2": openapi.V2}[version]
	spec, err := openapi3.NewLoader().LoadFromData(yaml)
	if err != nil {
		tb.Fatalf("load contract: %v", err)
	}
	router, err := gorillamux.NewRouter(spec)
	if err != nil {
		tb.Fatalf("route contract: %v", err)
	}
	rules, err := rulesOf(spec)
	if err != nil {
		tb.Fatalf("read contract: %v", err)
	}
	return &Doer{TB: tb, Key: key, router: router, spec: spec, rules: rules}
}

// Do sends the request and checks the answer.
func (d *Doer) Do(r *http.Request) (*http.Response, error) {
	if d.Key != "" {
		r.Header.Set("Authorization", "Bearer "+d.Key)
	}
	if d.Cookie != "" {
		r.Header.Set("Cookie", d.Cookie)
	}
	client := d.Client
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if err := d.check(r, res, body); err != nil {
		d.TB.Errorf("%s %s answers %d against the contract: %v\n%.600s", r.Method, r.URL.Path, res.StatusCode, err, body)
	}
	return res, nil
}

func (d *Doer) check(r *http.Request, res *http.Response, body []byte) error {
	plain := r.Clone(r.Context())
	plain.Body = http.NoBody
	route, params, err := d.router.FindRoute(plain)
	if err != nil {
		return fmt.Errorf("find operation: %w", err)
	}
	if res.Header.Get("X-Request-Id") == "" {
		return fmt.Errorf("the answer has no X-Request-Id")
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: plain, PathParams: params, Route: route},
		Status:                 res.StatusCode, Header: res.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: !isText(res)},
	}
	input.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(r.Context(), input); err != nil {
		return err
	}
	if strings.HasPrefix(res.Header.Get("Content-Type"), eventStream) {
		return d.checkEvents(route.Operation.Responses.Status(res.StatusCode).Value.Content.Get(eventStream).Schema.Value, body)
	}
	return d.checkProblem(route.Method, route.Path, res, body)
}

// isText tells bodies that have a schema worth checking from bytes.
func isText(res *http.Response) bool { return strings.Contains(res.Header.Get("Content-Type"), "json") }
