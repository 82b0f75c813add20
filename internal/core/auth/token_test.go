package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

const secret = "a-secret-of-at-least-thirty-two-bytes"

var workspace = uuid.MustParse("0198b7c4-0000-7000-8000-00000000000a")

func claims(change map[string]any) jwt.Token {
	token := jwt.New()
	all := map[string]any{"workspace_id": workspace.String(), "role": "reviewer", "sub": "ada", "iss": "https://issuer.example",
		"aud": "docket", "exp": time.Now().Add(time.Hour)}
	for name, v := range change {
		all[name] = v
	}
	for name, v := range all {
		if v == nil {
			continue
		}
		if err := token.Set(name, v); err != nil {
			panic(err)
		}
	}
	return token
}

func sign(t *testing.T, alg jwa.SignatureAlgorithm, key any, token jwt.Token) string {
	t.Helper()
	b, err := jwt.Sign(token, jwt.WithKey(alg, key))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// signWith signs good claims under a protected header with the members given besides.
func signWith(t *testing.T, alg jwa.SignatureAlgorithm, key any, members map[string]any) string {
	t.Helper()
	header := jws.NewHeaders()
	for name, v := range members {
		if err := header.Set(name, v); err != nil {
			t.Fatal(err)
		}
	}
	payload, err := json.Marshal(claims(nil))
	if err != nil {
		t.Fatal(err)
	}
	b, err := jws.Sign(payload, jws.WithKey(alg, key, jws.WithProtectedHeaders(header)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// keyWithoutAlgorithm publishes a key of which only the type is known, and gives its private half.
func keyWithoutAlgorithm(t *testing.T, published jwk.Set) jwk.Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := jwk.Import(private)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Set(jwk.KeyIDKey, "two"); err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	if err := published.AddKey(public); err != nil {
		t.Fatal(err)
	}
	return key
}

func TestTokens(t *testing.T) {
	t.Parallel()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	signing, err := jwk.Import(private)
	if err != nil {
		t.Fatal(err)
	}
	if err := signing.Set(jwk.KeyIDKey, "one"); err != nil {
		t.Fatal(err)
	}
	if err := signing.Set(jwk.AlgorithmKey, jwa.RS256()); err != nil {
		t.Fatal(err)
	}
	public, err := signing.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	published := jwk.NewSet()
	if err := published.AddKey(public); err != nil {
		t.Fatal(err)
	}
	unnamed := keyWithoutAlgorithm(t, published)
	issuer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(published) }))
	t.Cleanup(issuer.Close)
	tokens, err := auth.NewTokens(t.Context(), auth.TokenConfig{Secret: secret, JWKSURL: issuer.URL, Issuer: "https://issuer.example",
		Audience: "docket", WorkspaceClaim: "workspace_id", RoleClaim: "role", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	publicPEM, err := jwk.EncodePEM(public)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		bearer string
		ok     bool
	}{
		"shared secret":               {sign(t, jwa.HS256(), []byte(secret), claims(nil)), true},
		"published key":               {sign(t, jwa.RS256(), signing, claims(nil)), true},
		"published without algorithm": {sign(t, jwa.ES256(), unnamed, claims(nil)), true},
		"other secret":                {sign(t, jwa.HS256(), []byte("another-secret-of-thirty-two-bytes!"), claims(nil)), false},
		"public key as secret":        {sign(t, jwa.HS256(), publicPEM, claims(nil)), false},
		"expired":                     {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"exp": time.Now().Add(-time.Hour)})), false},
		"never expires":               {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"exp": nil})), false},
		"not yet":                     {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"nbf": time.Now().Add(time.Hour)})), false},
		"other issuer":                {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"iss": "https://other.example"})), false},
		"other audience":              {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"aud": "else"})), false},
		"no workspace":                {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"workspace_id": nil})), false},
		"workspace is no id":          {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"workspace_id": "mine"})), false},
		"unknown role":                {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"role": "root"})), false},
		"unsigned":                    {"eyJhbGciOiJub25lIn0.e30.", false},
		"no token":                    {"a.b.c", false},
		"no subject":                  {sign(t, jwa.HS256(), []byte(secret), claims(map[string]any{"sub": nil})), false},
		"empty subject":               {sign(t, jwa.RS256(), signing, claims(map[string]any{"sub": " "})), false},
		"critical, shared secret":     {signWith(t, jwa.HS256(), []byte(secret), map[string]any{"crit": []string{"x-ours"}, "x-ours": 1}), false},
		"critical, published key":     {signWith(t, jwa.RS256(), signing, map[string]any{"crit": []string{"x-ours"}, "x-ours": 1}), false},
		"critical, of the standard":   {signWith(t, jwa.RS256(), signing, map[string]any{"crit": []string{"exp"}, "exp": 1}), false},
		"critical, nothing":           {signWith(t, jwa.RS256(), signing, map[string]any{"crit": []string{}}), false},
		"type JWT":                    {signWith(t, jwa.RS256(), signing, map[string]any{"typ": "JWT"}), true},
		"type of access tokens":       {signWith(t, jwa.RS256(), signing, map[string]any{"typ": "at+jwt"}), true},
		"type as a media type":        {signWith(t, jwa.HS256(), []byte(secret), map[string]any{"typ": "application/AT+JWT"}), true},
		"type of logouts":             {signWith(t, jwa.RS256(), signing, map[string]any{"typ": "logout+jwt"}), false},
		"type of proofs":              {signWith(t, jwa.HS256(), []byte(secret), map[string]any{"typ": "dpop+jwt"}), false},
		"secret of another algorithm": {sign(t, jwa.HS512(), []byte(secret+secret), claims(nil)), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := tokens.Authenticate(t.Context(), tc.bearer)
			if tc.ok {
				if err != nil || p.WorkspaceID != workspace || p.Role != auth.Reviewer || p.UserID == uuid.Nil {
					t.Fatalf("got %+v, %v", p, err)
				}
			} else if fault.CodeOf(err) != fault.CodeUnauthorized {
				t.Fatalf("got %+v, %v; want unauthorized", p, err)
			}
		})
	}
}
