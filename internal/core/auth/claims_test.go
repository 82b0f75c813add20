package auth_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/lestrrat-go/jwx/v3/jwa"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

// TestClaims has the role and the workspace where issuers put them: at the top, inside other claims, under names with dots,
// and in lists.
func TestClaims(t *testing.T) {
	t.Parallel()
	type members = map[string]any
	w := workspace.String()
	for name, tc := range map[string]struct {
		role, workspace string // names of the claims
		claims          members
		want            auth.Role // "": refused
	}{
		"inside another": {"app_metadata.role", "workspace_id", members{"app_metadata": members{"role": "member"}}, auth.Member},
		"highest of a list": {"realm_access.roles", "workspace_id",
			members{"realm_access": members{"roles": []string{"viewer", "offline_access", "reviewer", "member"}}}, auth.Reviewer},
		"list at the top":        {"roles", "workspace_id", members{"roles": []string{"admin"}}, auth.Admin},
		"three deep":             {"resource_access.docket.roles", "workspace_id", members{"resource_access": members{"docket": members{"roles": []string{"viewer"}}}}, auth.Viewer},
		"name with dots":         {"https://docket.example/role", "workspace_id", members{"https://docket.example/role": "admin"}, auth.Admin},
		"name with dots, inside": {"app.v1.role", "workspace_id", members{"app.v1": members{"role": "member"}}, auth.Member},
		"own name goes first":    {"app.role", "workspace_id", members{"app.role": "viewer", "app": members{"role": "admin"}}, auth.Viewer},
		"dead end, then a way":   {"a.b.c", "workspace_id", members{"a.b": members{"x": 1}, "a": members{"b.c": "member"}}, auth.Member},
		"workspace inside":       {"role", "app_metadata.workspace", members{"app_metadata": members{"workspace": w}}, auth.Reviewer},
		"list of one workspace":  {"role", "groups", members{"groups": []string{w}}, auth.Reviewer},
		"list of two":            {"role", "groups", members{"groups": []string{w, "0198b7c4-0000-7000-8000-00000000000b"}}, ""},
		"list of no workspace":   {"role", "groups", members{"groups": []string{}}, ""},
		"no known role":          {"roles", "workspace_id", members{"roles": []string{"root", "Admin"}}, ""},
		"empty list":             {"roles", "workspace_id", members{"roles": []string{}}, ""},
		"role is a number":       {"level", "workspace_id", members{"level": 3}, ""},
		"role is an object":      {"app_metadata", "workspace_id", members{"app_metadata": members{"role": "admin"}}, ""},
		"numbers in the list":    {"roles", "workspace_id", members{"roles": []any{1, "viewer", nil}}, auth.Viewer},
		"path through a text":    {"role.name", "workspace_id", members{}, ""},
		"nothing there":          {"x.y", "workspace_id", members{}, ""},
		"only dots":              {"..", "workspace_id", members{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tokens, err := auth.NewTokens(t.Context(), auth.TokenConfig{Secret: secret, Issuer: "https://issuer.example", Audience: "docket",
				WorkspaceClaim: tc.workspace, RoleClaim: tc.role, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			p, err := tokens.Authenticate(t.Context(), sign(t, jwa.HS256(), []byte(secret), claims(tc.claims)))
			if tc.want == "" {
				if fault.CodeOf(err) != fault.CodeUnauthorized {
					t.Fatalf("got %+v, %v; want unauthorized", p, err)
				}
			} else if err != nil || p.Role != tc.want || p.WorkspaceID != workspace || p.Installation {
				t.Fatalf("got %+v, %v; want %s", p, err, tc.want)
			}
		})
	}
}

// TestAudienceIsWarnedOf: a token that was issued for another service is taken where no audience is set.
func TestAudienceIsWarnedOf(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cfg  auth.TokenConfig
		want bool
	}{
		"no audience":    {auth.TokenConfig{Secret: secret}, true},
		"with one":       {auth.TokenConfig{Secret: secret, Audience: "docket"}, false},
		"no tokens":      {auth.TokenConfig{}, false},
		"published keys": {auth.TokenConfig{JWKSURL: "http://127.0.0.1:1/"}, true},
	} {
		var logged bytes.Buffer
		tc.cfg.Log = slog.New(slog.NewTextHandler(&logged, nil))
		if tc.cfg.JWKSURL != "" { // its first look is logged at any time
			tc.cfg.Log = slog.New(only{slog.NewTextHandler(&logged, nil), "tokens are taken"})
		}
		if _, err := auth.NewTokens(t.Context(), tc.cfg); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(logged.String(), "DOCKET_JWT_AUDIENCE"); got != tc.want {
			t.Errorf("%s: warned %v: %s", name, got, logged.String())
		}
	}
}
