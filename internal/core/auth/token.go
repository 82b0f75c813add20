package auth

import (
	"context"
	"crypto/sha1" // name-based ids of RFC 9562 are defined over SHA-1; nothing rests on its strength
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lestrrat-go/httprc/v3"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/docketapi/docket/internal/core/fault"
)

// leeway is how far the clocks of issuer and server may differ.
const leeway = 30 * time.Second

// published is how keys of a set are chosen. Many issuers state no algorithm with a key: then its type decides, which never
// makes a shared secret of a public key. A token without a key id is taken where there is only one key.
var published = []any{jws.WithInferAlgorithmFromKey(true), jws.WithUseDefault(true)}

// TokenConfig says which tokens are taken. Without Secret and JWKSURL there are none.
type TokenConfig struct {
	Secret         string // HS256
	JWKSURL        string // RS256 and other asymmetric algorithms, by key id
	Issuer         string // required iss when set
	Audience       string // required aud when set
	WorkspaceClaim string
	RoleClaim      string
}

// Tokens turns JWTs (RFC 7519) into principals.
type Tokens struct {
	cfg  TokenConfig
	keys jwk.Set // published keys, refreshed in the background; nil without a URL
}

// NewTokens prepares verification. Published keys are fetched at first use and kept fresh until ctx ends; an issuer that
// is down when the process starts does not keep it from starting.
func NewTokens(ctx context.Context, cfg TokenConfig) (*Tokens, error) {
	t := &Tokens{cfg: cfg}
	if cfg.JWKSURL == "" {
		return t, nil
	}
	cache, err := jwk.NewCache(ctx, httprc.NewClient())
	if err != nil {
		return nil, fmt.Errorf("prepare key cache: %w", err)
	}
	if err := cache.Register(ctx, cfg.JWKSURL, jwk.WithWaitReady(false), jwk.WithMinInterval(time.Minute)); err != nil {
		return nil, fmt.Errorf("register key URL: %w", err)
	}
	if t.keys, err = cache.CachedSet(cfg.JWKSURL); err != nil {
		return nil, fmt.Errorf("watch key URL: %w", err)
	}
	return t, nil
}

// LooksLikeToken tells a JWT from an API key: keys have no dots.
func LooksLikeToken(bearer string) bool { return strings.Count(bearer, ".") == 2 }

// Authenticate gives the principal of a valid token, without scopes: they follow from the role. Errors are
// unauthorized.
func (t *Tokens) Authenticate(_ context.Context, bearer string) (Principal, error) {
	token, err := t.verify(bearer)
	if err != nil {
		return Principal{}, refuse(err)
	}
	return t.principal(token)
}

// verify tries the ways that are configured, each bound to its algorithms: a public key is never taken as a shared
// secret.
func (t *Tokens) verify(bearer string) (jwt.Token, error) {
	options := []jwt.ParseOption{jwt.WithAcceptableSkew(leeway), jwt.WithRequiredClaim("exp")}
	if t.cfg.Issuer != "" {
		options = append(options, jwt.WithIssuer(t.cfg.Issuer))
	}
	if t.cfg.Audience != "" {
		options = append(options, jwt.WithAudience(t.cfg.Audience))
	}
	err := fmt.Errorf("no issuer is configured")
	if t.cfg.Secret != "" {
		var token jwt.Token
		if token, err = jwt.ParseString(bearer, append(options, jwt.WithKey(jwa.HS256(), []byte(t.cfg.Secret)))...); err == nil {
			return token, nil
		}
	}
	if t.keys != nil {
		var token jwt.Token
		if token, err = jwt.ParseString(bearer, append(options, jwt.WithKeySet(t.keys, published...))...); err == nil {
			return token, nil
		}
	}
	return nil, err
}

func (t *Tokens) principal(token jwt.Token) (Principal, error) {
	var workspace, role string
	if err := token.Get(t.cfg.WorkspaceClaim, &workspace); err != nil {
		return Principal{}, refuse(fmt.Errorf("claim %s: %w", t.cfg.WorkspaceClaim, err))
	}
	if err := token.Get(t.cfg.RoleClaim, &role); err != nil {
		return Principal{}, refuse(fmt.Errorf("claim %s: %w", t.cfg.RoleClaim, err))
	}
	id, err := uuid.Parse(workspace)
	if err != nil || !Role(role).Known() {
		return Principal{}, refuse(fmt.Errorf("workspace %q or role %q is not one", workspace, role))
	}
	subject, _ := token.Subject()
	issuer, _ := token.Issuer()
	return Principal{WorkspaceID: id, UserID: userID(issuer, subject), Role: Role(role)}, nil
}

// userID is the same for the same subject of the same issuer, always.
func userID(issuer, subject string) uuid.UUID {
	return uuid.NewHash(sha1.New(), uuid.NameSpaceURL, []byte(issuer+"\x00"+subject), 5)
}

func refuse(cause error) error {
	return fault.Wrap(cause, fault.CodeUnauthorized, "the token is not valid here")
}

// Known tells whether the role is one of ours.
func (r Role) Known() bool { return r == Viewer || r == Member || r == Reviewer || r == Admin }
