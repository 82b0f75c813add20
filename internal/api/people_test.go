package api_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

const goodPassword = "tall ochre ladders lean"

// invite makes a user and gives it with its link.
func invite(t *testing.T, s *apitest.Stack, by *apitest.Doer, email, role string) genv1.Invitation {
	t.Helper()
	res, body := s.Send(by, "POST", "/v1/users", `{"email":"`+email+`","name":"Somebody","role":"`+role+`"}`, "Content-Type", jsonBody)
	status(t, "invite "+email, res, body, http.StatusCreated)
	return decoded[genv1.Invitation](t, body)
}

// follow signs a browser in by a link.
func follow(t *testing.T, s *apitest.Stack, link string) *apitest.Doer {
	t.Helper()
	res, body := s.Send(apitest.Anonymous(t), "POST", "/v1/sessions", `{"link":"`+link+`"}`, "Content-Type", jsonBody)
	status(t, "follow the link", res, body, http.StatusCreated)
	return apitest.Browser(t, res)
}

// person is somebody of a new account with a password, in a browser.
func person(t *testing.T, s *apitest.Stack, by *apitest.Doer, email, role string) (genv1.User, *apitest.Doer) {
	t.Helper()
	in := invite(t, s, by, email, role)
	browser := follow(t, s, in.Link.Link)
	res, body := s.Send(browser, "PUT", "/v1/me/password", `{"new_password":"`+goodPassword+`"}`, "Content-Type", jsonBody)
	status(t, "set password", res, body, http.StatusNoContent)
	return in.User, browser
}

func signIn(t *testing.T, s *apitest.Stack, email, password string) (*http.Response, string) {
	t.Helper()
	return s.Send(apitest.Anonymous(t), "POST", "/v1/sessions", `{"email":"`+email+`","password":"`+password+`"}`, "Content-Type", jsonBody)
}

func TestPeopleComeAndGo(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	workspace := s.Workspace()
	admin := s.Caller(workspace, auth.Admin)
	in := invite(t, s, admin, "ada@example.com", "reviewer")
	res, body := s.Send(admin, "POST", "/v1/users", `{"email":"ADA@example.com","role":"viewer"}`, "Content-Type", jsonBody)
	status(t, "the address again", res, body, http.StatusConflict)
	ada := follow(t, s, in.Link.Link)
	res, body = s.Send(apitest.Anonymous(t), "POST", "/v1/sessions", `{"link":"`+in.Link.Link+`"}`, "Content-Type", jsonBody)
	status(t, "the link again", res, body, http.StatusUnauthorized)
	res, body = s.Send(ada, "GET", "/v1/me", "")
	status(t, "me", res, body, http.StatusOK)
	if me := decoded[genv1.Me](t, body); me.WorkspaceID != workspace || me.Role != genv1.RoleReviewer || *me.Email != "ada@example.com" || *me.UserID != in.User.ID {
		t.Errorf("she is %s", body)
	}
	for password, want := range map[string]int{"password1234": 422, "short": 422, goodPassword: 204} {
		res, body = s.Send(ada, "PUT", "/v1/me/password", `{"new_password":"`+password+`"}`, "Content-Type", jsonBody)
		status(t, password, res, body, want)
	}
	res, body = signIn(t, s, "Ada@Example.com", goodPassword)
	status(t, "sign in", res, body, http.StatusCreated)
	second := apitest.Browser(t, res)
	res, body = s.Send(second, "PUT", "/v1/me/password", `{"new_password":"another tall ladder"}`, "Content-Type", jsonBody)
	status(t, "a new password without the present one", res, body, http.StatusUnprocessableEntity)
	res, body = s.Send(second, "GET", "/v1/sessions", "")
	status(t, "sessions", res, body, http.StatusOK)
	if list := decoded[genv1.SessionList](t, body); len(list.Items) != 2 || !list.Items[0].Current || list.Items[1].Current {
		t.Errorf("sessions %s", body)
	}
	res, body = s.Send(second, "DELETE", "/v1/sessions/current", "")
	status(t, "sign out", res, body, http.StatusNoContent)
	if line := res.Header.Get("Set-Cookie"); !strings.Contains(line, "Max-Age=0") {
		t.Errorf("the cookie stays: %q", line)
	}
	res, body = s.Send(second, "GET", "/v1/me", "")
	status(t, "after signing out", res, body, http.StatusUnauthorized)
	res, body = s.Send(admin, "PATCH", "/v1/users/"+in.User.ID.String(), `{"disabled":true}`, "Content-Type", mergePatch)
	status(t, "disable", res, body, http.StatusOK)
	if u := decoded[genv1.User](t, body); !u.Disabled || u.LastSignedInAt == nil || !u.HasPassword {
		t.Errorf("she is %s", body)
	}
	res, body = s.Send(ada, "GET", "/v1/me", "")
	status(t, "a session of who is disabled", res, body, http.StatusUnauthorized)
	res, body = signIn(t, s, "ada@example.com", goodPassword)
	status(t, "sign in, disabled", res, body, http.StatusUnauthorized)
}

