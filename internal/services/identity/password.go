package identity

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/alexedwards/argon2id"
	"golang.org/x/sync/semaphore"

	"github.com/docketapi/docket/internal/core/fault"
)

// hashing is what one hash costs (RFC 9106; OWASP's least setting with 19 MiB).
var hashing = argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	// hashPatience is how long one waits for a turn to hash.
	hashPatience = 5 * time.Second
	// maxWaiting bounds how many wait.
	maxWaiting = 64
)

// Bounds of a password, in characters. Nothing is asked of how it is composed.
const (
	minPassword = 12
	maxPassword = 256
)

// hasher hashes passwords, a few at a time: each takes memory and a core.
type hasher struct {
	params  argon2id.Params
	turns   *semaphore.Weighted
	waiting atomic.Int32
	nobody  func() (string, error) // a hash that no password has
}

func newHasher(params argon2id.Params) *hasher {
	return &hasher{params: params, turns: semaphore.NewWeighted(int64(runtime.NumCPU())),
		nobody: sync.OnceValues(func() (string, error) { return argon2id.CreateHash(newSecret(""), &params) })}
}

// enter waits for a turn; rate_limited when too many do.
func (h *hasher) enter(ctx context.Context) error {
	if h.waiting.Add(1) > maxWaiting {
		h.waiting.Add(-1)
		return crowded()
	}
	defer h.waiting.Add(-1)
	ctx, cancel := context.WithTimeout(ctx, hashPatience)
	defer cancel()
	if err := h.turns.Acquire(ctx, 1); err != nil {
		return crowded()
	}
	return nil
}

func crowded() error {
	e := fault.New(fault.CodeRateLimited, "too many sign-ins are under way")
	e.RetryAfter = hashPatience
	return e
}

// hash makes the hash of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.turns.Release(1)
	out, err := argon2id.CreateHash(password, &h.params)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return out, nil
}

// verify tells whether a password has the hash, and whether the hash was made under other settings than today's. Without a hash it
// takes as long, and is false.
func (h *hasher) verify(ctx context.Context, password string, hash *string) (ok, outdated bool, err error) {
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.turns.Release(1)
	of := hash
	if of == nil {
		nobody, err := h.nobody()
		if err != nil {
			return false, false, fmt.Errorf("hash password: %w", err)
		}
		of = &nobody
	}
	ok, params, err := argon2id.CheckHash(password, *of)
	switch {
	case errors.Is(err, argon2id.ErrInvalidHash), errors.Is(err, argon2id.ErrIncompatibleVersion), errors.Is(err, argon2id.ErrIncompatibleVariant):
		return false, false, fmt.Errorf("read password hash: %w", err)
	case err != nil:
		return false, false, fmt.Errorf("check password: %w", err)
	}
	return ok && hash != nil, params.Memory != h.params.Memory || params.Iterations != h.params.Iterations ||
		params.Parallelism != h.params.Parallelism || params.KeyLength != h.params.KeyLength, nil
}

// checkPassword refuses passwords that are guessed first. about is what is known of the person: address and name.
func checkPassword(password string, about ...string) error {
	refuse := func(why string) error {
		return fault.New(fault.CodeValidation, "the password %s", why).At("/new_password", why)
	}
	n := len([]rune(password))
	switch {
	case n < minPassword:
		return refuse(fmt.Sprintf("has fewer than %d characters", minPassword))
	case n > maxPassword:
		return refuse(fmt.Sprintf("has more than %d characters", maxPassword))
	case guessable(password, about):
		return refuse("is one of those that are tried first")
	}
	return nil
}

// guessable tells passwords that lists of leaked ones hold, or that are made of what is known of the person.
func guessable(password string, about []string) bool {
	whole := strings.ToLower(password)
	for _, form := range []string{whole, plainLetters(whole), plainLetters(letters(whole))} {
		core := letters(form)
		if leaked()[form] || leaked()[core] || isRun(form) || repeats(form) || madeOf(core, leaked()) || tellsOf(core, about) {
			return true
		}
	}
	return false
}

// letters is a text without what stands before its first and behind its last letter.
func letters(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// tellsOf tells whether hardly anything of a text is left without the words that are known of the person.
func tellsOf(s string, about []string) bool {
	rest := s
	for word := range strings.FieldsFuncSeq(strings.ToLower(strings.Join(about, " ")), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(word) >= 3 {
			rest = strings.ReplaceAll(rest, word, "")
		}
	}
	return rest != s && len(rest) < 4
}
