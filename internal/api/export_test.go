package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

func TestExportOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	s.Work()
	workspace := s.Workspace()
	by := s.Caller(workspace, auth.Member)
	res, body := post(t, s, by, "/v1/invoices", "<Invoice N-1/ä Nordwind EUR 2031-05-02 119.00/>", "Prefer", "wait=20")
	status(t, "read", res, body, http.StatusCreated)
	path := "/v1/invoices/" + member(t, body, "id") + "/export"

	for _, c := range []struct {
		query, mediaType, want string
		status                 int
	}{
		{"?format=json", "application/json", `"number":"N-1/ä"`, http.StatusOK},
		{"?format=csv", "text/csv", "N-1/ä,380,2031-05-02", http.StatusOK},
		{"?format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK", http.StatusOK},
		{"?format=ubl", "application/problem+json", `"code":"export_incomplete"`, http.StatusUnprocessableEntity},
		{"?format=cii", "application/problem+json", `"rule":"BR-07"`, http.StatusUnprocessableEntity},
		{"?format=ubl&incomplete=allow", "application/xml", "<cbc:ID>N-1/ä</cbc:ID>", http.StatusOK},
		{"?format=cii&incomplete=allow&profile=xrechnung", "application/xml", "xrechnung_3.0", http.StatusOK},
		{"?format=facturx&incomplete=allow", "application/pdf", "%PDF-1.7", http.StatusOK},
		{"?format=facturx&profile=peppol", "application/problem+json", "query/profile", http.StatusUnprocessableEntity},
		{"?format=doc", "application/problem+json", "validation_failed", http.StatusUnprocessableEntity},
		{"", "application/problem+json", "validation_failed", http.StatusUnprocessableEntity},
	} {
		res, body := s.Send(by, "GET", path+c.query, "")
		status(t, c.query, res, body, c.status)
		if got := res.Header.Get("Content-Type"); got != c.mediaType || !strings.Contains(body, c.want) {
			t.Errorf("%s: %s %.400s", c.query, got, body)
		}
		if d := res.Header.Get("Content-Disposition"); c.status == http.StatusOK && !strings.HasPrefix(d, "attachment; filename=\"invoice-N-1__.") ||
			c.status == http.StatusOK && !strings.Contains(d, "; filename*=UTF-8''invoice-N-1_%C3%A4.") {
			t.Errorf("%s: %s", c.query, d)
		}
	}
	res, _ = s.Send(by, "GET", path+"?format=csv", "")
	if res, body = s.Send(by, "GET", path+"?format=csv", "", "If-None-Match", res.Header.Get("ETag")); res.StatusCode != http.StatusNotModified {
		t.Errorf("the same again: %d %s", res.StatusCode, body)
	}
	res, body = s.Send(s.Caller(s.Workspace(), auth.Admin), "GET", path+"?format=csv", "")
	status(t, "another workspace", res, body, http.StatusNotFound)
}