// TestStrangersAreToldNothing: who has no account is answered as who has the wrong password.
func TestStrangersAreToldNothing(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	person(t, s, s.Caller(s.Workspace(), auth.Admin), "ada@example.com", "admin")
	said := map[string]bool{}
	took := map[string]time.Duration{}
	for range 3 {
		for _, email := range []string{"ada@example.com", "nobody@example.com"} {
			began := time.Now()
			res, body := signIn(t, s, email, "not this one at all")
			took[email] += time.Since(began)
			status(t, email, res, body, http.StatusUnauthorized)
			said[member(t, body, "detail")] = true
		}
	}
	if len(said) != 1 {
		t.Errorf("answers differ: %v", said)
	}
	if a, b := took["ada@example.com"], took["nobody@example.com"]; b < a/3 {
		t.Errorf("an unknown address is refused after %v, a known one after %v", b, a)
	}
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	key := s.Caller(s.Workspace(), auth.Admin)
	one, _ := person(t, s, key, "one@example.com", "admin")
	two := invite(t, s, key, "two@example.com", "admin")
	path := func(id uuid.UUID) string { return "/v1/users/" + id.String() }
	for _, change := range []string{`{"disabled":true}`, `{"role":"reviewer"}`} {
		res, body := s.Send(key, "PATCH", path(one.ID), change, "Content-Type", mergePatch)
		status(t, "the only one that ever signed in: "+change, res, body, http.StatusConflict)
	}
	follow(t, s, two.Link.Link)
	var all sync.WaitGroup
	codes := make([]int, 2)
	for i, id := range []uuid.UUID{one.ID, two.User.ID} {
		all.Go(func() {
			res, _ := s.Send(key, "PATCH", path(id), `{"disabled":true}`, "Content-Type", mergePatch)
			codes[i] = res.StatusCode
		})
	}
	all.Wait()
	slices.Sort(codes)
	if !slices.Equal(codes, []int{http.StatusOK, http.StatusConflict}) {
		t.Errorf("both at once: %v", codes)
	}
	if left := s.Count(`SELECT count(*) FROM users WHERE role = 'admin' AND disabled_at IS NULL`); left != 1 {
		t.Errorf("%d admins are left", left)
	}
}

func TestNobodyGivesWhatHeLacks(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	_, clerk := makeKey(t, s, admin, `{"name":"clerk","role":"admin","scopes":["admin"]}`)
	boss := invite(t, s, admin, "boss@example.com", "admin")
	for name, call := range map[string][3]string{
		"an invitation": {"POST", "/v1/users", `{"email":"x@example.com","role":"viewer"}`},
		"a link":        {"POST", "/v1/users/" + boss.User.ID.String() + "/link", ""},
		"a role":        {"PATCH", "/v1/users/" + boss.User.ID.String(), `{"role":"reviewer"}`},
	} {
		header := []string{"Content-Type", map[string]string{"POST": jsonBody, "PATCH": mergePatch}[call[0]]}
		if call[2] == "" {
			header = nil
		}
		res, body := s.Send(clerk, call[0], call[1], call[2], header...)
		status(t, name, res, body, http.StatusForbidden)
	}
}

