package auth

import (
	"context"
	"crypto/sha1" // name-based ids of RFC 9562 are defined over SHA-1; nothing rests on its strength
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lestrrat-go/jwx/v3/jwa"
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
	WorkspaceClaim string // name, or names with dots between them
	RoleClaim      string // likewise
	Log            *slog.Logger
	// Now is the clock of looks at the issuer; time.Now when it is nil.
	Now func() time.Time
}

// Tokens turns JWTs (RFC 7519) into principals.
type Tokens struct {
	cfg  TokenConfig
	keys *keySource // nil without a URL
}

// NewTokens prepares verification. Published keys are fetched in the background until ctx ends, the first time at once; an
// issuer that is down when the process starts does not keep it from starting.
func NewTokens(ctx context.Context, cfg TokenConfig) (*Tokens, error) {
	if cfg.Log == nil {
		return nil, errors.New("make tokens: Log is missing")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	t := &Tokens{cfg: cfg}
	if cfg.JWKSURL != "" {
		t.keys = newKeySource(ctx, cfg.JWKSURL, cfg.Log, cfg.Now)
		t.keys.start()
	}
	if (cfg.Secret != "" || cfg.JWKSURL != "") && cfg.Audience == "" {
		cfg.Log.WarnContext(ctx, "tokens are taken whoever they were issued for: set DOCKET_JWT_AUDIENCE")
	}
	return t, nil
}

// LooksLikeToken tells a JWT from an API key: keys have no dots.
func LooksLikeToken(bearer string) bool { return strings.Count(bearer, ".") == 2 }

// UsesKeys tells whether tokens are checked with keys that their issuer publishes.
func (t *Tokens) UsesKeys() bool { return t.keys != nil }

// CheckKeys tells whether the issuer's keys could be fetched when it was last asked; where it never was, it is. unavailable
// when they could not; nil where no keys are used.
func (t *Tokens) CheckKeys(ctx context.Context) error {
	if t.keys == nil {
		return nil
	}
	return t.keys.check(ctx)
}

// Authenticate gives the principal of a valid token, without scopes: they follow from the role. Errors: unauthorized, and
// unavailable while the keys that could tell are not there.
func (t *Tokens) Authenticate(ctx context.Context, bearer string) (Principal, error) {
	token, err := t.verify(ctx, bearer)
	if e, ok := fault.As(err); ok && e.Code == fault.CodeUnavailable {
		return Principal{}, err
	}
	if err != nil {
		return Principal{}, refuse(err)
	}
	p, err := t.principal(token)
	if err != nil {
		return Principal{}, refuse(err)
	}
	return p, nil
}

// verify checks the token in the one way that its algorithm is bound to: a public key is never taken as a shared secret,
// and only a token that published keys could have signed has anybody ask for them.
func (t *Tokens) verify(ctx context.Context, bearer string) (jwt.Token, error) {
	h, err := readHeader(bearer)
	if err != nil {
		return nil, err
	}
	options := []jwt.ParseOption{jwt.WithAcceptableSkew(leeway), jwt.WithRequiredClaim("exp")}
	if t.cfg.Issuer != "" {
		options = append(options, jwt.WithIssuer(t.cfg.Issuer))
	}
	if t.cfg.Audience != "" {
		options = append(options, jwt.WithAudience(t.cfg.Audience))
	}
	switch {
	case h.Algorithm == "HS256" && t.cfg.Secret != "":
		options = append(options, jwt.WithKey(jwa.HS256(), []byte(t.cfg.Secret)))
	case t.keys != nil && slices.Contains(asymmetric, h.Algorithm):
		set, err := t.keys.forKey(ctx, h.KeyID)
		if err != nil {
			return nil, err
		}
		options = append(options, jwt.WithKeySet(set, published...))
	default:
		return nil, fmt.Errorf("no key is configured for the algorithm %q", h.Algorithm)
	}
	return jwt.ParseString(bearer, options...)
}

func (t *Tokens) principal(token jwt.Token) (Principal, error) {
	subject, _ := token.Subject()
	if strings.TrimSpace(subject) == "" { // all such callers would be one
		return Principal{}, errors.New("the token has no sub")
	}
	workspace, err := workspaceOf(token, t.cfg.WorkspaceClaim)
	if err != nil {
		return Principal{}, err
	}
	role, err := roleOf(token, t.cfg.RoleClaim)
	if err != nil {
		return Principal{}, err
	}
	issuer, _ := token.Issuer()
	return Principal{WorkspaceID: workspace, UserID: userID(issuer, subject), Role: role}, nil
}

// userID is the same for the same subject of the same issuer, always.
func userID(issuer, subject string) uuid.UUID {
	return uuid.NewHash(sha1.New(), uuid.NameSpaceURL, []byte(issuer+"\x00"+subject), 5)
}

func refuse(cause error) error {
	return fault.Wrap(cause, fault.CodeUnauthorized, "the token is not valid here")
}
