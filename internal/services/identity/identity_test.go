package identity_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/services/identity"
)

func TestKeyOfTheSettings(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	first, second := strings.Repeat("a", 40), strings.Repeat("b", 40)
	for range 2 { // as at every start
		if err := identity.New(pool).EnsureDefault(t.Context(), first); err != nil {
			t.Fatal(err)
		}
	}
	s := identity.New(pool)
	p, err := s.Authenticate(t.Context(), first)
	if err != nil || p.Role != auth.Admin || !p.Installation || p.KeyID == uuid.Nil || p.UserID != uuid.Nil {
		t.Fatalf("got %+v, %v", p, err)
	}
	me, err := s.Me(t.Context(), p)
	if err != nil || me.Workspace.ID != p.WorkspaceID || me.KeyName != "DOCKET_API_KEY" {
		t.Fatalf("me: %+v, %v", me, err)
	}
	for _, wrong := range []string{"", "x", second, first + "a", "'; --", "\x00"} {
		if _, err := s.Authenticate(t.Context(), wrong); fault.CodeOf(err) != fault.CodeUnauthorized {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if err := identity.New(pool).EnsureDefault(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	again, err := identity.New(pool).Authenticate(t.Context(), second)
	if err != nil || again.WorkspaceID != p.WorkspaceID {
		t.Fatalf("new key: %+v, %v", again, err)
	}
	if _, err := identity.New(pool).Authenticate(t.Context(), first); fault.CodeOf(err) != fault.CodeUnauthorized {
		t.Fatalf("the key before: %v", err)
	}
	var plain int
	err = pool.QueryRow(t.Context(), `SELECT count(*) FROM api_keys WHERE api_keys::text LIKE '%' || $1 || '%'`, second).Scan(&plain)
	if err != nil || plain != 0 {
		t.Fatalf("the key itself is stored: %d, %v", plain, err)
	}
}

func TestUnknownWorkspace(t *testing.T) {
	t.Parallel()
	s := identity.New(pgtest.Tx(t))
	if _, err := s.InWorkspace(t.Context(), auth.Principal{WorkspaceID: uuid.New()}); fault.CodeOf(err) != fault.CodeNotFound {
		t.Fatal(err)
	}
	if _, err := s.Me(t.Context(), auth.Principal{WorkspaceID: uuid.New()}); fault.CodeOf(err) != fault.CodeNotFound {
		t.Fatal(err)
	}
}
