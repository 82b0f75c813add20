package api_test

import (
	"net/http"
	"testing"

	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

// TestStaleChangesAreRefused changes what is at another version than the caller says.
func TestStaleChangesAreRefused(t *testing.T) {
	t.Parallel()
	r := newReview(t)
	at, tag := r.read(t, "1 Weide EUR 2026-01-02 119.00")
	res, body := r.patch(r.reviewer, at, tag, `{"buyer_reference":"B"}`)
	status(t, "correct", res, body, 200)
	now := res.Header.Get("ETag")
	for _, header := range []string{tag, `"nonsense"`, "W/" + now, tag + ", " + `"7000"`} {
		res, body = r.Send(r.member, "POST", at+"/reprocess", "", "If-Match", header)
		status(t, "reprocess "+header, res, body, http.StatusPreconditionFailed)
		res, body = r.Send(r.member, "DELETE", at, "", "If-Match", header)
		status(t, "delete "+header, res, body, http.StatusPreconditionFailed)
	}
	res, body = r.Send(r.viewer, "GET", at, "")
	status(t, "the invoice is still there", res, body, 200)
	if res.Header.Get("ETag") != now {
		t.Errorf("it is at %s, was %s", res.Header.Get("ETag"), now)
	}
	document := "/v1/documents/" + member(t, body, "document_id")
	res, body = r.Send(r.member, "DELETE", at, "", "If-Match", `"7000", `+now)
	status(t, "delete the version", res, body, 204)
	res, body = r.Send(r.member, "DELETE", at, "", "If-Match", "*")
	status(t, "delete what is gone", res, body, 404)

	res, body = r.Send(r.member, "DELETE", document, "", "If-Match", `"0000"`)
	status(t, "delete another content", res, body, http.StatusPreconditionFailed)
	res, body = r.Send(r.viewer, "GET", document+"/content", "")
	status(t, "the content is still there", res, body, 200)
	res, body = r.Send(r.member, "DELETE", document, "", "If-Match", res.Header.Get("ETag"))
	status(t, "delete the content", res, body, 204)
}

// TestConditionsWithoutVersions names versions of what has none.
func TestConditionsWithoutVersions(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	two := s.CallerOf("v2", s.Workspace(), auth.Member)
	res, body := s.Send(two, "POST", "/v2/chatbot/conversations", `{}`, "Content-Type", jsonBody)
	status(t, "conversation", res, body, http.StatusCreated)
	at := res.Header.Get("Location")
	res, body = s.Send(two, "DELETE", at, "", "If-Match", `"1"`)
	status(t, "a version", res, body, http.StatusPreconditionFailed)
	res, body = s.Send(two, "GET", at, "", "If-Match", `"1"`)
	status(t, "it is still there", res, body, http.StatusOK)
	res, body = s.Send(two, "DELETE", at, "", "If-Match", "*")
	status(t, "any", res, body, http.StatusNoContent)
}

// TestReadsUnderConditions reads, by GET and HEAD, what is at another version than the caller says.
func TestReadsUnderConditions(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	s.Work()
	me := s.Caller(s.Workspace(), auth.Member)
	res, body := post(t, s, me, "/v1/invoices", "<Invoice 1 Weide EUR 2026-01-02 119.00/>", "Prefer", "wait=20")
	status(t, "post", res, body, 201)
	invoice := res.Header.Get("Location")
	content := "/v1/documents/" + member(t, body, "document_id") + "/content"
	const past, future = "Mon, 02 Jan 2006 15:04:05 GMT", "Fri, 02 Jan 2195 15:04:05 GMT"
	for _, at := range []string{invoice, invoice + "/export?format=json", content} {
		res, _ = s.Send(me, "GET", at, "")
		tag := res.Header.Get("ETag")
		for _, tc := range []struct {
			status int
			header []string
		}{
			{200, []string{"If-Match", tag}}, {200, []string{"If-Match", "*"}}, {200, []string{"If-Match", `"x", ` + tag}},
			{200, []string{"If-Match", `"x"`, "If-Match", tag}}, {304, []string{"If-None-Match", `"x"`, "If-None-Match", "W/" + tag}},
			{412, []string{"If-Match", `"x"`}}, {412, []string{"If-Match", "W/" + tag}}, {412, []string{"If-Match", "nonsense"}},
			{412, []string{"If-Match", `"x"`, "If-None-Match", tag}}, {304, []string{"If-Match", tag, "If-None-Match", tag}},
			{422, []string{"If-Match", ""}},
		} {
			if res, body = s.Send(me, "GET", at, "", tc.header...); res.StatusCode != tc.status {
				t.Errorf("GET %s %q: %d %s, want %d", at, tc.header, res.StatusCode, body, tc.status)
			}
			if res, _ = raw(t, me, "HEAD", s.URL+at, tc.header...); res.StatusCode != tc.status {
				t.Errorf("HEAD %s %q: %d, want %d", at, tc.header, res.StatusCode, tc.status)
			}
		}
	}
	for want, header := range map[int][]string{
		200: {"If-Unmodified-Since", future}, 412: {"If-Unmodified-Since", past}, 206: {"If-Unmodified-Since", past, "If-Match", "*", "Range", "bytes=0-1"},
	} {
		res, body = s.Send(me, "GET", content, "", header...)
		status(t, "content", res, body, want)
	}
}

func TestIfRange(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	me := s.Caller(s.Workspace(), auth.Member)
	res, body := post(t, s, me, "/v1/uploads?process=none", "0123456789")
	status(t, "upload", res, body, 201)
	at := res.Header.Get("Location") + "/content"
	res, body = s.Send(me, "GET", at, "")
	status(t, "content", res, body, 200)
	tag, changed := res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	if _, err := http.ParseTime(changed); err != nil || tag == "" {
		t.Fatalf("ETag %q, Last-Modified %q", tag, changed)
	}
	const long, later = "Mon, 02 Jan 2006 15:04:05 GMT", "Fri, 02 Jan 2195 15:04:05 GMT"
	for name, tc := range map[string]struct {
		header []string
		status int
		want   string
	}{
		"its tag":             {[]string{"If-Range", tag}, 206, "234"},
		"another tag":         {[]string{"If-Range", `"other"`}, 200, "0123456789"},
		"its tag, weak":       {[]string{"If-Range", "W/" + tag}, 200, "0123456789"},
		"its date":            {[]string{"If-Range", changed}, 206, "234"},
		"an earlier date":     {[]string{"If-Range", long}, 200, "0123456789"},
		"a later date":        {[]string{"If-Range", later}, 200, "0123456789"},
		"no date":             {[]string{"If-Range", "yesterday"}, 200, "0123456789"},
		"not since":           {[]string{"If-Modified-Since", changed}, 304, ""},
		"since":               {[]string{"If-Modified-Since", long}, 206, "234"},
		"a tag before a date": {[]string{"If-Modified-Since", changed, "If-None-Match", `"other"`}, 206, "234"},
	} {
		res, got := s.Send(me, "GET", at, "", append(tc.header, "Range", "bytes=2-4")...)
		status(t, name, res, got, tc.status)
		if got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
	// A range outside is no error where the whole is the answer.
	res, body = s.Send(me, "GET", at, "", "Range", "bytes=10-", "If-Range", `"other"`)
	status(t, "outside of another content", res, body, 200)
}
