package api_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	genv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api"
	v2 "github.com/docketapi/docket/internal/api/v2"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// tell sends a command.
func tell(t *testing.T, conn *websocket.Conn, command string) {
	t.Helper()
	if err := conn.Write(t.Context(), websocket.MessageText, []byte(command)); err != nil {
		t.Fatal(err)
	}
}

const askCommand = `{"type":"ask","conversation_id":"` + someID + `","message":"how long?"}`

func TestTwoHundredSocketsLoseNothing(t *testing.T) {
	t.Parallel()
	const sockets, pieces = 200, 40
	k := &talker{pieces: pieces, release: make(chan struct{})}
	url := serveTalker(t, k)
	open := make([]*websocket.Conn, sockets)
	for i := range open { // all are open at once: each answer has begun and waits for its second piece
		open[i] = dial(t, url, "docket.chat", "bearer.key-viewer")
		tell(t, open[i], askCommand)
	}
	firsts := make([]genv2.ChatEvent, sockets)
	for i, conn := range open {
		if err := wsjson.Read(t.Context(), conn, &firsts[i]); err != nil {
			t.Fatal(err)
		}
	}
	close(k.release)
	var reading sync.WaitGroup
	for i, conn := range open {
		reading.Go(func() {
			last := firsts[i]
			for want := int64(2); want <= pieces+1; want++ {
				var e genv2.ChatEvent
				if err := wsjson.Read(t.Context(), conn, &e); err != nil || e.ID != want || *e.MessageID != *last.MessageID {
					t.Errorf("socket %d, event %d: %+v %v", i, want, e, err)
					return
				}
				last = e
			}
			if last.Type != genv2.ChatEventTypeDone {
				t.Errorf("ended with %s", last.Type)
			}
		})
	}
	reading.Wait()
}

// door lets callers in until it is shut.
type door struct {
	roles
	shut, away atomic.Bool
}

func (d *door) Authenticate(ctx context.Context, bearer string) (auth.Principal, error) {
	switch {
	case d.shut.Load():
		return auth.Principal{}, fault.New(fault.CodeUnauthorized, "the API key was revoked")
	case d.away.Load():
		return auth.Principal{}, fmt.Errorf("database is away")
	}
	return d.roles.Authenticate(ctx, bearer)
}

func serveDoor(t *testing.T, d *door, k *talker, every time.Duration) string {
	t.Helper()
	two, err := v2.New(k, v2.WatchEvery(every))
	if err != nil {
		t.Fatal(err)
	}
	h, err := api.New(api.Deps{Log: slog.New(slog.DiscardHandler), Authenticator: d, Idempotency: &memory{kept: map[string]idempotency.Response{}},
		V1: &scripted{}, V2: two.Handlers(), Parts: parts(nil)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// expelled reads what ends a connection whose credentials are gone.
func expelled(t *testing.T, conn *websocket.Conn) {
	t.Helper()
	var e genv2.ChatEvent
	if err := wsjson.Read(t.Context(), conn, &e); err != nil || e.Type != genv2.ChatEventTypeError || *e.Code != "unauthorized" {
		t.Errorf("told %+v %v", e, err)
	}
	err := wsjson.Read(t.Context(), conn, &e)
	if websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("ended with %v", err)
	}
}

func TestRevokedKeyEndsItsSocket(t *testing.T) {
	t.Parallel()
	for name, every := range map[string]time.Duration{"at the next command": time.Hour, "without any": 20 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, k := &door{}, &talker{pieces: 2, release: make(chan struct{}), hungUp: make(chan error, 1)}
			conn := dial(t, serveDoor(t, d, k, every), "docket.chat", "bearer.key-viewer")
			tell(t, conn, askCommand)
			var e genv2.ChatEvent
			if err := wsjson.Read(t.Context(), conn, &e); err != nil || e.ID != 1 {
				t.Fatalf("%+v %v", e, err)
			}
			d.shut.Store(true)
			if every == time.Hour {
				tell(t, conn, askCommand)
			}
			expelled(t, conn)
			select {
			case <-k.hungUp:
			case <-t.Context().Done():
				t.Error("the answer goes on")
			}
		})
	}
}

// An outage of what keeps the keys expels nobody.
func TestOutageKeepsTheSocket(t *testing.T) {
	t.Parallel()
	d := &door{}
	conn := dial(t, serveDoor(t, d, &talker{pieces: 1}, time.Millisecond), "docket.chat", "bearer.key-viewer")
	d.away.Store(true)
	tell(t, conn, askCommand)
	var e genv2.ChatEvent
	if err := wsjson.Read(t.Context(), conn, &e); err != nil || e.Type != genv2.ChatEventTypeError || strings.Contains(*e.Detail, "database") {
		t.Errorf("told %+v %v", e, err)
	}
	d.away.Store(false)
	tell(t, conn, askCommand)
	if err := wsjson.Read(t.Context(), conn, &e); err != nil || e.ID != 1 {
		t.Errorf("told %+v %v", e, err)
	}
}
