package identity_test

import (
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/services/identity"
)

func TestUseOfKeysIsWrittenTogether(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	s := identity.New(pool)
	key := strings.Repeat("k", 40)
	if err := s.EnsureDefault(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	lastUse := func() *time.Time {
		var at *time.Time
		if err := pool.QueryRow(t.Context(), `SELECT last_used_at FROM api_keys`).Scan(&at); err != nil {
			t.Fatal(err)
		}
		return at
	}
	for range 3 {
		if _, err := s.Authenticate(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	if at := lastUse(); at != nil {
		t.Fatalf("a use is written at once: %v", at)
	}
	if err := s.Touch(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := lastUse()
	if first == nil || time.Since(*first) > time.Minute {
		t.Fatalf("last used %v", first)
	}
	if _, err := s.Authenticate(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if err := s.Touch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again := lastUse(); !again.Equal(*first) {
		t.Errorf("written anew within a minute: %v, then %v", first, again)
	}
}

// TestRevocationReachesOtherProcesses: what another process has looked up is trusted for a moment only.
func TestRevocationReachesOtherProcesses(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	one, two := identity.New(pool), identity.New(pool)
	key := strings.Repeat("k", 40)
	if err := one.EnsureDefault(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*identity.Service{one, two} {
		if _, err := s.Authenticate(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	if err := one.EnsureDefault(t.Context(), strings.Repeat("n", 40)); err != nil {
		t.Fatal(err)
	}
	end := time.Now().Add(2 * time.Second)
	for _, s := range []*identity.Service{one, two} {
		for {
			_, err := s.Authenticate(t.Context(), key)
			if err != nil {
				break
			}
			if time.Now().After(end) {
				t.Fatal("a revoked key is taken after two seconds")
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}
