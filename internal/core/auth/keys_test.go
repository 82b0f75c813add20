package auth_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

// only is a handler of the records whose message begins with a text.
type only struct {
	slog.Handler
	begin string
}

func (h only) Handle(ctx context.Context, r slog.Record) error {
	if !strings.HasPrefix(r.Message, h.begin) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// clock is a time that the test sets.
type clock struct{ nanos atomic.Int64 }

func (c *clock) now() time.Time       { return time.Unix(0, c.nanos.Load()) }
func (c *clock) move(d time.Duration) { c.nanos.Add(int64(d)) }

// publisher is an issuer whose keys and health the test sets, and which counts how often it is asked.
type publisher struct {
	url   string
	asked atomic.Int32

	mu   sync.Mutex
	keys []jwk.Key
	down bool
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	p.asked.Add(1)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	set := jwk.NewSet()
	for _, k := range p.keys {
		public, err := k.PublicKey()
		if err == nil {
			err = set.AddKey(public)
		}
		if err != nil {
			panic(err)
		}
	}
	_ = json.NewEncoder(w).Encode(set)
}

func (p *publisher) publish(keys ...jwk.Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

func (p *publisher) fail(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

func newPublisher(t *testing.T) *publisher {
	t.Helper()
	p := &publisher{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// signer makes a private key with the id.
func signer(t *testing.T, id string) jwk.Key {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := jwk.Import(private)
	if err == nil {
		err = key.Set(jwk.KeyIDKey, id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func tokensOf(t *testing.T, url string, c *clock, log *slog.Logger) *auth.Tokens {
	t.Helper()
	c.nanos.CompareAndSwap(0, time.Now().UnixNano())
	tokens, err := auth.NewTokens(t.Context(), auth.TokenConfig{JWKSURL: url, Audience: "docket", WorkspaceClaim: "workspace_id", RoleClaim: "role",
		Log: log, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// TestIssuerThatNeverAnswers: a hundred forged tokens hang on nothing, and one connection to the issuer is all they make.
func TestIssuerThatNeverAnswers(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	var accepted atomic.Int32
	go func() {
		for {
			if _, err := l.Accept(); err != nil {
				return
			}
			accepted.Add(1)
		}
	}()
	forged := sign(t, jwa.RS256(), signer(t, "forged"), claims(nil))
	tokens := tokensOf(t, "http://"+l.Addr().String(), &clock{}, slog.New(slog.DiscardHandler))
	began := time.Now()
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			_, err := tokens.Authenticate(t.Context(), forged)
			if fault.CodeOf(err) != fault.CodeUnavailable {
				t.Errorf("got %v, want unavailable", err)
			}
		})
	}
	all.Wait()
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("the answers took %s", took)
	}
	if n := accepted.Load(); n > 2 { // the second where the first was given up within the time
		t.Errorf("the issuer was asked %d times", n)
	}
}

// TestCallerGivesUp: who hangs up is let go at once.
func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	tokens := tokensOf(t, "http://"+l.Addr().String(), &clock{}, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	forged := sign(t, jwa.RS256(), signer(t, "x"), claims(nil))
	began := time.Now()
	if _, err := tokens.Authenticate(ctx, forged); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("got %v, want unavailable", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %s", took)
	}
}

// TestIssuerThatFails is left alone for longer and longer, says so in the log, and is taken up again when it is back.
func TestIssuerThatFails(t *testing.T) {
	t.Parallel()
	issuer, key, now := newPublisher(t), signer(t, "one"), &clock{}
	issuer.publish(key)
	issuer.fail(true)
	var warned atomic.Int32
	tokens := tokensOf(t, issuer.url, now, slog.New(counting{only{slog.DiscardHandler, ""}, &warned}))
	good := sign(t, jwa.RS256(), key, claims(nil))
	refused := func() {
		t.Helper()
		_, err := tokens.Authenticate(t.Context(), good)
		e, ok := fault.As(err)
		if !ok || e.Code != fault.CodeUnavailable || e.RetryAfter <= 0 || e.RetryAfter > time.Minute {
			t.Fatalf("got %v; want unavailable with a time to come back", err)
		}
	}
	for i, pause := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		for range 20 {
			refused()
		}
		if n := issuer.asked.Load(); n != int32(i+1) {
			t.Fatalf("pause %s: the issuer was asked %d times", pause, n)
		}
		now.move(pause)
	}
	if n := warned.Load(); n != 3 {
		t.Errorf("%d lines in the log for 3 failures", n)
	}
	if tokens.CheckKeys(t.Context()) == nil {
		t.Error("the check is content")
	}
	issuer.fail(false)
	now.move(time.Minute)
	if _, err := tokens.Authenticate(t.Context(), good); err != nil {
		t.Fatalf("the issuer is back: %v", err)
	}
	if err := tokens.CheckKeys(t.Context()); err != nil {
		t.Error(err)
	}
}

// counting counts records of warnings.
type counting struct {
	only
	n *atomic.Int32
}

func (c counting) Enabled(context.Context, slog.Level) bool { return true }

func (c counting) Handle(_ context.Context, r slog.Record) error {
	if r.Level == slog.LevelWarn {
		c.n.Add(1)
	}
	return nil
}

// TestUnknownKeyIDs do not hammer the issuer, and a key that is published later is taken.
func TestUnknownKeyIDs(t *testing.T) {
	t.Parallel()
	issuer, first, second, now := newPublisher(t), signer(t, "one"), signer(t, "two"), &clock{}
	issuer.publish(first)
	tokens := tokensOf(t, issuer.url, now, slog.New(slog.DiscardHandler))
	if _, err := tokens.Authenticate(t.Context(), sign(t, jwa.RS256(), first, claims(nil))); err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		if err := second.Set(jwk.KeyIDKey, "made-up-"+strconv.Itoa(i)); err != nil {
			t.Fatal(err)
		}
		if _, err := tokens.Authenticate(t.Context(), sign(t, jwa.RS256(), second, claims(nil))); fault.CodeOf(err) != fault.CodeUnauthorized {
			t.Fatalf("made-up key: %v", err)
		}
	}
	if n := issuer.asked.Load(); n != 1 {
		t.Fatalf("the issuer was asked %d times", n)
	}
	if err := second.Set(jwk.KeyIDKey, "two"); err != nil {
		t.Fatal(err)
	}
	issuer.publish(first, second)
	now.move(time.Minute)
	if _, err := tokens.Authenticate(t.Context(), sign(t, jwa.RS256(), second, claims(nil))); err != nil {
		t.Fatalf("the new key: %v", err)
	}
	if n := issuer.asked.Load(); n != 2 {
		t.Fatalf("the issuer was asked %d times", n)
	}

	// Keys that are there serve on while the issuer is away; a token that names another cannot be judged.
	issuer.fail(true)
	now.move(time.Minute)
	third := signer(t, "three")
	if _, err := tokens.Authenticate(t.Context(), sign(t, jwa.RS256(), third, claims(nil))); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Fatalf("a key that may have been published: %v", err)
	}
	if _, err := tokens.Authenticate(t.Context(), sign(t, jwa.RS256(), first, claims(nil))); err != nil {
		t.Fatalf("a key that is there: %v", err)
	}
	if tokens.CheckKeys(t.Context()) == nil {
		t.Error("the check is content")
	}
}

// TestOnlyTokensOfPublishedKeysAsk: what no published key can have signed is refused without the issuer.
func TestOnlyTokensOfPublishedKeysAsk(t *testing.T) {
	t.Parallel()
	issuer := newPublisher(t)
	issuer.fail(true)
	tokens := tokensOf(t, issuer.url, &clock{}, slog.New(slog.DiscardHandler))
	for name, bearer := range map[string]string{
		"shared secret": sign(t, jwa.HS256(), []byte(secret), claims(nil)), "unsigned": "eyJhbGciOiJub25lIn0.e30.", "nonsense": "a.b.c", "empty": "..",
	} {
		if _, err := tokens.Authenticate(t.Context(), bearer); fault.CodeOf(err) != fault.CodeUnauthorized {
			t.Errorf("%s: %v", name, err)
		}
	}
}
