package api_test

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

func TestKeysHaveAllowances(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	_, holder := makeKey(t, s, admin, `{"name":"slow","role":"viewer","requests_per_minute":3}`)
	for i := range 5 {
		res, body := s.Send(holder, "GET", "/v1/me", "")
		want := http.StatusOK
		if i >= 3 {
			want = http.StatusTooManyRequests
		}
		status(t, "request", res, body, want)
		if p := res.Header.Get("RateLimit-Policy"); p != `"key";q=3;w=60` {
			t.Errorf("policy %q", p)
		}
		if l := res.Header.Get("RateLimit"); !strings.HasPrefix(l, `"key";r=`) || (want == 429) != (res.Header.Get("Retry-After") != "") {
			t.Errorf("limit %q, %v", l, res.Header)
		}
	}
	res, body := s.Send(admin, "GET", "/v1/me", "")
	status(t, "another caller", res, body, http.StatusOK)
	if res.Header.Get("RateLimit") != "" {
		t.Error("who has no limit is told one")
	}
}

func TestWorkspacesHaveQuotas(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	installation := s.Installation()
	workspace := s.Workspace()
	me := s.Caller(workspace, auth.Member)
	limit := func(limits string) {
		res, body := s.Send(installation, "PATCH", "/v1/workspaces/"+workspace.String(), `{"limits":`+limits+`}`, "Content-Type", mergePatch)
		status(t, "limit "+limits, res, body, http.StatusOK)
	}
	limit(`{"storage_bytes":3000}`)
	res, body := post(t, s, me, "/v1/uploads?process=none", strings.Repeat("a", 2000))
	status(t, "within the quota", res, body, http.StatusCreated)
	res, body = post(t, s, me, "/v1/uploads?process=none", strings.Repeat("b", 2000))
	status(t, "over the quota", res, body, http.StatusForbidden)
	if member(t, body, "code") != "quota_exceeded" {
		t.Errorf("refused with %s", body)
	}
	limit(`{"open_jobs":1}`)
	res, body = post(t, s, me, "/v1/invoices", "<Invoice 1 A EUR 2026-01-01 1/>")
	status(t, "a first job", res, body, http.StatusAccepted)
	res, body = post(t, s, me, "/v1/invoices", "<Invoice 2 A EUR 2026-01-01 1/>")
	status(t, "a second job", res, body, http.StatusForbidden)
	limit(`{"pages_per_month":0}`)
	res, body = post(t, s, me, "/v1/uploads", "c")
	status(t, "no pages", res, body, http.StatusForbidden)
	limit(`{"requests_per_minute":2}`)
	// What was looked up of a caller is believed for a second: until then it has no limit.
	last := 0
	for end := time.Now().Add(30 * time.Second); last != http.StatusTooManyRequests && time.Now().Before(end); {
		res, _ = s.Send(apitest.New(t, "v1", me.Key), "GET", "/v1/me", "")
		last = res.StatusCode
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("requests of a token without end: %d", last)
	}
	res, body = s.Send(me, "PATCH", "/v1/workspaces/"+workspace.String(), `{"limits":{}}`, "Content-Type", mergePatch)
	status(t, "limits are not one's own", res, body, http.StatusForbidden)
}

func TestGuessingIsSlow(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	person(t, s, admin, "ada@example.com", "admin")
	nobody := apitest.Anonymous(t)
	try := func(password, from string) (*http.Response, string) {
		return s.Send(nobody, "POST", "/v1/sessions", `{"email":"ada@example.com","password":"`+password+`"}`, "Content-Type", jsonBody, "X-Forwarded-For", from)
	}
	for range 10 {
		res, body := try("wrong", "192.0.2.7")
		status(t, "a wrong password", res, body, http.StatusUnauthorized)
	}
	res, body := try(goodPassword, "192.0.2.7")
	status(t, "the eleventh", res, body, http.StatusTooManyRequests)
	if res.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to come again")
	}
	res, body = try(goodPassword, "192.0.2.8")
	status(t, "from elsewhere", res, body, http.StatusCreated)
	stranger := apitest.New(t, "v1", "dk_wrong_key_wrong_key_wrong_key")
	last := 0
	for n := 0; n < 1000 && last != http.StatusTooManyRequests; n++ { // some are forgiven meanwhile
		res, _ := s.Send(stranger, "GET", "/v1/me", "", "X-Forwarded-For", "192.0.2.9")
		last = res.StatusCode
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the thousandth wrong key answers %d", last)
	}
	res, body = s.Send(admin, "GET", "/v1/me", "", "X-Forwarded-For", "192.0.2.9")
	status(t, "a good one from the same address", res, body, http.StatusOK)
}

func TestChallengesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	for name, tc := range map[string]struct {
		by   *apitest.Doer
		path string
		want string
	}{
		"none":         {apitest.Anonymous(t), "/v1/me", `Bearer realm="docket"`},
		"a wrong key":  {apitest.New(t, "v1", "dk_wrong_key_wrong_key_wrong_key"), "/v1/me", `Bearer realm="docket", error="invalid_token"`},
		"a small role": {s.Caller(s.Workspace(), auth.Viewer), "/v1/users", `Bearer realm="docket", error="insufficient_scope", scope="admin"`},
	} {
		res, _ := s.Send(tc.by, "GET", tc.path, "")
		if got := res.Header.Get("WWW-Authenticate"); got != tc.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestPagesOfTrustedOriginsMayCall(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	for origin, want := range map[string]string{"https://app.example": "https://app.example", "https://evil.example": "", "null": ""} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, s.URL+"/v1/invoices", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		h := res.Header
		if h.Get("Access-Control-Allow-Origin") != want || h.Get("Access-Control-Allow-Credentials") != "" || h.Get("Vary") != "Origin" ||
			(want != "") != strings.Contains(h.Get("Access-Control-Allow-Methods"), "POST") {
			t.Errorf("%s: %d %v", origin, res.StatusCode, h)
		}
	}
}

func TestWhatWasDoneIsListed(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin, stranger := s.Caller(s.Workspace(), auth.Admin), s.Caller(s.Workspace(), auth.Admin)
	ada, browser := person(t, s, admin, "ada@example.com", "admin")
	res, body := s.Send(browser, "PATCH", "/v1/users/"+ada.ID.String(), `{"name":"Ada"}`, "Content-Type", mergePatch, "X-Forwarded-For", "192.0.2.7", "X-Request-Id", "the-act")
	status(t, "change", res, body, http.StatusOK)
	list := func(by *apitest.Doer, query string) genv1.AuditPage {
		res, body := s.Send(by, "GET", "/v1/audit"+query, "")
		status(t, query, res, body, http.StatusOK)
		return decoded[genv1.AuditPage](t, body)
	}
	acts := list(admin, "?action=user.changed").Items
	if len(acts) != 1 {
		t.Fatalf("acts %+v", acts)
	}
	act := acts[0]
	before, _ := act.Detail["before"].(map[string]any)
	after, _ := act.Detail["after"].(map[string]any)
	if *act.Actor.Name != "ada@example.com" || *act.Address != "192.0.2.7" || *act.RequestID != "the-act" || before["name"] != "Somebody" || after["name"] != "Ada" {
		t.Errorf("the act is %+v", act)
	}
	first := list(admin, "?limit=2")
	rest := list(admin, "?limit=2&cursor="+*first.NextCursor)
	if len(first.Items) != 2 || len(rest.Items) == 0 || first.Items[1].ID == rest.Items[0].ID {
		t.Errorf("pages %+v, %+v", first, rest)
	}
	for query, want := range map[string]int{"?actor_id=" + ada.ID.String() + "&action=user.signed_in": 1, "?subject_id=" + someID: 0, "?until=2020-01-01T00:00:00Z": 0} {
		if got := len(list(admin, query).Items); got != want {
			t.Errorf("%s: %d acts", query, got)
		}
	}
	if got := list(stranger, "").Items; len(got) != 0 {
		t.Errorf("another workspace sees %+v", got)
	}
}

// TestTheServersOwnErrorsAreProblems: those that no handler sees.
func TestTheServersOwnErrorsAreProblems(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(handler(t))
	server.Config.MaxHeaderBytes = 4 << 10
	server.Listener = api.Listener(server.Listener)
	server.Start()
	t.Cleanup(server.Close)
	for sent, want := range map[string]int{
		"nonsense\r\n\r\n":                         400,
		"GET /v1/me HTTP/1.1\r\n\r\n":              400,
		"GET /v1/me HTTP/1.1\r\nHost: a b\r\n\r\n": 400,
		"GET /v1/me HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 16<<10) + "\r\n\r\n":                        431,
		"POST /v1/invoices HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\nContent-Length: 1\r\n\r\n":                 417,
		"GET /v1/me HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nxx": 400,
	} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Write([]byte(sent)); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%.40q: %v", sent, err)
		}
		var p struct {
			Status    int
			Code      string
			RequestID string `json:"request_id"`
		}
		if err := json.NewDecoder(res.Body).Decode(&p); err != nil || res.StatusCode != want || p.Status != want || p.Code == "" ||
			p.RequestID != res.Header.Get("X-Request-Id") || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.40q: %d %+v, %v", sent, res.StatusCode, p, err)
		}
		res.Body.Close()
		conn.Close()
	}
}
