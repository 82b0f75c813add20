package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
)

const mergePatch = "application/merge-patch+json"

// readDoubtful reads as readFields does, but from a page, and is not sure of the total. Numbers that begin with BAD fail a
// check.
func readDoubtful(content string) (invoice.Reading, error) {
	r, err := readFields(content)
	if err != nil {
		return r, err
	}
	inv := &r.Invoices[0]
	inv.Source = evidence.OCR
	inv.Evidence = []evidence.Evidence{{Pointer: "/totals/gross", Source: evidence.FromOCR, Confidence: .4, Text: inv.Data.Totals.Gross.String(), Page: 1, Box: &[4]float64{0, 0, 1, 1}}}
	if strings.HasPrefix(inv.Data.Number, "BAD") {
		inv.Checks = []en16931.Finding{{Rule: "BR-1", Severity: en16931.Fatal, Message: "It is wrong.", Pointers: []string{"/number"}}}
	}
	return r, nil
}

// review is a stack with a workspace's callers and an invoice that was read.
type review struct {
	*apitest.Stack
	viewer, member, reviewer, stranger *apitest.Doer
}

func newReview(t *testing.T) *review {
	t.Helper()
	s := apitest.Start(t, readDoubtful)
	s.Work()
	ours := s.Workspace()
	return &review{s, s.Caller(ours, auth.Viewer), s.Caller(ours, auth.Member), s.Caller(ours, auth.Reviewer), s.Caller(s.Workspace(), auth.Admin)}
}

// read posts an invoice and gives its path and its tag.
func (r *review) read(t *testing.T, fields string) (at, tag string) {
	t.Helper()
	res, body := post(t, r.Stack, r.member, "/v1/invoices", "<Invoice "+fields+"/>", "Prefer", "wait=20")
	status(t, fields, res, body, 201)
	at = res.Header.Get("Location")
	return at, r.tag(t, at)
}

func (r *review) tag(t *testing.T, at string) string {
	t.Helper()
	res, body := r.Send(r.viewer, "GET", at, "")
	status(t, "get "+at, res, body, 200)
	return res.Header.Get("ETag")
}

func (r *review) patch(by *apitest.Doer, at, tag, body string) (*http.Response, string) {
	header := []string{"Content-Type", mergePatch}
	if tag != "" {
		header = append(header, "If-Match", tag)
	}
	return r.Send(by, "PATCH", at, body, header...)
}

func (r *review) decide(by *apitest.Doer, at, tag, body string, header ...string) (*http.Response, string) {
	header = append(header, "Content-Type", "application/json")
	if tag != "" {
		header = append(header, "If-Match", tag)
	}
	return r.Send(by, "POST", at+"/review", body, header...)
}

