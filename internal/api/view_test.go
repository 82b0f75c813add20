package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

func TestViewOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	s.Work()
	by := s.Caller(s.Workspace(), auth.Member)
	res, body := post(t, s, by, "/v1/invoices", "<Invoice N-1/ä Nordwind EUR 2031-05-02 1119.00/>", "Prefer", "wait=20")
	status(t, "read", res, body, http.StatusCreated)
	path := "/v1/invoices/" + member(t, body, "id")
	for _, c := range []struct {
		query, accept, mediaType, language, want string
		status                                   int
	}{
		{"", "", "text/html", "en", "<h1><bdi>Invoice N-1/ä</bdi></h1>", http.StatusOK},
		{"?lang=de", "fr", "text/html", "de", "02.05.2031", http.StatusOK},
		{"?terms=true", "fr-CH, fr;q=0.9, en;q=0.8", "text/html", "fr", "BT-2", http.StatusOK},
		{"", "tlh;q=nonsense", "text/html", "en", "1,119.00", http.StatusOK},
		{"?format=pdf&lang=fr", "", "application/pdf", "fr", "%PDF-1.7", http.StatusOK},
		{"?lang=xx", "", "application/problem+json", "", "query/lang", http.StatusUnprocessableEntity},
		{"?format=doc", "", "application/problem+json", "", "query/format", http.StatusUnprocessableEntity},
	} {
		res, body := s.Send(by, "GET", path+"/view"+c.query, "", "Accept-Language", c.accept)
		status(t, c.query, res, body, c.status)
		h := res.Header
		if h.Get("Content-Type") != c.mediaType || h.Get("Content-Language") != c.language || !strings.Contains(body, c.want) {
			t.Errorf("%s: %v %.400s", c.query, h, body)
		}
		if csp := h.Get("Content-Security-Policy"); c.status == http.StatusOK && (!strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe")) {
			t.Errorf("%s: the policy is %s", c.query, csp)
		}
	}
	res, body = s.Send(s.Caller(s.Workspace(), auth.Admin), "GET", path+"/view", "")
	status(t, "another workspace", res, body, http.StatusNotFound)
}

func TestResponseOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	s.Work()
	by := s.Caller(s.Workspace(), auth.Member)
	res, body := post(t, s, by, "/v1/invoices", "<Invoice N-2 Nordwind EUR 2031-05-02 119.00/>", "Prefer", "wait=20")
	status(t, "read", res, body, http.StatusCreated)
	path := "/v1/invoices/" + member(t, body, "id")
	res, body = s.Send(by, "GET", path+"/response", "")
	status(t, "no addresses", res, body, http.StatusUnprocessableEntity)
	if !strings.Contains(body, `"pointer":"/seller/endpoint"`) || !strings.Contains(body, "export_incomplete") {
		t.Errorf("it lacks %s", body)
	}
	res, body = s.Send(by, "GET", path+"/response?profile=fr-ctc&code=PD", "")
	status(t, "a code of Peppol's", res, body, http.StatusUnprocessableEntity)
	res, body = s.Send(s.Caller(s.Workspace(), auth.Admin), "GET", path+"/response", "")
	status(t, "another workspace", res, body, http.StatusNotFound)
}
