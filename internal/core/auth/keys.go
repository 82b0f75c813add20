package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"github.com/docketapi/docket/internal/core/fault"
)

const (
	// fetchTimeout bounds one look at the issuer, from the name to the last byte.
	fetchTimeout = 5 * time.Second
	// keyPatience is how long a request waits for a look that is under way.
	keyPatience = 3 * time.Second
	// keysFresh is how long fetched keys are used before the issuer is asked again, in the background.
	keysFresh = 10 * time.Minute
	// keysApart is the least time between two looks: tokens that name made-up keys must not hammer the issuer.
	keysApart = time.Minute
	// firstPause is how long an issuer that failed is left alone; each further failure doubles it, up to keysApart.
	firstPause = time.Second
	// maxKeySet bounds the answer of the issuer.
	maxKeySet = 1 << 20
)

// keySource is the published keys of an issuer (RFC 7517). One look at the issuer is under way at most, no request waits
// longer than keyPatience for it, and an issuer that failed is left alone for a while.
type keySource struct {
	url    string
	client *http.Client
	log    *slog.Logger
	life   context.Context // the process's: a look outlives the request that began it
	now    func() time.Time

	mu      sync.Mutex
	set     jwk.Set       // nil before the first success
	fetched time.Time     // when the last look that succeeded ended
	next    time.Time     // no look before it
	pause   time.Duration // after the next failure
	err     error         // of the last look, nil when it succeeded
	looking chan struct{} // closed when the look that is under way ends; nil without one
}

func newKeySource(ctx context.Context, url string, log *slog.Logger, now func() time.Time) *keySource {
	return &keySource{url: url, client: &http.Client{Timeout: fetchTimeout}, log: log, life: ctx, now: now, pause: firstPause}
}

// start has the keys fetched before anybody asks for them.
func (k *keySource) start() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.look(k.now())
}

// forKey gives the keys for a token that names the key id, "" for one that names none. They are fetched where there are
// none, or where the id is not among them and the issuer may be asked. unavailable when they are not there in time.
func (k *keySource) forKey(ctx context.Context, id string) (jwk.Set, error) {
	set, looking, err := k.known(id)
	if looking == nil {
		return set, err
	}
	patience, cancel := context.WithTimeout(ctx, keyPatience)
	defer cancel()
	select {
	case <-looking:
	case <-patience.Done():
		return nil, fault.Wrap(patience.Err(), fault.CodeUnavailable, "the keys that tokens are checked with are not there yet")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil { // a key that may have been published meanwhile is neither known nor unknown
		return nil, k.away()
	}
	return k.set, nil
}

// known gives the keys where they answer for the id, or the look to wait for, or the error where neither is to be had.
func (k *keySource) known(id string) (jwk.Set, <-chan struct{}, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	if k.set == nil || now.Sub(k.fetched) > keysFresh || !holds(k.set, id) {
		k.look(now)
	}
	switch {
	case k.set != nil && holds(k.set, id):
		return k.set, nil, nil
	case k.looking != nil:
		return nil, k.looking, nil
	case k.err != nil:
		return nil, nil, k.away()
	}
	return k.set, nil, nil
}

// holds tells whether the set can answer for a token that names the key id.
func holds(set jwk.Set, id string) bool {
	if id == "" {
		return true
	}
	_, ok := set.LookupKeyID(id)
	return ok
}

// look asks the issuer in the background, unless it is being asked or must be left alone. The caller holds mu.
func (k *keySource) look(now time.Time) {
	if k.looking != nil || now.Before(k.next) {
		return
	}
	done := make(chan struct{})
	k.looking = done
	go func() {
		set, err := k.fetch()
		k.mu.Lock()
		defer k.mu.Unlock()
		k.learn(set, err)
		k.looking = nil
		close(done)
	}()
}

// learn takes the result of a look. The caller holds mu.
func (k *keySource) learn(set jwk.Set, err error) {
	now := k.now()
	if k.err = err; err == nil {
		k.set, k.fetched, k.next, k.pause = set, now, now.Add(keysApart), firstPause
		return
	}
	k.next = now.Add(k.pause)
	if k.life.Err() == nil {
		k.log.WarnContext(k.life, "the keys of DOCKET_JWT_JWKS_URL cannot be fetched", "url", k.url, "again_in", k.pause.String(), "error", err)
	}
	k.pause = min(2*k.pause, keysApart)
}

// away is the error for a token that cannot be judged. The caller holds mu.
func (k *keySource) away() error {
	e := fault.Wrap(k.err, fault.CodeUnavailable, "the keys that tokens are checked with cannot be fetched")
	e.RetryAfter = max(k.next.Sub(k.now()), firstPause)
	return e
}

// check tells whether the last look at the issuer succeeded; without one it looks.
func (k *keySource) check(ctx context.Context) error {
	if _, err := k.forKey(ctx, ""); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		k.look(k.now())
		return k.away()
	}
	return nil
}

func (k *keySource) fetch() (jwk.Set, error) {
	req, err := http.NewRequestWithContext(k.life, http.MethodGet, k.url, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("ask for keys: %w", err)
	}
	req.Header.Set("Accept", "application/jwk-set+json, application/json")
	res, err := k.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask for keys: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask for keys: the issuer answers %s", res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxKeySet+1))
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	if len(body) > maxKeySet {
		return nil, fmt.Errorf("read keys: the answer has more than %d bytes", maxKeySet)
	}
	set, err := jwk.Parse(body, jwk.WithIgnoreParseError(true)) // a key of a kind that we do not know spoils no other
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	if set.Len() == 0 {
		return nil, errors.New("read keys: the answer holds none")
	}
	return set, nil
}