func TestCorrectionsOverHTTP(t *testing.T) {
	t.Parallel()
	r := newReview(t)
	at, tag := r.read(t, "C-1 Nord EUR 2026-01-01 10.00")
	_, body := r.Send(r.viewer, "GET", at, "")
	if member(t, body, "status") != "needs_review" || !strings.Contains(body, `"code":"low_confidence"`) {
		t.Fatalf("read: %s", body)
	}
	for name, tc := range map[string]struct {
		by      *apitest.Doer
		tag     string
		body    string
		status  int
		code    fault.Code
		pointer string
	}{
		"a viewer":             {r.viewer, tag, `{}`, 403, fault.CodeForbidden, ""},
		"a member":             {r.member, tag, `{}`, 403, fault.CodeForbidden, ""},
		"another workspace":    {r.stranger, tag, `{"number":"1"}`, 404, fault.CodeNotFound, ""},
		"no tag":               {r.reviewer, "", `{"number":"1"}`, 428, fault.CodePreconditionMissing, "header/If-Match"},
		"a stale tag":          {r.reviewer, `"1"`, `{"number":"1"}`, 412, fault.CodePreconditionFailed, "header/If-Match"},
		"a weak tag":           {r.reviewer, "W/" + tag, `{"number":"1"}`, 412, fault.CodePreconditionFailed, ""},
		"no object":            {r.reviewer, tag, `[]`, 422, fault.CodeValidation, ""},
		"no body":              {r.reviewer, tag, ``, 422, fault.CodeValidation, ""},
		"no JSON":              {r.reviewer, tag, `{`, 400, fault.CodeMalformed, ""},
		"a name twice":         {r.reviewer, tag, `{"number":"1","number":"2"}`, 400, fault.CodeMalformed, "/number"},
		"a number":             {r.reviewer, tag, `{"number":1}`, 422, fault.CodeValidation, "/number"},
		"a great number":       {r.reviewer, tag, `{"number":1e999}`, 422, fault.CodeValidation, "/number"},
		"an unknown member":    {r.reviewer, tag, `{"seller":{"nickname":"N"}}`, 422, fault.CodeValidation, "/seller/nickname"},
		"a character of none":  {r.reviewer, tag, `{"seller":{"name":"N\u0000"}}`, 422, fault.CodeValidation, "/seller/name"},
		"an amount in words":   {r.reviewer, tag, `{"totals":{"gross":"ten"}}`, 422, fault.CodeValidation, "/totals/gross"},
		"an amount as number":  {r.reviewer, tag, `{"totals":{"gross":10}}`, 422, fault.CodeValidation, "/totals/gross"},
		"a day that is none":   {r.reviewer, tag, `{"delivery":{"date":"2026-02-31"}}`, 422, fault.CodeValidation, "/delivery/date"},
		"a line that is none":  {r.reviewer, tag, `{"lines":[{"net":"1"},{"net":"x"}]}`, 422, fault.CodeValidation, "/lines/1/net"},
		"a list with null":     {r.reviewer, tag, `{"lines":[null]}`, 422, fault.CodeValidation, "/lines/0"},
		"an id without its id": {r.reviewer, tag, `{"seller":{"endpoint":{"scheme":"EM"}}}`, 422, fault.CodeValidation, "/seller/endpoint/id"},
	} {
		res, body := r.patch(tc.by, at, tc.tag, tc.body)
		status(t, name, res, body, tc.status)
		if member(t, body, "code") != string(tc.code) || tc.pointer != "" && !strings.Contains(body, `"pointer":"`+tc.pointer+`"`) {
			t.Errorf("%s: %s", name, body)
		}
	}
	res, body := r.Send(r.reviewer, "PATCH", at, `{}`, "Content-Type", "application/json", "If-Match", tag)
	status(t, "another media type", res, body, 415)

	res, body = r.patch(r.reviewer, at, tag, `{}`)
	status(t, "nothing", res, body, 200)
	if res.Header.Get("ETag") != tag {
		t.Error("nothing made a version")
	}
	res, body = r.patch(r.reviewer, at, tag, `{"totals":{"gross":"11.00","net":null},"payment":{"accounts":[{"iban":"DE00"}]},"type_code":null}`)
	status(t, "correct", res, body, 200)
	now := res.Header.Get("ETag")
	if now == tag || now != r.tag(t, at) || member(t, body, "status") != "ready" || !strings.Contains(body, `"source":"human"`) {
		t.Errorf("corrected to %s of %s: %s", now, tag, body)
	}
	res, body = r.patch(r.reviewer, at, tag, `{"number":"2"}`)
	status(t, "the version before", res, body, 412)
	res, body = r.patch(r.reviewer, at, `"0", `+now, `{"number":"`+strings.Repeat("7", 9000)+`"}`)
	status(t, "a long number", res, body, 200)
	res, body = r.patch(r.reviewer, at, "*", `{"number":"2","seller":{"name":"\u0001\ud800"}}`)
	status(t, "characters that XML does not hold", res, body, 200)
}

// TestOneOfTwoCorrectionsWins sends corrections of one version side by side.
func TestOneOfTwoCorrectionsWins(t *testing.T) {
	t.Parallel()
	r := newReview(t)
	at, tag := r.read(t, "C-2 Nord EUR 2026-01-01 10.00")
	statuses := make([]int, 4)
	var all sync.WaitGroup
	for i := range statuses {
		all.Go(func() {
			res, _ := r.patch(r.reviewer, at, tag, `{"number":"`+strings.Repeat("x", i+1)+`"}`)
			statuses[i] = res.StatusCode
		})
	}
	all.Wait()
	slices.Sort(statuses)
	if !slices.Equal(statuses, []int{200, 412, 412, 412}) {
		t.Errorf("answers: %v", statuses)
	}
	_, body := r.Send(r.viewer, "GET", at+"/history", "")
	if strings.Count(body, `"kind":"corrected"`) != 1 {
		t.Errorf("history: %s", body)
	}
}

