package api_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/infra/oidc"
	"github.com/docketapi/docket/internal/services/identity"
)

// issuer is a provider of sign-ins for tests: whoever comes is the person that it is told.
type issuer struct {
	*httptest.Server
	key jwk.Key

	mu        sync.Mutex
	claims    map[string]any
	nonce     string // "": the one that was asked for
	asked     string
	challenge string
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	raw, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{}
	if i.key, err = jwk.Import(raw); err != nil {
		t.Fatal(err)
	}
	if err := i.key.Set(jwk.KeyIDKey, "k1"); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		public, err := i.key.PublicKey()
		if err != nil {
			t.Error(err)
		}
		answerJSON(w, map[string]any{"keys": []any{public}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != i.challenge {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		answerJSON(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": i.sign(t)})
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (i *issuer) sign(t *testing.T) string {
	t.Helper()
	nonce := i.asked
	if i.nonce != "" {
		nonce = i.nonce
	}
	b := jwt.NewBuilder().Issuer(i.URL).Audience([]string{"docket"}).Expiration(time.Now().Add(time.Minute)).IssuedAt(time.Now()).Claim("nonce", nonce)
	for name, v := range i.claims {
		b = b.Claim(name, v)
	}
	token, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.RS256(), i.key))
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

// federated is the adapter as the service wants it.
type federated struct{ *oidc.Provider }

func (f federated) Finish(ctx context.Context, code, nonce, verifier string) (identity.Person, error) {
	who, err := f.Provider.Finish(ctx, code, nonce, verifier)
	return identity.Person(who), err
}

func startFederated(t *testing.T, i *issuer) *apitest.Stack {
	t.Helper()
	p, err := oidc.New(oidc.Config{Issuer: i.URL, ClientID: "docket", ClientSecret: "secret", RedirectURL: "https://docket.example/v1/oidc/callback",
		Scopes: []string{"openid", "email"}, RoleClaim: "realm_access.roles"})
	if err != nil {
		t.Fatal(err)
	}
	s := apitest.StartFederated(t, readFields, federated{p})
	s.Installation() // makes the default workspace
	return s
}

// begin sends a browser to the provider; it gives the state and the cookie that the browser keeps.
func (i *issuer) begin(t *testing.T, s *apitest.Stack) (state, cookie string) {
	t.Helper()
	d := apitest.Anonymous(t)
	d.Client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, body := s.Send(d, "GET", "/v1/oidc/start?return_to=/inbox", "")
	status(t, "begin", res, body, http.StatusSeeOther)
	u, err := url.Parse(res.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(u.String(), i.URL+"/authorize") || u.Query().Get("code_challenge_method") != "S256" {
		t.Fatalf("sent to %q: %v", u, err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked, i.challenge = u.Query().Get("nonce"), u.Query().Get("code_challenge")
	cookie, _, _ = strings.Cut(res.Header.Get("Set-Cookie"), ";")
	return u.Query().Get("state"), cookie
}

func comeBack(t *testing.T, s *apitest.Stack, cookie, query string) (*http.Response, string) {
	t.Helper()
	d := apitest.Anonymous(t)
	d.Cookie = cookie
	d.Client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s.Send(d, "GET", "/v1/oidc/callback?session_state=x&iss=y&"+query, "")
}

func groupsOf(names ...string) map[string]any { return map[string]any{"roles": names} }

func TestSigningInAtAProvider(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	s := startFederated(t, i)
	for _, step := range []struct {
		groups []string
		role   genv1.Role
	}{{[]string{"lunch", "it"}, genv1.RoleAdmin}, {[]string{"accounting"}, genv1.RoleAdmin}} { // the last admin stays one
		i.claims = map[string]any{"sub": "ada", "email": "ada@example.com", "email_verified": true, "name": "Ada", "realm_access": groupsOf(step.groups...)}
		state, cookie := i.begin(t, s)
		res, body := comeBack(t, s, cookie, "code=c&state="+state)
		status(t, "come back", res, body, http.StatusSeeOther)
		if res.Header.Get("Location") != "/inbox" {
			t.Errorf("sent to %q", res.Header.Get("Location"))
		}
		res, body = s.Send(apitest.Browser(t, res), "GET", "/v1/me", "")
		status(t, "me", res, body, http.StatusOK)
		if me := decoded[genv1.Me](t, body); me.Role != step.role || *me.Email != "ada@example.com" {
			t.Errorf("%v: she is %s", step.groups, body)
		}
		res, body = comeBack(t, s, cookie, "code=c&state="+state)
		status(t, "come back again", res, body, http.StatusUnauthorized)
	}
	if n := s.Count(`SELECT count(*) FROM users`); n != 1 {
		t.Errorf("%d accounts", n)
	}
}

func TestSignInsAtAProviderThatFail(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	s := startFederated(t, i)
	good := map[string]any{"sub": "ada", "email": "ada@example.com", "email_verified": true, "realm_access": groupsOf("it")}
	for name, tc := range map[string]struct {
		claims map[string]any
		nonce  string
		query  string
		reason string // that admins find
	}{
		"no group":              {map[string]any{"sub": "a", "email": "a@example.com", "email_verified": true}, "", "code=c", "none of the person's groups"},
		"an unverified address": {map[string]any{"sub": "b", "email": "ada@example.com", "realm_access": groupsOf("it")}, "", "code=c", "verified"},
		"another nonce":         {good, "other", "code=c", "nonce differs"},
		"the provider's error":  {good, "", "error=access_denied&error_description=no", "access_denied: no"},
	} {
		i.mu.Lock()
		i.claims, i.nonce = tc.claims, tc.nonce
		i.mu.Unlock()
		state, cookie := i.begin(t, s)
		res, body := comeBack(t, s, cookie, tc.query+"&state="+state)
		status(t, name, res, body, http.StatusUnauthorized)
		if strings.Contains(body, tc.reason) {
			t.Errorf("%s: the caller is told %s", name, body)
		}
		if n := s.Count(`SELECT count(*) FROM audit_events WHERE action = 'user.sign_in_failed' AND detail->>'reason' LIKE '%' || $1 || '%'`, tc.reason); n != 1 {
			t.Errorf("%s: %d acts give the reason", name, n)
		}
	}
	state, _ := i.begin(t, s)
	res, body := comeBack(t, s, "", "code=c&state="+state)
	status(t, "another browser", res, body, http.StatusUnauthorized)
	d := apitest.Anonymous(t)
	for _, to := range []string{"//evil.example", "https://evil.example", "/%5Cevil.example"} {
		res, body := s.Send(d, "GET", "/v1/oidc/start?return_to="+to, "")
		status(t, to, res, body, http.StatusUnprocessableEntity)
	}
	i.Close()
	res, body = signIn(t, s, "nobody@example.com", "x")
	status(t, "a password while the provider is away", res, body, http.StatusUnauthorized)
	if n := s.Count(`SELECT count(*) FROM users`); n != 0 {
		t.Errorf("%d accounts were made", n)
	}
}

func TestWithoutAProvider(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	for _, path := range []string{"/v1/oidc/start", "/v1/oidc/callback?state=x"} {
		res, body := s.Send(apitest.Anonymous(t), "GET", path, "")
		status(t, path, res, body, http.StatusNotFound)
	}
}
