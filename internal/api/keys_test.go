package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

// makeKey makes a key of a JSON order and gives it with a caller that holds it.
func makeKey(t *testing.T, s *apitest.Stack, by *apitest.Doer, order string, header ...string) (genv1.NewAPIKey, *apitest.Doer) {
	t.Helper()
	res, body := s.Send(by, "POST", "/v1/api-keys", order, append(header, "Content-Type", jsonBody)...)
	status(t, "make "+order, res, body, http.StatusCreated)
	key := decoded[genv1.NewAPIKey](t, body)
	return key, apitest.New(t, "v1", key.Key)
}

func keyPath(id fmt.Stringer) string { return "/v1/api-keys/" + id.String() }

func TestKeysLiveAndEnd(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	workspace := s.Workspace()
	admin, stranger := s.Caller(workspace, auth.Admin), s.Caller(s.Workspace(), auth.Admin)
	key, holder := makeKey(t, s, admin, `{"name":"import","role":"member","scopes":["documents:write","documents:read"]}`)
	if !strings.HasPrefix(key.Key, key.Prefix) || len(key.Key) < 40 || key.State != genv1.APIKeyStateActive {
		t.Errorf("made %+v", key)
	}
	res, body := s.Send(holder, "GET", "/v1/me", "")
	status(t, "me", res, body, http.StatusOK)
	me := decoded[genv1.Me](t, body)
	if me.WorkspaceID != workspace || !slices.Equal(me.Scopes, []string{"documents:read", "documents:write"}) || *me.APIKeyName != "import" {
		t.Errorf("the holder is %+v", me)
	}
	for path, want := range map[string]int{"/v1/documents": http.StatusOK, "/v1/invoices": http.StatusForbidden, "/v1/api-keys": http.StatusForbidden} {
		res, body := s.Send(holder, "GET", path, "")
		status(t, path, res, body, want)
	}
	for _, call := range [][2]string{{"GET", ""}, {"PATCH", `{"name":"x"}`}, {"DELETE", ""}} {
		header := []string{}
		if call[1] != "" {
			header = []string{"Content-Type", "application/merge-patch+json"}
		}
		res, body := s.Send(stranger, call[0], keyPath(key.ID), call[1], header...)
		status(t, "another workspace: "+call[0], res, body, http.StatusNotFound)
	}
	res, body = s.Send(admin, "PATCH", keyPath(key.ID), `{"name":"export"}`, "Content-Type", "application/merge-patch+json")
	status(t, "rename", res, body, http.StatusOK)
	res, body = s.Send(admin, "GET", "/v1/api-keys", "")
	status(t, "list", res, body, http.StatusOK)
	if list := decoded[genv1.APIKeyPage](t, body); len(list.Items) != 1 || list.Items[0].Name != "export" || strings.Contains(body, key.Key) {
		t.Errorf("list %s", body)
	}
	for range 2 {
		res, body = s.Send(admin, "DELETE", keyPath(key.ID), "")
		status(t, "revoke", res, body, http.StatusNoContent)
		res, body = s.Send(holder, "GET", "/v1/me", "")
		status(t, "use what is revoked", res, body, http.StatusUnauthorized)
	}
	for query, want := range map[string]int{"?active=true": 0, "?active=false": 1} {
		res, body = s.Send(admin, "GET", "/v1/api-keys"+query, "")
		status(t, query, res, body, http.StatusOK)
		if list := decoded[genv1.APIKeyPage](t, body); len(list.Items) != want {
			t.Errorf("%s: %s", query, body)
		}
	}
}