func TestReviewOverHTTP(t *testing.T) {
	t.Parallel()
	r := newReview(t)
	at, tag := r.read(t, "BAD-1 Nord EUR 2026-01-01 10.00")
	for name, tc := range map[string]struct {
		by     *apitest.Doer
		tag    string
		body   string
		status int
		code   fault.Code
	}{
		"a viewer":            {r.viewer, tag, `{"decision":"approve"}`, 403, fault.CodeForbidden},
		"a member":            {r.member, tag, `{"decision":"approve"}`, 403, fault.CodeForbidden},
		"another workspace":   {r.stranger, tag, `{"decision":"approve"}`, 404, fault.CodeNotFound},
		"no tag":              {r.reviewer, "", `{"decision":"reject"}`, 428, fault.CodePreconditionMissing},
		"a stale tag":         {r.reviewer, `"1"`, `{"decision":"reject"}`, 412, fault.CodePreconditionFailed},
		"no decision":         {r.reviewer, tag, `{}`, 422, fault.CodeValidation},
		"an unknown decision": {r.reviewer, tag, `{"decision":"shred"}`, 422, fault.CodeValidation},
		"an unknown member":   {r.reviewer, tag, `{"decision":"reject","why":"so"}`, 422, fault.CodeValidation},
		"a comment with NUL":  {r.reviewer, tag, `{"decision":"reject","comment":"\u0000"}`, 422, fault.CodeValidation},
		"a fatal check":       {r.reviewer, tag, `{"decision":"approve"}`, 409, fault.CodeChecksFailed},
		"not decided over":    {r.reviewer, tag, `{"decision":"reopen"}`, 409, fault.CodeConflict},
	} {
		res, body := r.decide(tc.by, at, tc.tag, tc.body)
		status(t, name, res, body, tc.status)
		if member(t, body, "code") != string(tc.code) {
			t.Errorf("%s: %s", name, body)
		}
		if tc.code == fault.CodeChecksFailed && !strings.Contains(body, `"rule":"BR-1"`) {
			t.Errorf("%s: no list: %s", name, body)
		}
	}
	res, body := r.decide(r.reviewer, at, tag, `{"decision":"approve","force":true,"comment":"Seen."}`, "Idempotency-Key", "once")
	status(t, "approve", res, body, 200)
	now := res.Header.Get("ETag")
	if member(t, body, "status") != "approved" || now == tag {
		t.Errorf("approved: %s", body)
	}
	res, again := r.decide(r.reviewer, at, tag, `{"decision":"approve","force":true,"comment":"Seen."}`, "Idempotency-Key", "once")
	status(t, "approve again with the key", res, again, 200)
	if again != body || res.Header.Get("ETag") != now || res.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("not the same answer: %s", again)
	}
	for name, send := range map[string]func() (*http.Response, string){
		"approve what is approved":   func() (*http.Response, string) { return r.decide(r.reviewer, at, now, `{"decision":"approve"}`) },
		"correct what is approved":   func() (*http.Response, string) { return r.patch(r.reviewer, at, now, `{"number":"1"}`) },
		"reprocess what is approved": func() (*http.Response, string) { return r.Send(r.member, "POST", at+"/reprocess", "") },
	} {
		res, body := send()
		status(t, name, res, body, 409)
	}
	res, body = r.decide(r.reviewer, at, now, `{"decision":"reopen"}`)
	status(t, "reopen", res, body, 200)
	if member(t, body, "status") != "needs_review" || !strings.Contains(body, `"code":"check_failed"`) || !strings.Contains(body, `"rule":"BR-1"`) {
		t.Errorf("reopened: %s", body)
	}
	res, body = r.decide(r.reviewer, at, res.Header.Get("ETag"), `{"decision":"reject"}`)
	status(t, "reject", res, body, 200)
	r.checkHistory(t, at)
}

