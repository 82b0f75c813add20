//go:build external

package llm_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/docketapi/docket/internal/core/fault"
	corellm "github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llamatest"
)

// realModel is a client of a real server; members are added to each request.
func realModel(t *testing.T, s *llamatest.Server, members map[string]any, options ...func(*llm.Config)) *llm.Client {
	t.Helper()
	cfg := llm.Config{BaseURL: s.URL, Model: llamatest.ModelName, ContextTokens: llamatest.ContextTokens, FirstToken: time.Minute, HTTP: llamatest.Adding(members)}
	for _, o := range options {
		o(&cfg)
	}
	m, err := llm.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestRealServer drives llama.cpp's server with a model of random weights.
func TestRealServer(t *testing.T) {
	s := llamatest.Tiny(t)
	endless := map[string]any{"ignore_eos": true}

	t.Run("stream to the limit", func(t *testing.T) {
		r := question("Say something.")
		r.MaxTokens = 40
		g := ask(t.Context(), realModel(t, s, endless), r)
		if g.err != nil || g.reason != "length" || g.usage.CompletionTokens != 40 || g.usage.Estimated || len(g.pieces) < 5 {
			t.Errorf("got %d pieces, %s, %+v, %v", len(g.pieces), g.reason, g.usage, g.err)
		}
	})
	t.Run("stream to the end", func(t *testing.T) {
		r := question("Say something.")
		r.MaxTokens = 2000
		g := ask(t.Context(), realModel(t, s, map[string]any{"logit_bias": map[string]any{"4": 8}}), r)
		if g.err != nil || g.reason != "stop" {
			t.Errorf("got %q, %s, %v", g.text, g.reason, g.err)
		}
	})
	t.Run("structured output", func(t *testing.T) {
		schema := `{"type":"object","properties":{"code":{"type":"string","pattern":"^[A-Z]{2}[0-9]{3}$"},"kind":{"enum":["oak","ash"]},"n":{"type":"number"}},
			"required":["code","kind","n"],"additionalProperties":false}`
		for seed := range 5 {
			m := realModel(t, s, map[string]any{"seed": seed})
			v, u, err := m.JSON(t.Context(), corellm.Request{Messages: question("A code?").Messages, SchemaName: "code", Schema: json.RawMessage(schema), MaxTokens: 500})
			if fault.CodeOf(err) == fault.CodeInvalidAnswer && err != nil { // a number of random digits may not end
				continue
			}
			var got struct{ Code, Kind string }
			if err != nil || json.Unmarshal(v, &got) != nil && !strings.Contains(string(v), "E") || u.CompletionTokens == 0 {
				t.Errorf("seed %d: got %s, %+v, %v", seed, v, u, err)
			}
		}
	})
	t.Run("tool calls", func(t *testing.T) {
		r := question("What is the total of Ash?")
		r.Tools = []corellm.Tool{{Name: "get_total", Description: "A total", Parameters: json.RawMessage(
			`{"type":"object","properties":{"of":{"enum":["ash","oak"]}},"required":["of"],"additionalProperties":false}`)}}
		r.MaxTokens = 200
		g := ask(t.Context(), realModel(t, s, map[string]any{"logit_bias": map[string]any{"5": 60}}), r)
		// The bias that makes it call at all may keep it calling to its limit.
		if g.err != nil || g.reason != "tool_calls" && g.reason != "length" || len(g.calls) == 0 || g.calls[0].Name != "get_total" || g.calls[0].ID == "" {
			t.Fatalf("got %+v", g)
		}
		var args struct{ Of string }
		if err := json.Unmarshal([]byte(g.calls[0].Arguments), &args); err != nil || args.Of != "ash" && args.Of != "oak" {
			t.Errorf("arguments %q: %v", g.calls[0].Arguments, err)
		}
		r.Messages = append(r.Messages, corellm.Message{Role: corellm.RoleAssistant, ToolCalls: g.calls[:1]},
			corellm.Message{Role: corellm.RoleTool, ToolCallID: g.calls[0].ID, Content: `{"total":"12.00"}`})
		r.MaxTokens = 5
		if g := ask(t.Context(), realModel(t, s, endless), r); g.err != nil {
			t.Errorf("after the result: %v", g.err)
		}
	})
	t.Run("hang-up", func(t *testing.T) {
		r := question("Go on for ever.")
		r.MaxTokens = 3500
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var err error
		pieces := 0
		for _, err = range realModel(t, s, endless).Stream(ctx, r) {
			if pieces++; pieces == 3 {
				if n := s.Busy(t); n != 1 {
					t.Errorf("%d requests at work", n)
				}
				cancel()
			}
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v after %d pieces", err, pieces)
		}
		for late := time.Now().Add(time.Second); s.Busy(t) > 0; {
			if time.Now().After(late) {
				t.Fatal("the server works on a second after the hang-up")
			}
			time.Sleep(10 * time.Millisecond)
		}
	})
	t.Run("overflow", func(t *testing.T) {
		wide := func(c *llm.Config) { c.ContextTokens = 100_000 }
		g := ask(t.Context(), realModel(t, s, nil, wide), question(strings.Repeat("many words ", 2000)))
		if codeOf(g.err) != fault.CodeContextOverflow {
			t.Errorf("got %v", g.err)
		}
		var r corellm.Request
		for range 30 {
			r.Messages = append(r.Messages, corellm.Message{Role: corellm.RoleUser, Content: strings.Repeat("many words ", 100)},
				corellm.Message{Role: corellm.RoleAssistant, Content: "yes"})
		}
		r.Messages = append(r.Messages, question("And?").Messages...)
		r.MaxTokens = 10
		m := realModel(t, s, endless, wide)
		if g := ask(t.Context(), m, r); g.err != nil || m.ContextTokens() != llamatest.ContextTokens {
			t.Errorf("an old conversation: context %d, %v", m.ContextTokens(), g.err)
		}
	})
}

// TestRealModelSpeaks asks a model that knows English.
func TestRealModelSpeaks(t *testing.T) {
	cold := 0.0
	r := question("Write two sentences about the sea.")
	r.MaxTokens, r.Temperature = 80, &cold
	g := ask(t.Context(), realModel(t, llamatest.SmolLM(t), nil), r)
	words := strings.FieldsFunc(strings.ToLower(g.text), func(r rune) bool { return !unicode.IsLetter(r) })
	common := 0
	for _, w := range words {
		switch w {
		case "the", "a", "of", "and", "is", "to", "in", "sea", "it", "ocean", "with", "that":
			common++
		}
	}
	if g.err != nil || len(words) < 15 || common < len(words)/8 {
		t.Errorf("got %q, %v", g.text, g.err)
	}
}
