package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	genv2 "github.com/docketapi/docket/gen/api/v2"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/internal/core/fault"
)

// TestHandshakesThatAreRefused answers them as problems, like everything else.
func TestHandshakesThatAreRefused(t *testing.T) {
	t.Parallel()
	url := serveTalker(t, &talker{pieces: 1})
	for name, tc := range map[string]struct {
		header map[string]string
		status int
		code   fault.Code
	}{
		"another origin":  {map[string]string{"Origin": "https://page.example"}, 403, fault.CodeForbidden},
		"no origin":       {map[string]string{"Origin": "null"}, 403, fault.CodeForbidden},
		"another version": {map[string]string{"Sec-WebSocket-Version": "8"}, 400, fault.CodeMalformed},
		"no key":          {map[string]string{"Sec-WebSocket-Key": ""}, 400, fault.CodeMalformed},
		"no upgrade":      {map[string]string{"Connection": "close"}, 426, fault.CodeUpgradeRequired},
		"a key in vain":   {map[string]string{"Authorization": "Bearer nobody"}, 401, fault.CodeUnauthorized},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/v2/chatbot/ws", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		for field, value := range map[string]string{"Authorization": "Bearer key-viewer", "Connection": "Upgrade", "Upgrade": "websocket",
			"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} {
			r.Header.Set(field, value)
		}
		for field, value := range tc.header {
			r.Header.Set(field, value)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var p common.Problem
		if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		res.Body.Close()
		if res.StatusCode != tc.status || p.Code != string(tc.code) || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %+v", name, res.StatusCode, p)
		}
	}
}

// TestFramesThatAreRefused tells where a command is wrong, and ends a connection whose frame is larger than any command.
func TestFramesThatAreRefused(t *testing.T) {
	t.Parallel()
	conn := dial(t, serveTalker(t, &talker{pieces: 1}), "docket.chat", "bearer.key-viewer")
	for command, pointer := range map[string]string{
		`{"type":"ask","conversation_id":"` + someID + `","message":"a","colour":1}`:                    "/colour",
		`{"type":"ask","conversation_id":"` + someID + `"}`:                                             "/message",
		`{"type":"cancel","conversation_id":"x","message_id":"` + someID + `"}`:                         "/conversation_id",
		`{"type":"ask","conversation_id":"` + someID + `","message":"a","message":"b"}`:                 "/message",
		`{"type":"resume","conversation_id":"` + someID + `","message_id":"` + someID + `","after":-1}`: "/after",
	} {
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(command)); err != nil {
			t.Fatal(err)
		}
		var e genv2.ChatEvent
		if err := wsjson.Read(t.Context(), conn, &e); err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		if e.Type != genv2.ChatEventTypeError || e.Errors == nil || (*e.Errors)[0].Pointer != pointer {
			t.Errorf("%s: %+v", command, e)
		}
	}
	if err := conn.Write(t.Context(), websocket.MessageText, []byte(`"`+strings.Repeat("x", 65<<10)+`"`)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := conn.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
		t.Errorf("a frame over the limit: %v", err)
	}
}
