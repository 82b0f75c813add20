package api_test

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

// raw sends a request as it is, unchecked: the contract states GET alone.
func raw(t *testing.T, by *apitest.Doer, method, url string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+by.Key)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	res, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	return res, string(body)
}

// TestHeadIsGetWithoutItsBody compares both of what a caller can get.
func TestHeadIsGetWithoutItsBody(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	s.Work()
	workspace := s.Workspace()
	me, two := s.Caller(workspace, auth.Member), s.CallerOf("v2", workspace, auth.Member)
	res, body := post(t, s, me, "/v1/invoices", "<Invoice 1 Weide EUR 2026-01-02 119.00/>", "Prefer", "wait=20")
	status(t, "post", res, body, 201)
	invoice, document := res.Header.Get("Location"), "/v1/documents/"+member(t, body, "document_id")
	res, body = s.Send(two, "POST", "/v2/chatbot/conversations", `{}`, "Content-Type", jsonBody)
	status(t, "conversation", res, body, http.StatusCreated)
	for _, path := range []string{
		invoice, "/v1/invoices", "/v1/invoices/summary", document, "/v1/documents", document + "/content", document + "/text",
		invoice + "/history", "/v1/me", "/v1/jobs", res.Header.Get("Location"), "/v2/models",
		"/livez", "/readyz", "/docs", "/openapi/v1.yaml", "/openapi/v2.yaml",
		"/v1/nothing", invoice + "x", "/v1/invoices?nonsense=1",
	} {
		for _, header := range [][]string{nil, {"Accept-Encoding", "gzip"}, {"Range", "bytes=2-4"}, {"If-None-Match", "*"}} {
			get, content := raw(t, me, "GET", s.URL+path, header...)
			head, nothing := raw(t, me, "HEAD", s.URL+path, header...)
			if head.StatusCode != get.StatusCode || nothing != "" {
				t.Errorf("HEAD %s %v: %d with %q, GET %d", path, header, head.StatusCode, nothing, get.StatusCode)
			}
			if length := head.Header.Get("Content-Length"); length != strconv.Itoa(len(content)) && get.StatusCode != http.StatusNotModified {
				t.Errorf("HEAD %s %v: Content-Length %q, GET sends %d bytes", path, header, length, len(content))
			}
			for _, h := range []*http.Response{get, head} {
				for _, name := range []string{"X-Request-Id", "Date", "Content-Length", "Transfer-Encoding"} {
					h.Header.Del(name)
				}
			}
			for name := range get.Header {
				if !slices.Equal(get.Header[name], head.Header[name]) {
					t.Errorf("%s %v: %s of GET is %q, of HEAD %q", path, header, name, get.Header[name], head.Header[name])
				}
			}
		}
	}
}

// TestHeadWhereGetIs asks every path of the contract.
func TestHeadWhereGetIs(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	me := s.Caller(s.Workspace(), auth.Admin)
	for _, yaml := range [][]byte{openapi.V1, openapi.V2} {
		spec, err := openapi3.NewLoader().LoadFromData(yaml)
		if err != nil {
			t.Fatal(err)
		}
		for path, item := range spec.Paths.Map() {
			url := s.URL + filled(path)
			head, _ := raw(t, me, "HEAD", url)
			options, _ := raw(t, me, "OPTIONS", url)
			allow := strings.Split(options.Header.Get("Allow"), ", ")
			if got, want := head.StatusCode != http.StatusMethodNotAllowed, item.Get != nil; got != want {
				t.Errorf("HEAD %s: %d", path, head.StatusCode)
			}
			if options.StatusCode != http.StatusNoContent || slices.Contains(allow, "HEAD") != (item.Get != nil) || slices.Contains(allow, "GET") != (item.Get != nil) {
				t.Errorf("OPTIONS %s: %d, Allow %q", path, options.StatusCode, allow)
			}
		}
	}
	for _, path := range []string{"/livez", "/readyz", "/docs", "/metrics", "/openapi/v1.yaml", "/openapi/v2.yaml"} {
		options, _ := raw(t, me, "OPTIONS", s.URL+path)
		refused, _ := raw(t, me, "POST", s.URL+path)
		if refused.StatusCode != http.StatusMethodNotAllowed || refused.Header.Get("Allow") != "GET, HEAD" || options.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: POST is %d, Allow %q, of OPTIONS %q", path, refused.StatusCode, refused.Header.Get("Allow"), options.Header.Get("Allow"))
		}
	}
}

// filled is a path of the contract with an id for each of its parameters.
func filled(path string) string {
	for {
		from := strings.IndexByte(path, '{')
		if from < 0 {
			return path
		}
		value := someID
		if strings.HasPrefix(path[from:], "{page}") {
			value = "1"
		}
		path = path[:from] + value + path[strings.IndexByte(path, '}')+1:]
	}
}
