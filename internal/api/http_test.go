package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
)

// readFields reads "<Invoice number seller currency date gross/>" as an invoice of these values.
func readFields(content string) (invoice.Reading, error) {
	f := strings.Fields(strings.Trim(content, "<>/"))
	if len(f) != 6 {
		return invoice.Reading{}, fault.New(fault.CodeNotAnInvoice, "there is no invoice in it")
	}
	return invoice.Reading{Invoices: []evidence.Invoice{{Source: evidence.UBL, Data: en16931.Invoice{
		Number: f[1], Seller: en16931.Party{Name: f[2]}, Currency: f[3], IssueDate: en16931.MustDate(f[4]),
		TypeCode: "380", Totals: en16931.Totals{Gross: en16931.MustDecimal(f[5])},
	}}}}, nil
}

// form is a form of parts, name and content in turns; each call has another boundary.
func multipartForm(t *testing.T, parts ...string) (contentType, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		part, err := w.CreateFormFile(parts[i], "some.xml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

func post(t *testing.T, s *apitest.Stack, by *apitest.Doer, path, content string, header ...string) (*http.Response, string) {
	t.Helper()
	contentType, body := multipartForm(t, "file", content)
	return s.Send(by, "POST", path, body, append(header, "Content-Type", contentType)...)
}

func status(t *testing.T, what string, res *http.Response, body string, want int) {
	t.Helper()
	if res.StatusCode != want {
		t.Fatalf("%s: %d, want %d: %.300s", what, res.StatusCode, want, body)
	}
}

// member is a string member of a JSON object.
func member(t *testing.T, body, name string) string {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatalf("%v: %.300s", err, body)
	}
	v, _ := m[name].(string)
	return v
}

func TestDocumentsOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	ours := s.Workspace()
	me, stranger := s.Caller(ours, auth.Member), s.Caller(s.Workspace(), auth.Admin)

	res, body := post(t, s, me, "/v1/uploads?process=none", "0123456789")
	status(t, "upload", res, body, 201)
	at := res.Header.Get("Location")
	res, again := post(t, s, me, "/v1/uploads?process=none", "0123456789")
	status(t, "upload of the same bytes", res, again, 200)
	if again != body || res.Header.Get("Location") != at {
		t.Errorf("the same bytes are another document:\n%s\n%s", body, again)
	}
	for name, tc := range map[string]struct {
		header []string
		status int
		want   string
	}{
		"all":              {nil, 200, "0123456789"},
		"a range":          {[]string{"Range", "bytes=2-4"}, 206, "234"},
		"the end":          {[]string{"Range", "bytes=-3"}, 206, "789"},
		"several ranges":   {[]string{"Range", "bytes=0-1,4-5"}, 200, "0123456789"},
		"outside":          {[]string{"Range", "bytes=10-"}, 416, ""},
		"known by its tag": {[]string{"If-None-Match", `"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"`}, 304, ""},
	} {
		res, got := s.Send(me, "GET", at+"/content", "", tc.header...)
		status(t, name, res, got, tc.status)
		if tc.want != "" && got != tc.want {
			t.Errorf("%s: %q", name, got)
		}
		if size := res.Header.Get("Content-Range"); tc.status == 416 && size != "bytes */10" {
			t.Errorf("%s: Content-Range %q", name, size)
		}
	}
	for _, path := range []string{at, at + "/content", at + "/text", at + "/pages/1"} {
		res, body := s.Send(stranger, "GET", path, "")
		status(t, "another workspace: "+path, res, body, 404)
	}
	res, body = s.Send(stranger, "DELETE", at, "")
	status(t, "another workspace deletes", res, body, 404)
	res, body = s.Send(me, "DELETE", at, "")
	status(t, "delete", res, body, 204)
	res, body = s.Send(me, "GET", at, "")
	status(t, "get what is deleted", res, body, 404)
}

func TestFormsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	me := s.Caller(s.Workspace(), auth.Member)
	for name, tc := range map[string]struct {
		parts  []string
		status int
		code   fault.Code
	}{
		"no part":       {nil, 422, fault.CodeValidation},
		"another part":  {[]string{"data", "x"}, 422, fault.CodeValidation},
		"two files":     {[]string{"file", "x", "file", "y"}, 422, fault.CodeValidation},
		"a part behind": {[]string{"file", "x", "note", "y"}, 422, fault.CodeValidation},
		"an empty file": {[]string{"file", ""}, 422, fault.CodeEmptyFile},
	} {
		for _, path := range []string{"/v1/uploads", "/v1/invoices"} {
			contentType, body := multipartForm(t, tc.parts...)
			res, answer := s.Send(me, "POST", path, body, "Content-Type", contentType)
			status(t, name, res, answer, tc.status)
			if got := member(t, answer, "code"); got != string(tc.code) {
				t.Errorf("%s at %s: code %s, want %s", name, path, got, tc.code)
			}
		}
	}
	contentType, body := multipartForm(t, "file", "broken off")
	res, answer := s.Send(me, "POST", "/v1/uploads", body[:len(body)-20], "Content-Type", contentType)
	status(t, "a form that breaks off", res, answer, 400)
	if _, list := s.Send(me, "GET", "/v1/documents", ""); !strings.Contains(list, `"items":[]`) {
		t.Errorf("something was kept: %s", list)
	}
}

func TestRepeatedRequests(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	ours := s.Workspace()
	me, other := s.Caller(ours, auth.Member), s.Caller(s.Workspace(), auth.Member)
	key := []string{"Idempotency-Key", "k-1"}

	first, body := post(t, s, me, "/v1/invoices", "<Invoice A-1 Nord EUR 2026-01-01 10.00/>", key...)
	status(t, "first", first, body, 202)
	second, again := post(t, s, me, "/v1/invoices", "<Invoice A-1 Nord EUR 2026-01-01 10.00/>", key...)
	status(t, "second", second, again, 202)
	if again != body || second.Header.Get("Idempotency-Replayed") != "true" || first.Header.Get("Idempotency-Replayed") != "" ||
		second.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("the repeated request was answered anew:\n%s\n%s", body, again)
	}
	res, body := post(t, s, me, "/v1/invoices", "<Invoice A-2 Nord EUR 2026-01-01 10.00/>", key...)
	status(t, "the key with another file", res, body, 422)
	res, body = s.Send(me, "POST", "/v1/invoices", `{"document_id":"`+someID+`"}`, append(key, "Content-Type", "application/json")...)
	status(t, "the key with another body", res, body, 422)
	res, body = post(t, s, other, "/v1/invoices", "<Invoice A-1 Nord EUR 2026-01-01 10.00/>", key...)
	status(t, "the key of another workspace", res, body, 202)
	if res.Header.Get("Idempotency-Replayed") != "" {
		t.Error("a key reaches over workspaces")
	}
	_, list := s.Send(me, "GET", "/v1/invoices", "")
	if n := strings.Count(list, `"document_id"`); n != 1 {
		t.Errorf("%d invoices were made: %s", n, list)
	}
	res, body = s.Send(me, "POST", "/v1/invoices", `{"document_id":"`+someID+`"}`, "Idempotency-Key", "k-2", "Content-Type", "application/json")
	status(t, "a document that is not there", res, body, 404)
	res, body = s.Send(me, "POST", "/v1/invoices", `{"document_id":"`+someID+`"}`, "Idempotency-Key", "k-2", "Content-Type", "application/json")
	status(t, "an error is not kept", res, body, 404)
	if res.Header.Get("Idempotency-Replayed") != "" {
		t.Error("an error was repeated")
	}
}

func TestPagesOfLists(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	me := s.Caller(s.Workspace(), auth.Member)
	for i := range 5 {
		res, body := post(t, s, me, "/v1/uploads?process=none", fmt.Sprintf("file %d", i))
		status(t, "upload", res, body, 201)
	}
	seen, pages := map[string]bool{}, 0
	for next := "/v1/documents?limit=2&kind=text"; next != ""; pages++ {
		res, body := s.Send(me, "GET", next, "")
		status(t, next, res, body, 200)
		var page struct {
			Items      []struct{ ID string }
			NextCursor string `json:"next_cursor"`
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			seen[item.ID] = true
		}
		link := res.Header.Get("Link")
		if (link == "") != (page.NextCursor == "") {
			t.Fatalf("Link %q beside the cursor %q", link, page.NextCursor)
		}
		next, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
		if pages == 0 {
			res, body := s.Send(me, "GET", "/v1/documents?limit=2&kind=pdf&cursor="+page.NextCursor, "")
			status(t, "a cursor of another list", res, body, 400)
			if member(t, body, "code") != string(fault.CodeInvalidCursor) {
				t.Errorf("code of a cursor of another list: %s", body)
			}
		}
	}
	if len(seen) != 5 || pages != 3 {
		t.Errorf("%d documents on %d pages", len(seen), pages)
	}
}

func TestInvoicesOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	me := s.Caller(s.Workspace(), auth.Member)
	res, body := post(t, s, me, "/v1/invoices", "<Invoice B-0 Nord EUR 2026-01-01 10.00/>")
	status(t, "without waiting", res, body, 202)
	if res.Header.Get("Operation-Location") != "/v1/jobs/"+member(t, body, "job_id") {
		t.Errorf("Operation-Location %q", res.Header.Get("Operation-Location"))
	}
	s.Work()
	numbers := map[string]string{} // id -> number
	for i, fields := range []string{"B-1 Nord EUR 2026-02-01 10.00", "B-2 Süd EUR 2026-03-01 20.50", "B-3 Süd CHF 2026-04-01 -5.00"} {
		res, body := post(t, s, me, "/v1/invoices", "<Invoice "+fields+"/>", "Prefer", "wait=20")
		status(t, fields, res, body, 201)
		if res.Header.Get("Preference-Applied") != "wait=20" {
			t.Error("no Preference-Applied")
		}
		numbers[member(t, body, "id")] = fmt.Sprintf("B-%d", i+1)
	}
	for query, want := range map[string]string{
		"seller=S%C3%BCd&sort=number":            "B-2 B-3",
		"seller=nord&issue_date_from=2026-02-01": "B-1",
		"number=B-2":                             "B-2",
		"currency=CHF":                           "B-3",
		"issue_date_from=2026-02-15&issue_date_to=2026-03-31":                "B-2",
		"gross_min=10&gross_max=20.5&issue_date_from=2026-02-01&sort=-gross": "B-2 B-1",
		"gross_max=-5":  "B-3",
		"q=B-3":         "B-3",
		"status=failed": "",
		"seller=nobody": "",
	} {
		res, body := s.Send(me, "GET", "/v1/invoices?"+query, "")
		status(t, query, res, body, 200)
		var page struct{ Items []struct{ ID string } }
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, item := range page.Items {
			got = append(got, numbers[item.ID])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s gives %q, want %q", query, got, want)
		}
	}
	res, body = post(t, s, me, "/v1/invoices", "<Else/>", "Prefer", "wait=20")
	status(t, "what is no invoice", res, body, 201)
	if member(t, body, "status") != "failed" || !strings.Contains(body, string(fault.CodeNotAnInvoice)) {
		t.Errorf("what is no invoice: %s", body)
	}
	at := res.Header.Get("Location")
	res, body = s.Send(me, "GET", at, "")
	status(t, "get", res, body, 200)
	res, body = s.Send(me, "GET", at, "", "If-None-Match", res.Header.Get("ETag"))
	status(t, "get what is known", res, body, 304)
	res, body = s.Send(me, "DELETE", at, "")
	status(t, "delete", res, body, 204)
}

func TestCallers(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	ours := s.Workspace()
	res, body := s.Send(s.Caller(ours, auth.Reviewer), "GET", "/v1/me", "")
	status(t, "me", res, body, 200)
	if member(t, body, "workspace_id") != ours.String() || member(t, body, "role") != "reviewer" || !strings.Contains(body, "invoices:review") {
		t.Errorf("me: %s", body)
	}
	res, body = s.Send(s.Caller(uuid.Must(uuid.NewV7()), auth.Admin), "GET", "/v1/me", "")
	status(t, "a token of a workspace that is not there", res, body, 401)
	res, body = s.Send(apitest.New(t, "v1", "an_api_key_that_nobody_was_given_00000"), "GET", "/v1/me", "")
	status(t, "an unknown key", res, body, 401)
}
