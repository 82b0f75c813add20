package identity

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/docketapi/docket/internal/core/fault"
)

// quick is hashing for tests that are not about its cost.
var quick = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func TestPasswordsThatAreTriedFirst(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"password1234", "P4ssw0rd!!!!", "passwordpassword", "123456789012", "qwertyuiop123", "aaaaaaaaaaaa", "abcabcabcabc",
		"1qaz2wsx3edc", "Welcome2026!", "Sommer2026!!", "ada.lovelace1", "adalovelace!!", "iloveyou1234", "987654321098", "letmein12345", "admin123456!"} {
		if err := checkPassword(p, "ada.lovelace@example.com", "Ada Lovelace"); fault.CodeOf(err) != fault.CodeValidation {
			t.Errorf("%q is taken: %v", p, err)
		}
	}
	for _, p := range []string{"tall ochre ladders", "mVq8 rT2 pLw0 zK", "wir essen gern rote Gruetze", "ключ под ковриком", strings.Repeat("xq7", 10) + "k", "           ,"} {
		if err := checkPassword(p, "ada.lovelace@example.com", "Ada Lovelace"); err != nil {
			t.Errorf("%q is refused: %v", p, err)
		}
	}
	for _, p := range []string{"short", strings.Repeat("é", maxPassword+1)} {
		if err := checkPassword(p); err == nil {
			t.Errorf("%d characters are taken", len([]rune(p)))
		}
	}
}

func TestHashesAreCheckedAndAge(t *testing.T) {
	t.Parallel()
	old, now := newHasher(quick), newHasher(argon2id.Params{Memory: 128, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	hash, err := old.hash(t.Context(), "tall ochre ladders")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		by           *hasher
		password     string
		hash         *string
		ok, outdated bool
	}{
		{old, "tall ochre ladders", &hash, true, false},
		{old, "tall ochre ladder", &hash, false, false},
		{now, "tall ochre ladders", &hash, true, true},
		{now, "tall ochre ladders", nil, false, false},
	} {
		ok, outdated, err := tc.by.verify(t.Context(), tc.password, tc.hash)
		if err != nil || ok != tc.ok || outdated != tc.outdated {
			t.Errorf("%q: %v, outdated %v, %v", tc.password, ok, outdated, err)
		}
	}
	broken := "$argon2id$x"
	if _, _, err := now.verify(t.Context(), "x", &broken); err == nil || fault.CodeOf(err) != fault.CodeInternal {
		t.Errorf("a broken hash: %v", err)
	}
}

// TestHashingIsBounded: while all turns are taken, more than maxWaiting are told to come again.
func TestHashingIsBounded(t *testing.T) {
	t.Parallel()
	h := newHasher(quick)
	for h.turns.TryAcquire(1) {
		continue
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	for range 3 * maxWaiting {
		all.Go(func() {
			_, err := h.hash(ctx, "tall ochre ladders")
			if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Code != fault.CodeRateLimited || e.RetryAfter <= 0 {
				t.Errorf("got %v", err)
			}
		})
	}
	all.Wait()
	if n := h.waiting.Load(); n != 0 {
		t.Errorf("%d still wait", n)
	}
}
