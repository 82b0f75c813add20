package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/core/fault"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	h := handler(t)
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	for name, tc := range map[string]struct {
		method, path, body string
		header             []string
		status             int
		code               fault.Code
		pointer            string
	}{
		"no credentials":              {"GET", "/v1/me", "", []string{"Authorization", ""}, 401, fault.CodeUnauthorized, ""},
		"basic credentials":           {"GET", "/v1/me", "", []string{"Authorization", "Basic YTpi"}, 401, fault.CodeUnauthorized, ""},
		"a body where none is":        {"POST", "/v1/jobs/" + someID + "/cancel", "x", nil, 415, fault.CodeUnsupportedMedia, ""},
		"a compressed body":           {"POST", "/v1/search", "x", []string{"Content-Type", jsonType, "Content-Encoding", "gzip"}, 415, fault.CodeUnsupportedMedia, ""},
		"null for a default":          {"POST", "/v1/search", `{"query":"a","limit":null}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/limit"},
		"part of an integer":          {"POST", "/v1/search", `{"query":"a","limit":1.5}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/limit"},
		"spaces alone":                {"POST", "/v1/search", `{"query":" \n"}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/query"},
		"a time of no calendar":       {"POST", "/v1/search", `{"query":"a","filters":{"created_from":"2026-02-30T00:00:00Z"}}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/filters/created_from"},
		"a misspelt member":           {"POST", "/v1/search", `{"query":"a","filters":{"language":["de"]}}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/filters/language"},
		"an index out of range":       {"POST", "/v2/chat/completions", `{"messages":[{"role":"assistant","tool_calls":[{"id":"1","index":17455397539371812864,"function":{"name":"f","arguments":"{}"}}]}]}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/messages/0/tool_calls/0/index"},
		"no If-Match":                 {"PATCH", "/v1/invoices/" + someID, `{}`, []string{"Content-Type", "application/merge-patch+json"}, 428, fault.CodePreconditionMissing, "header/If-Match"},
		"unknown key":                 {"GET", "/v1/me", "", []string{"Authorization", "Bearer nobody"}, 401, fault.CodeUnauthorized, ""},
		"outage is no refusal":        {"GET", "/v1/me", "", []string{"Authorization", "Bearer down"}, 500, fault.CodeInternal, ""},
		"anonymous learns nothing":    {"GET", "/v1/jobs?nonsense=1", "", []string{"Authorization", ""}, 401, fault.CodeUnauthorized, ""},
		"role too small":              {"POST", "/v1/jobs/" + someID + "/cancel", "", []string{"Authorization", "Bearer key-viewer"}, 403, fault.CodeForbidden, ""},
		"unknown path":                {"GET", "/v1/nothing", "", nil, 404, fault.CodeNotFound, ""},
		"unknown method":              {"PUT", "/v1/jobs", "", nil, 405, fault.CodeMethodNotAllowed, ""},
		"method QUERY":                {"QUERY", "/v1/jobs", "", nil, 405, fault.CodeMethodNotAllowed, ""},
		"method TRACE":                {"TRACE", "/v1/jobs/" + someID, "", nil, 405, fault.CodeMethodNotAllowed, ""},
		"method of another path":      {"GET", "/v1/invoices/validate", "", nil, 405, fault.CodeMethodNotAllowed, ""},
		"method outside the versions": {"POST", "/livez", "", nil, 405, fault.CodeMethodNotAllowed, ""},
		"not acceptable":              {"GET", "/v1/me", "", []string{"Accept", "text/html"}, 406, fault.CodeNotAcceptable, ""},
		"refused by quality":          {"GET", "/v1/me", "", []string{"Accept", "application/json;q=0, text/*"}, 406, fault.CodeNotAcceptable, ""},
		"wrong media type":            {"POST", "/v1/invoices", "a: 1", []string{"Content-Type", "application/yaml"}, 415, fault.CodeUnsupportedMedia, ""},
		"body without type":           {"POST", "/v1/invoices", "{}", nil, 415, fault.CodeUnsupportedMedia, ""},
		"body that has no meaning":    {"POST", "/v1/jobs/" + someID + "/cancel", "{}", []string{"Content-Type", jsonType}, 415, fault.CodeUnsupportedMedia, ""},
		"unknown query parameter":     {"GET", "/v1/jobs?stat=running", "", nil, 422, fault.CodeValidation, "query/stat"},
		"parameter given twice":       {"GET", "/v1/jobs?limit=1&limit=2", "", nil, 422, fault.CodeValidation, "query/limit"},
		"parameter out of bounds":     {"GET", "/v1/jobs?limit=101", "", nil, 422, fault.CodeValidation, "query/limit"},
		"number that is empty":        {"GET", "/v1/jobs?limit=", "", nil, 422, fault.CodeValidation, "query/limit"},
		"list that is empty":          {"GET", "/v1/jobs?state=", "", nil, 422, fault.CodeValidation, "query/state"},
		"name that is empty":          {"GET", "/v1/documents?kind=", "", nil, 422, fault.CodeValidation, "query/kind"},
		"parameter of another type":   {"GET", "/v1/jobs?limit=ten", "", nil, 422, fault.CodeValidation, "query/limit"},
		"unknown enum value":          {"GET", "/v1/jobs?state=lost", "", nil, 422, fault.CodeValidation, "query/state"},
		"day that does not exist":     {"GET", "/v1/invoices?issue_date_from=2026-02-30", "", nil, 422, fault.CodeValidation, "query/issue_date_from"},
		"id of another version":       {"GET", "/v1/jobs/6fa459ea-ee8a-4ca4-894e-db77e160355e", "", nil, 404, fault.CodeNotFound, "path/job_id"},
		"id that is none":             {"GET", "/v1/jobs/7", "", nil, 404, fault.CodeNotFound, "path/job_id"},
		"no body":                     {"POST", "/v1/invoices", "", []string{"Content-Type", jsonType}, 422, fault.CodeValidation, ""},
		"not JSON":                    {"POST", "/v1/invoices", "{", []string{"Content-Type", jsonType}, 400, fault.CodeMalformed, ""},
		"two JSON values":             {"POST", "/v1/invoices", "{} {}", []string{"Content-Type", jsonType}, 400, fault.CodeMalformed, ""},
		"name twice":                  {"POST", "/v1/invoices", `{"document_id":"a","document_id":"b"}`, []string{"Content-Type", jsonType}, 400, fault.CodeMalformed, "/document_id"},
		"not UTF-8":                   {"POST", "/v1/invoices", "{\"document_id\":\"\xff\"}", []string{"Content-Type", jsonType}, 400, fault.CodeMalformed, ""},
		"nested too deep":             {"POST", "/v1/invoices", deep, []string{"Content-Type", jsonType}, 400, fault.CodeMalformed, ""},
		"missing member":              {"POST", "/v1/invoices", `{}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/document_id"},
		"unknown member":              {"POST", "/v1/invoices", `{"document_id":"` + someID + `","x":1}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, ""},
		"member of another form":      {"POST", "/v1/invoices", `{"document_id":"x"}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/document_id"},
		"number that is no string":    {"POST", "/v1/invoices/validate", `{"totals":{"gross":12.5}}`, []string{"Content-Type", jsonType}, 422, fault.CodeValidation, "/totals/gross"},
		"form without boundary":       {"POST", "/v1/invoices", "x", []string{"Content-Type", "multipart/form-data"}, 400, fault.CodeMalformed, ""},
		"failure of ours":             {"GET", "/v1/jobs/" + someID, "", nil, 500, fault.CodeInternal, ""},
		"a panic":                     {"GET", "/v1/documents", "", nil, 500, fault.CodeInternal, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := send(h, tc.method, tc.path, tc.body, tc.header...)
			p := problem(t, w, tc.status)
			if p.Code != string(tc.code) {
				t.Errorf("code %s, want %s: %s", p.Code, tc.code, w.Body)
			}
			if tc.pointer != "" && (p.Errors == nil || (*p.Errors)[0].Pointer != tc.pointer) {
				t.Errorf("want pointer %s: %s", tc.pointer, w.Body)
			}
			if strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "goroutine") {
				t.Errorf("the answer tells a cause: %s", w.Body)
			}
		})
	}
}

// problem checks that an answer is a problem as the contract has it.
func problem(t *testing.T, w *httptest.ResponseRecorder, status int) common.Problem {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("content type %q", got)
	}
	spec, err := openapi3.NewLoader().LoadFromData(openapi.V1)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(w.Body.Bytes(), &value); err != nil {
		t.Fatal(err)
	}
	schema := spec.Paths.Find("/v1/me").Get.Responses.Default().Value.Content.Get("application/problem+json").Schema.Value
	if err := schema.VisitJSON(value, openapi3.VisitAsResponse()); err != nil {
		t.Fatal(err)
	}
	var p common.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if p.Status != status || p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("status or request id of the problem: %s, header %s", w.Body, w.Header().Get("X-Request-Id"))
	}
	if status == http.StatusUnauthorized && w.Header().Get("WWW-Authenticate") == "" {
		t.Error("401 without WWW-Authenticate")
	}
	if status == http.StatusMethodNotAllowed && w.Header().Get("Allow") == "" {
		t.Error("405 without Allow")
	}
	return p
}

func TestBodyLimit(t *testing.T) {
	t.Parallel()
	h := handler(t)
	huge := `{"document_id":"` + strings.Repeat("x", 17<<20) + `"}`
	problem(t, send(h, "POST", "/v1/invoices", huge, "Content-Type", jsonType), http.StatusRequestEntityTooLarge)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if _, err := w.CreateFormFile("file", "a.pdf"); err != nil {
		t.Fatal(err)
	}
	// Without a declared length the limit must come from counting.
	endless := io.MultiReader(bytes.NewReader(form.Bytes()), io.LimitReader(zeros{}, 80<<20))
	r := httptest.NewRequest(http.MethodPost, "/v1/invoices", io.NopCloser(endless))
	r.ContentLength = -1
	r.Header.Set("Authorization", "Bearer key-admin")
	r.Header.Set("Content-Type", w.FormDataContentType())
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	problem(t, answer, http.StatusRequestEntityTooLarge)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	h := handler(t)
	path := "/v1/jobs/" + someID + "/cancel"
	first := send(h, "POST", path, "", "Idempotency-Key", "k1")
	second := send(h, "POST", path, "", "Idempotency-Key", "k1")
	third := send(h, "POST", path, "", "Idempotency-Key", "k2")
	if first.Code != 200 || second.Code != 200 || first.Body.String() != second.Body.String() {
		t.Fatalf("%s\n%s", first.Body, second.Body)
	}
	if first.Header().Get("Idempotency-Replayed") != "" || second.Header().Get("Idempotency-Replayed") != "true" {
		t.Error("Idempotency-Replayed is on the wrong answer")
	}
	if third.Body.String() == first.Body.String() {
		t.Error("another key got the same answer")
	}
}

func TestOptionsAndOutside(t *testing.T) {
	t.Parallel()
	h := handler(t)
	if got := send(h, "OPTIONS", "/v1/invoices/validate", "").Header().Get("Allow"); got != "POST" {
		t.Errorf("Allow of /v1/invoices/validate is %q", got)
	}
	if got := send(h, "OPTIONS", "/v1/invoices", "").Header().Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("Allow of /v1/invoices is %q", got)
	}
	if w := send(h, "OPTIONS", "/v1/nothing", ""); w.Code != 404 {
		t.Errorf("OPTIONS of an unknown path answers %d", w.Code)
	}
	for path, want := range map[string]string{
		"/livez": `"ok"`, "/readyz": `"ok"`, "/openapi/v1.yaml": "operationId: createInvoice", "/openapi/v2.yaml": "operationId: listModels",
		"/docs": "createInvoice", "/v2/models": "small-model",
	} {
		w := send(h, "GET", path, "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s answers %d without %q", path, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "common.yaml#") {
			t.Errorf("%s refers to another file", path)
		}
	}
	if got := send(h, "GET", "/v1/me", "", "X-Request-Id", "abc-1").Header().Get("X-Request-Id"); got != "abc-1" {
		t.Errorf("request id %q is not echoed", got)
	}
	if got := send(h, "GET", "/v1/me", "", "X-Request-Id", "a b\n").Header().Get("X-Request-Id"); len(got) != 36 {
		t.Errorf("a bad request id became %q", got)
	}
}

func TestAnswersAreCounted(t *testing.T) {
	t.Parallel()
	var seen []string
	h, err := api.New(api.Deps{
		Log: slog.New(slog.DiscardHandler), Authenticator: roles{}, Idempotency: &memory{}, V1: &scripted{}, V2: version2(t, &talker{}),
		Parts: parts(errors.New("away")),
		Observe: func(method, route string, status int, took time.Duration) {
			if took < 0 {
				t.Error("an answer took less than no time")
			}
			seen = append(seen, fmt.Sprintf("%s %s %d", method, route, status))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	send(h, "GET", "/v1/me", "")
	send(h, "GET", "/v1/jobs/"+someID, "")
	send(h, "MAKEUP", "/v1/me", "")
	send(h, "GET", "/nowhere/"+someID, "")
	problem(t, send(h, "GET", "/readyz", ""), http.StatusServiceUnavailable)
	want := []string{"GET /v1/me 200", "GET /v1/jobs/:job_id 500", "other /v1/me 405", "other  404", "GET /readyz 503"}
	if !slices.Equal(seen, want) {
		t.Errorf("counted %q, want %q", seen, want)
	}
}