func (r *review) checkHistory(t *testing.T, at string) {
	t.Helper()
	var kinds []string
	var page struct {
		Items []struct {
			Kind, Comment string
			Forced        bool
			Actor         struct{ Kind, ID string }
		}
	}
	for next := at + "/history?limit=3"; next != ""; {
		res, body := r.Send(r.viewer, "GET", next, "")
		status(t, next, res, body, 200)
		page.Items = nil
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Items {
			kinds = append(kinds, e.Kind)
			if e.Kind == "approved" && (e.Comment != "Seen." || !e.Forced || e.Actor.Kind != "user" || e.Actor.ID == "") {
				t.Errorf("approved: %+v", e)
			}
		}
		next, _, _ = strings.Cut(strings.TrimPrefix(res.Header.Get("Link"), "<"), ">")
	}
	if strings.Join(kinds, " ") != "rejected reopened approved read" {
		t.Errorf("history: %v", kinds)
	}
	res, body := r.Send(r.stranger, "GET", at+"/history", "")
	status(t, "history of another workspace", res, body, 404)
	res, body = r.Send(r.viewer, "GET", at+"/history?cursor=eyJwIjoxfQ", "")
	status(t, "a cursor of nobody", res, body, 400)
}

func TestReprocessOverHTTP(t *testing.T) {
	t.Parallel()
	r := newReview(t)
	at, tag := r.read(t, "C-3 Nord EUR 2026-01-01 10.00")
	res, body := r.patch(r.reviewer, at, tag, `{"totals":{"gross":"12.00"}}`)
	status(t, "correct", res, body, 200)
	res, refused := r.Send(r.viewer, "POST", at+"/reprocess", "")
	status(t, "a viewer", res, refused, 403)
	res, refused = r.Send(r.stranger, "POST", at+"/reprocess", "")
	status(t, "another workspace", res, refused, 404)
	before := member(t, body, "job_id")

	res, body = r.Send(r.member, "POST", at+"/reprocess", "", "Idempotency-Key", "again")
	status(t, "reprocess", res, body, 202)
	job := member(t, body, "job_id")
	if job == before || res.Header.Get("Operation-Location") != "/v1/jobs/"+job || res.Header.Get("Location") != at || member(t, body, "status") != "queued" {
		t.Errorf("queued: %v %s", res.Header, body)
	}
	res, again := r.Send(r.member, "POST", at+"/reprocess", "", "Idempotency-Key", "again")
	status(t, "reprocess again with the key", res, again, 202)
	if again != body || res.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("not the same answer: %s", again)
	}
	res, body = r.Send(r.viewer, "GET", at, "", "Prefer", "wait=20")
	status(t, "wait", res, body, 200)
	if member(t, body, "status") != "ready" || !strings.Contains(body, `"gross":"12.00"`) {
		t.Errorf("read again: %s", body)
	}
	res, body = r.Send(r.viewer, "GET", at+"/history", "")
	status(t, "history", res, body, 200)
	if !strings.Contains(body, `"kind":"reprocessed"`) || strings.Count(body, `"kind":"read"`) != 2 {
		t.Errorf("history: %s", body)
	}
}

// TestOneOfTwoReadingsWins asks for two more readings side by side, while no job runs.
func TestOneOfTwoReadingsWins(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readDoubtful)
	me := s.Caller(s.Workspace(), auth.Member)
	res, body := post(t, s, me, "/v1/invoices", "<Invoice C-4 Nord EUR 2026-01-01 10.00/>")
	status(t, "post", res, body, 202)
	at := res.Header.Get("Location")
	res, body = s.Send(me, "POST", at+"/reprocess", "")
	status(t, "while it waits for its first reading", res, body, 409)
	res, body = s.Send(me, "POST", "/v1/jobs/"+member(t, mustGet(t, s, me, at), "job_id")+"/cancel", "")
	status(t, "cancel", res, body, 200)
	statuses := make([]int, 3)
	var all sync.WaitGroup
	for i := range statuses {
		all.Go(func() {
			res, _ := s.Send(me, "POST", at+"/reprocess", "")
			statuses[i] = res.StatusCode
		})
	}
	all.Wait()
	slices.Sort(statuses)
	if !slices.Equal(statuses, []int{202, 409, 409}) {
		t.Errorf("answers: %v", statuses)
	}
}

func mustGet(t *testing.T, s *apitest.Stack, by *apitest.Doer, at string) string {
	t.Helper()
	res, body := s.Send(by, "GET", at, "")
	status(t, "get "+at, res, body, 200)
	return body
}
