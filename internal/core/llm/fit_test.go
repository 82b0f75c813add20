package llm_test

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
)

// model has a context and a scale and answers nothing.
type model struct {
	context int
	scale   float64
}

func (m model) Name() string                                                    { return "m" }
func (m model) ContextTokens() int                                              { return m.context }
func (m model) TokenScale() float64                                             { return m.scale }
func (m model) Stream(context.Context, llm.Request) iter.Seq2[llm.Event, error] { return nil }
func (m model) JSON(context.Context, llm.Request) (json.RawMessage, llm.Usage, error) {
	return nil, llm.Usage{}, nil
}

func TestEstimatesAreOfTheRightSize(t *testing.T) {
	t.Parallel()
	for text, bounds := range map[string][2]int{
		"":                             {0, 0},
		"Hello world, how are you?":    {6, 10},
		"Rechnungsnummer 2026-00471":   {8, 16},
		"Gesamtbetrag: 1.488,88 €":     {8, 18},
		"Überweisung für Straßenbäume": {8, 16},
		"会計":                           {2, 6},
		"🌳":                            {1, 4},
		strings.Repeat(" ", 64):        {1, 16},
		strings.Repeat("the quick brown fox ", 50): {200, 350},
	} {
		if n := llm.EstimateTokens(text); n < bounds[0] || n > bounds[1] {
			t.Errorf("%q: %d tokens, want %v", text[:min(len(text), 30)], n, bounds)
		}
	}
}

func conversation() []llm.Message {
	long := strings.Repeat("word and word ", 20)
	return []llm.Message{
		{Role: llm.RoleSystem, Content: "Rules."},
		{Role: llm.RoleUser, Content: "first " + long},
		{Role: llm.RoleAssistant, ToolCalls: []llm.ToolCall{{ID: "1", Name: "search", Arguments: "{}"}}},
		{Role: llm.RoleTool, ToolCallID: "1", Content: long},
		{Role: llm.RoleAssistant, Content: "answer " + long},
		{Role: llm.RoleUser, Content: "question"},
		{Role: llm.RoleAssistant, ToolCalls: []llm.ToolCall{{ID: "2", Name: "search", Arguments: "{}"}}},
		{Role: llm.RoleTool, ToolCallID: "2", Content: strings.Repeat("result ", 400)},
	}
}

// TestFit trims one conversation to ever smaller contexts: what fits fits, calls and results stay together, the question and
// the rules stay.
func TestFit(t *testing.T) {
	t.Parallel()
	whole := conversation()
	for context := 2000; context > 0; context -= 25 {
		for _, scale := range []float64{1, 1.7} {
			m := model{context, scale}
			r := llm.Request{Messages: whole, MaxTokens: 100}
			got, err := llm.Fit(m, r)
			if err != nil {
				if fault.CodeOf(err) != fault.CodeContextOverflow || context > 700 {
					t.Fatalf("context %d: %v", context, err)
				}
				continue
			}
			if n := int(float64(llm.EstimatePrompt(got)) * scale); n+min(100, context/2) > context+1 {
				t.Errorf("context %d: a prompt of %d", context, n)
			}
			kept := got.Messages
			if kept[0].Content != "Rules." || !slices.ContainsFunc(kept, func(m llm.Message) bool { return m.Content == "question" }) {
				t.Errorf("context %d: lost the rules or the question: %+v", context, kept)
			}
			for i, m := range kept {
				if m.Role == llm.RoleTool && (i == 0 || len(kept[i-1].ToolCalls) == 0) {
					t.Errorf("context %d: a result without its call", context)
				}
				if len(m.ToolCalls) > 0 && (i+1 == len(kept) || kept[i+1].Role != llm.RoleTool) {
					t.Errorf("context %d: a call without its result", context)
				}
			}
		}
	}
	if fresh := conversation(); !slices.EqualFunc(whole, fresh, func(a, b llm.Message) bool { return a.Content == b.Content }) {
		t.Error("the caller's messages were changed")
	}
}

func TestFitPassages(t *testing.T) {
	t.Parallel()
	passages := slices.Repeat([]string{strings.Repeat("word and word ", 20)}, 10)
	one := llm.EstimateTokens(passages[0]) + 5
	r := llm.Request{Messages: []llm.Message{{Role: llm.RoleUser, Content: "question"}}, MaxTokens: 100}
	empty := llm.EstimatePrompt(r)
	for _, want := range []int{0, 1, 5, 10} {
		m := model{100 + empty + want*one + one/2, 1}
		if m.context < 200 { // a smaller context keeps less for the answer
			m.context = 200
			continue
		}
		if n := llm.FitPassages(m, r, passages, 5); n != want {
			t.Errorf("got %d, want %d", n, want)
		}
	}
	if n := llm.FitPassages(model{120, 1}, r, passages, 5); n != 0 {
		t.Errorf("got %d", n)
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Bäume und Wälder ", 100)
	for n := 8; n < 600; n += 7 {
		got := llm.Cut(text, n)
		if llm.EstimateTokens(got) > n || !utf8.ValidString(got) {
			t.Fatalf("%d: %d tokens", n, llm.EstimateTokens(got))
		}
	}
	if llm.Cut("short", 10) != "short" {
		t.Error("a short text was cut")
	}
}