func TestOtherPagesCannotUseASession(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	_, ada := person(t, s, s.Caller(s.Workspace(), auth.Admin), "ada@example.com", "admin")
	for name, tc := range map[string]struct {
		method, path string
		header       []string
		status       int
	}{
		"reading from elsewhere":     {"GET", "/v1/users", []string{"Sec-Fetch-Site", "cross-site"}, 200},
		"changing from elsewhere":    {"PATCH", "/v1/workspace", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"changing from a sibling":    {"PATCH", "/v1/workspace", []string{"Sec-Fetch-Site", "same-site"}, 403},
		"an old browser elsewhere":   {"PATCH", "/v1/workspace", []string{"Origin", "https://evil.example"}, 403},
		"changing from here":         {"PATCH", "/v1/workspace", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		"a socket from elsewhere":    {"GET", "/v2/chatbot/ws", []string{"Upgrade", "websocket", "Connection", "Upgrade", "Origin", "https://evil.example"}, 403},
		"signing in from elsewhere":  {"POST", "/v1/sessions", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"signing out from elsewhere": {"DELETE", "/v1/sessions/current", []string{"Sec-Fetch-Site", "cross-site"}, 403},
	} {
		by, body := ada, ""
		if strings.HasPrefix(tc.path, "/v2") {
			by = apitest.New(t, "v2", "")
			by.Cookie = ada.Cookie
		}
		switch tc.method {
		case "PATCH":
			body, tc.header = `{"name":"x"}`, append(tc.header, "Content-Type", mergePatch)
		case "POST":
			body, tc.header = `{"email":"ada@example.com","password":"`+goodPassword+`"}`, append(tc.header, "Content-Type", jsonBody)
		}
		res, said := s.Send(by, tc.method, tc.path, body, tc.header...)
		status(t, name, res, said, tc.status)
	}
}

func TestWorkspacesAreTheInstallations(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	installation := s.Installation()
	const order = `{"name":"Northwind","admin":{"email":"ada@example.com"}}`
	res, body := s.Send(installation, "POST", "/v1/workspaces", order, "Content-Type", jsonBody, "Idempotency-Key", "k")
	status(t, "make", res, body, http.StatusCreated)
	lost := decoded[genv1.NewWorkspace](t, body)
	res, body = s.Send(installation, "POST", "/v1/workspaces", order, "Content-Type", jsonBody, "Idempotency-Key", "k")
	status(t, "make again", res, body, http.StatusCreated)
	made := decoded[genv1.NewWorkspace](t, body)
	if made.ID != lost.ID || made.Admin.Link == lost.Admin.Link {
		t.Errorf("made %+v, then %+v", lost, made)
	}
	ada := follow(t, s, made.Admin.Link.Link)
	res, body = s.Send(ada, "PATCH", "/v1/workspace", `{"audit_days":90}`, "Content-Type", mergePatch)
	status(t, "change", res, body, http.StatusOK)
	if w := decoded[genv1.Workspace](t, body); w.ID != made.ID || w.AuditDays != 90 || w.Name != "Northwind" {
		t.Errorf("it is %s", body)
	}
	for _, path := range []string{"/v1/workspaces", "/v1/workspaces/" + made.ID.String()} {
		res, body = s.Send(ada, "GET", path, "")
		status(t, path, res, body, http.StatusForbidden)
		res, body = s.Send(installation, "GET", path, "")
		status(t, path, res, body, http.StatusOK)
	}
}
