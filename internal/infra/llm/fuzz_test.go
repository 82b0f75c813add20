package llm

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/core/llm"
)

// FuzzStream reads whatever a server may send: it ends, with whole characters and within bounds.
func FuzzStream(f *testing.F) {
	for _, s := range []string{
		"", "data: [DONE]\n\n", ": ping\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\\ud83c\"}}]}\n\n",
		"data: {\"choices\":[{\"delta\":{\"content\":\"\xe2\x82\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}\n\ndata: [DONE]\n\n",
		"data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}}]}\n\n",
		"event: error\ndata: {\"code\":null,\"message\":128.6E504}\n\n", "error: {\"message\":\"context size (12 tokens)\"}\n\n",
		"data: {\"error\":{\"code\":400,\"n_ctx\":1e9}}\n\n", "data\ndata:\n\n\r\n\ufeffdata: {}",
	} {
		f.Add(s)
	}
	c, err := New(Config{BaseURL: "http://model.test", Model: "m"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		idle, first := time.NewTimer(time.Hour), time.NewTimer(time.Hour)
		defer idle.Stop()
		done := 0
		a := &answering{client: c, first: first, idle: idle, emit: func(e llm.Event) bool {
			if !utf8.ValidString(e.Text) || !utf8.ValidString(e.ToolCall.Arguments) {
				t.Errorf("half a character in %+v", e)
			}
			if e.Kind == llm.EventDone {
				done++
			}
			return true
		}}
		if err := a.read(newEvents(strings.NewReader(s))); (err == nil) != (done == 1) {
			t.Errorf("%d ends, error %v", done, err)
		}
	})
}

// FuzzAnswerInJSON checks whatever a model may answer.
func FuzzAnswerInJSON(f *testing.F) {
	for _, s := range []string{`{"a":1}`, "```json\n{}\n```", "x {\"a\":[1e400]} y", `{"a":1e99999999999}`, "<think></think>[", `{"a":-0E-1001}`} {
		f.Add(s)
	}
	s, err := compileSchema([]byte(`{"type":"object","properties":{"a":{"type":"number","minimum":0,"multipleOf":0.5}},"additionalProperties":{"type":"integer"}}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		if v, err := s.check(answer); err == nil && (len(v) == 0 || v[0] != '{') {
			t.Errorf("%q gives %q", answer, v)
		}
	})
}

func FuzzRefusal(f *testing.F) {
	for _, s := range []string{"", "{}", `{"error":"x"}`, `{"error":{"code":null,"message":1}}`, `{"detail":[]}`, "context size (99999999999 tokens)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := parseRefusal([]byte(body))
		if r.message == "" || len(r.message) > maxMessage+3 || r.prompt < 0 || r.context < 0 {
			t.Errorf("%q gives %+v", body, r)
		}
	})
}

// TestEndlessStream stops at the bound.
func TestEndlessStream(t *testing.T) {
	t.Parallel()
	e := newEvents(strings.NewReader(strings.Repeat("data: x\n\n", 100)))
	e.left = 50
	for {
		if _, err := e.next(); err != nil {
			if !errors.Is(err, errTooMuch) {
				t.Errorf("got %v", err)
			}
			return
		}
	}
}
