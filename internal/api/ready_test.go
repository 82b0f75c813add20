package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
)

func TestReadiness(t *testing.T) {
	t.Parallel()
	fine := func(context.Context) error { return nil }
	away := func(context.Context) error { return errors.New("secret cause") }
	for name, tc := range map[string]struct {
		parts  []api.Part
		status int
		checks map[string]string
	}{
		"all there":      {[]api.Part{{Name: "database", Needed: true, Check: fine}, {Name: "jwks", Check: fine}}, 200, map[string]string{"database": "ok", "jwks": "ok"}},
		"without keys":   {[]api.Part{{Name: "database", Needed: true, Check: fine}, {Name: "jwks", Check: away}}, 200, map[string]string{"database": "ok", "jwks": "failed"}},
		"without a need": {[]api.Part{{Name: "database", Needed: true, Check: fine}, {Name: "storage", Needed: true, Check: away}}, 503, nil},
	} {
		h, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler), Authenticator: roles{}, Idempotency: &memory{}, V1: &scripted{},
			V2: version2(t, &talker{}), Parts: tc.parts})
		if err != nil {
			t.Fatal(err)
		}
		w := send(h, "GET", "/readyz", "")
		var got struct {
			Status string            `json:"status"`
			Checks map[string]string `json:"checks"`
		}
		if w.Code != tc.status || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if w.Code == http.StatusOK {
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Status != "ok" || len(got.Checks) != len(tc.checks) || got.Checks["jwks"] != tc.checks["jwks"] {
				t.Errorf("%s: %s, %v", name, w.Body, err)
			}
		} else if w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "/checks/storage") {
			t.Errorf("%s: %v %s", name, w.Header(), w.Body)
		}
	}
}

// TestReadinessSharesALook: however many ask at once, the parts are asked once.
func TestReadinessSharesALook(t *testing.T) {
	t.Parallel()
	asked, released := make(chan struct{}, 100), make(chan struct{})
	h, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler), Authenticator: roles{}, Idempotency: &memory{}, V1: &scripted{}, V2: version2(t, &talker{}),
		Parts: []api.Part{{Name: "database", Needed: true, Check: func(context.Context) error { asked <- struct{}{}; <-released; return nil }}}})
	if err != nil {
		t.Fatal(err)
	}
	answers := make(chan int)
	for range 20 {
		go func() { answers <- send(h, "GET", "/readyz", "").Code }()
	}
	<-asked
	time.Sleep(50 * time.Millisecond) // the others join; one that comes later looks again, which is no fault
	close(released)
	for range 20 {
		if code := <-answers; code != http.StatusOK {
			t.Errorf("status %d", code)
		}
	}
	if n := len(asked); n > 5 {
		t.Errorf("%d further looks", n)
	}
}

func TestStorageThatIsGoneIsNotReady(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	anybody := s.Caller(s.Workspace(), auth.Viewer)
	res, body := s.Send(anybody, "GET", "/readyz", "")
	status(t, "ready", res, body, http.StatusOK)
	if err := os.Remove(filepath.Join(s.Dir, "blobs")); err != nil {
		t.Fatal(err)
	}
	res, body = s.Send(anybody, "GET", "/readyz", "")
	status(t, "without storage", res, body, http.StatusServiceUnavailable)
}

// slowKeys authenticates nobody: it waits for as long as it may, and tells how long that is.
type slowKeys struct{ left chan time.Duration }

func (k slowKeys) Authenticate(ctx context.Context, _ string) (auth.Principal, error) {
	end, ok := ctx.Deadline()
	if !ok {
		k.left <- 0
	} else {
		k.left <- time.Until(end)
	}
	<-ctx.Done()
	return auth.Principal{}, fault.Wrap(ctx.Err(), fault.CodeUnavailable, "the keys are not there")
}

func (k slowKeys) AuthenticateSession(ctx context.Context, secret string) (auth.Principal, error) {
	return k.Authenticate(ctx, secret)
}

// TestAuthenticationHasATime: it ends with the operation's time, and with a caller that hangs up.
func TestAuthenticationHasATime(t *testing.T) {
	t.Parallel()
	keys := slowKeys{make(chan time.Duration, 1)}
	h, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler), Authenticator: keys, Idempotency: &memory{}, V1: &scripted{}, V2: version2(t, &talker{}), Parts: parts(nil)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, hangUp := context.WithCancel(t.Context())
	answered := make(chan int)
	go func() {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/me", http.NoBody)
		r.Header.Set("Authorization", "Bearer key-admin")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		answered <- w.Code
	}()
	if left := <-keys.left; left <= 0 || left > 10*time.Second { // as the contract states
		t.Errorf("authentication has %s", left)
	}
	hangUp()
	if code := <-answered; code != http.StatusServiceUnavailable {
		t.Errorf("status %d", code)
	}
}
