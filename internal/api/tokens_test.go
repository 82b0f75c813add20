package api_test

import (
	"net/http"
	"sync"
	"testing"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

func grant(t *testing.T, s *apitest.Stack, body string, want int) genv1.Tokens {
	t.Helper()
	res, said := s.Send(apitest.Anonymous(t), "POST", "/v1/tokens", body, "Content-Type", jsonBody)
	status(t, body, res, said, want)
	if want != http.StatusOK {
		return genv1.Tokens{}
	}
	return decoded[genv1.Tokens](t, said)
}

func refresh(t *testing.T, s *apitest.Stack, token string, want int) genv1.Tokens {
	t.Helper()
	return grant(t, s, `{"grant_type":"refresh_token","refresh_token":"`+token+`"}`, want)
}

// may tells whether an access token lets in.
func may(t *testing.T, s *apitest.Stack, token string) bool {
	t.Helper()
	res, _ := s.Send(apitest.New(t, "v1", token), "GET", "/v1/me", "")
	return res.StatusCode == http.StatusOK
}

const byPassword = `{"grant_type":"password","email":"ada@example.com","password":"` + goodPassword + `"}`

func TestTokensGoOnAndEnd(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	ada, _ := person(t, s, admin, "ada@example.com", "member")
	first := grant(t, s, byPassword, http.StatusOK)
	if !may(t, s, first.AccessToken) || first.ExpiresIn != 600 {
		t.Errorf("got %+v", first)
	}
	second := refresh(t, s, *first.RefreshToken, http.StatusOK)
	third := refresh(t, s, *second.RefreshToken, http.StatusOK)
	if !may(t, s, third.AccessToken) {
		t.Error("the third access token is refused")
	}
	// The first was used, and so was the one after it: two hold the same sign-in.
	refresh(t, s, *first.RefreshToken, http.StatusUnauthorized)
	refresh(t, s, *third.RefreshToken, http.StatusUnauthorized)
	if may(t, s, third.AccessToken) {
		t.Error("an access token outlives its sign-in")
	}
	other := grant(t, s, byPassword, http.StatusOK)
	for range 2 {
		res, body := s.Send(apitest.Anonymous(t), "POST", "/v1/tokens/revoke", `{"refresh_token":"`+*other.RefreshToken+`"}`, "Content-Type", jsonBody)
		status(t, "revoke", res, body, http.StatusNoContent)
	}
	if may(t, s, other.AccessToken) {
		t.Error("a revoked sign-in lets in")
	}
	last := grant(t, s, byPassword, http.StatusOK)
	res, body := s.Send(admin, "PATCH", "/v1/users/"+ada.ID.String(), `{"disabled":true}`, "Content-Type", mergePatch)
	status(t, "disable", res, body, http.StatusOK)
	refresh(t, s, *last.RefreshToken, http.StatusUnauthorized)
	if may(t, s, last.AccessToken) {
		t.Error("who is disabled is let in")
	}
}

// TestALostAnswerIsGivenAgain: the client that comes again at once gets on; the token that was lost is good for nobody.
func TestALostAnswerIsGivenAgain(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	person(t, s, s.Caller(s.Workspace(), auth.Admin), "ada@example.com", "member")
	first := grant(t, s, byPassword, http.StatusOK)
	lost := refresh(t, s, *first.RefreshToken, http.StatusOK)
	lostToo := refresh(t, s, *first.RefreshToken, http.StatusOK)
	got := refresh(t, s, *first.RefreshToken, http.StatusOK)
	next := refresh(t, s, *got.RefreshToken, http.StatusOK)
	if !may(t, s, next.AccessToken) {
		t.Error("the client that came again is refused")
	}
	refresh(t, s, *lostToo.RefreshToken, http.StatusUnauthorized)
	refresh(t, s, *next.RefreshToken, http.StatusUnauthorized)
	refresh(t, s, *lost.RefreshToken, http.StatusUnauthorized)
}

// TestOneOfManyRefreshesGoesOn: however many use a token at once, one token is left that is unused.
func TestOneOfManyRefreshesGoesOn(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	person(t, s, s.Caller(s.Workspace(), auth.Admin), "ada@example.com", "member")
	first := grant(t, s, byPassword, http.StatusOK)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { refresh(t, s, *first.RefreshToken, http.StatusOK) })
	}
	all.Wait()
	if n := s.Count(`SELECT count(*) FROM refresh_tokens WHERE used_at IS NULL AND NOT superseded`); n != 1 {
		t.Errorf("%d tokens are unused", n)
	}
	// After the time of a retry the token is a stolen one.
	s.Exec(`UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE used_at IS NOT NULL`)
	refresh(t, s, *first.RefreshToken, http.StatusUnauthorized)
	if n := s.Count(`SELECT count(*) FROM token_families WHERE revoked_at IS NULL`); n != 0 {
		t.Errorf("%d families live on", n)
	}
}

func TestTokensOfKeys(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	admin := s.Caller(s.Workspace(), auth.Admin)
	key, _ := makeKey(t, s, admin, `{"name":"program","role":"member","scopes":["documents:read"]}`)
	tokens := grant(t, s, `{"grant_type":"client_credentials","api_key":"`+key.Key+`"}`, http.StatusOK)
	if tokens.RefreshToken != nil {
		t.Error("a key's tokens have a refresh token")
	}
	holder := apitest.New(t, "v1", tokens.AccessToken)
	for path, want := range map[string]int{"/v1/documents": 200, "/v1/invoices": 403} {
		res, body := s.Send(holder, "GET", path, "")
		status(t, path, res, body, want)
	}
	res, body := s.Send(admin, "DELETE", keyPath(key.ID), "")
	status(t, "revoke", res, body, http.StatusNoContent)
	if may(t, s, tokens.AccessToken) {
		t.Error("a token outlives its key")
	}
}

func TestGrantsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	for body, want := range map[string]int{
		`{"grant_type":"password","email":"a@b"}`:                                  422,
		`{"grant_type":"refresh_token"}`:                                           422,
		`{"grant_type":"client_credentials"}`:                                      422,
		`{"grant_type":"implicit"}`:                                                422,
		`{"grant_type":"refresh_token","refresh_token":"aaaaaaaaaaaaaaaaaaaaaaa"}`: 401,
		`{"grant_type":"client_credentials","api_key":"aaaaaaaaaaaaaaaaaaaaaaa"}`:  401,
		`{"grant_type":"password","email":"a@b","password":"x"}`:                   401,
	} {
		grant(t, s, body, want)
	}
	tampered := grant(t, s, `{"grant_type":"client_credentials","api_key":"`+s.Installation().Key+`"}`, http.StatusOK).AccessToken
	if may(t, s, tampered[:len(tampered)-3]+"AAA") {
		t.Error("a token with another signature lets in")
	}
}