func TestKeysGiveNoMoreThanTheirMakerHas(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	_, clerk := makeKey(t, s, admin, `{"name":"clerk","role":"admin","scopes":["admin","jobs:read"]}`)
	past := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	for name, tc := range map[string]struct {
		by     *apitest.Doer
		order  string
		status int
		code   fault.Code
	}{
		"as much":               {clerk, `{"name":"a","role":"admin","scopes":["admin"]}`, 201, ""},
		"a whole role":          {clerk, `{"name":"a","role":"viewer"}`, 403, fault.CodeForbidden},
		"a scope more":          {clerk, `{"name":"a","role":"member","scopes":["jobs:write"]}`, 403, fault.CodeForbidden},
		"the installation":      {admin, `{"name":"a","role":"admin","scopes":["installation"]}`, 422, fault.CodeValidation},
		"a scope of no role":    {admin, `{"name":"a","role":"admin","scopes":["everything"]}`, 422, fault.CodeValidation},
		"another role's scope":  {admin, `{"name":"a","role":"viewer","scopes":["admin"]}`, 422, fault.CodeValidation},
		"no scope":              {admin, `{"name":"a","role":"viewer","scopes":[]}`, 422, fault.CodeValidation},
		"a role that is none":   {admin, `{"name":"a","role":"owner"}`, 422, fault.CodeValidation},
		"an end in the past":    {admin, `{"name":"a","role":"viewer","expires_at":"` + past + `"}`, 422, fault.CodeValidation},
		"a name of spaces":      {admin, `{"name":"  ","role":"viewer"}`, 422, fault.CodeValidation},
		"a name with a newline": {admin, `{"name":"a\nb","role":"viewer"}`, 422, fault.CodeValidation},
	} {
		res, body := s.Send(tc.by, "POST", "/v1/api-keys", tc.order, "Content-Type", jsonBody)
		status(t, name, res, body, tc.status)
		if tc.code != "" && member(t, body, "code") != string(tc.code) {
			t.Errorf("%s: %s", name, body)
		}
	}
}

func TestKeysExpire(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	end := time.Now().Add(1500 * time.Millisecond)
	key, holder := makeKey(t, s, admin, `{"name":"short","role":"viewer","expires_at":"`+end.UTC().Format(time.RFC3339Nano)+`"}`)
	res, body := s.Send(holder, "GET", "/v1/me", "")
	status(t, "before", res, body, http.StatusOK)
	time.Sleep(time.Until(end.Add(50 * time.Millisecond)))
	res, body = s.Send(holder, "GET", "/v1/me", "")
	status(t, "after", res, body, http.StatusUnauthorized)
	res, body = s.Send(admin, "GET", keyPath(key.ID), "")
	status(t, "get", res, body, http.StatusOK)
	if decoded[genv1.APIKey](t, body).State != genv1.APIKeyStateExpired {
		t.Errorf("it is %s", body)
	}
}

// TestARepeatedOrderMakesOneKey: the secret is not kept, so the second answer has another one, and only that one is good.
func TestARepeatedOrderMakesOneKey(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	const order = `{"name":"once","role":"viewer"}`
	first, lost := makeKey(t, s, admin, order, "Idempotency-Key", "k")
	second, holder := makeKey(t, s, admin, order, "Idempotency-Key", "k")
	if first.ID != second.ID || first.Key == second.Key {
		t.Errorf("made %s, then %s", first.ID, second.ID)
	}
	res, body := s.Send(lost, "GET", "/v1/me", "")
	status(t, "the first secret", res, body, http.StatusUnauthorized)
	res, body = s.Send(holder, "GET", "/v1/me", "")
	status(t, "the second secret", res, body, http.StatusOK)
	res, body = s.Send(admin, "POST", "/v1/api-keys", `{"name":"other","role":"viewer"}`, "Content-Type", jsonBody, "Idempotency-Key", "k")
	status(t, "another order with the key", res, body, http.StatusUnprocessableEntity)
	if kept := s.Count(`SELECT count(*) FROM idempotency_records WHERE body IS NOT NULL`); kept != 0 {
		t.Errorf("%d answers with secrets are kept", kept)
	}
}

func TestTheKeyOfTheSettingsIsTheSettingsOwn(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	installation := s.Installation()
	res, body := s.Send(installation, "GET", "/v1/api-keys", "")
	status(t, "list", res, body, http.StatusOK)
	own := decoded[genv1.APIKeyPage](t, body).Items[0]
	if !own.FromSetting || !slices.Contains(own.Scopes, "installation") {
		t.Errorf("it is %+v", own)
	}
	res, body = s.Send(installation, "DELETE", keyPath(own.ID), "")
	status(t, "revoke", res, body, http.StatusConflict)
	key, holder := makeKey(t, s, installation, `{"name":"deputy","role":"admin"}`)
	if slices.Contains(key.Scopes, "installation") {
		t.Errorf("a key of the API has %v", key.Scopes)
	}
	res, body = s.Send(holder, "POST", "/v1/admin/reindex", "")
	status(t, "reindex", res, body, http.StatusForbidden)
}
