package chat_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat"
)

// script is a model that says what the test wrote: one answer a request.
type script struct {
	mu       sync.Mutex
	context  int
	answers  []func(ctx context.Context, yield func(llm.Event, error) bool)
	requests []llm.Request
	stopped  chan struct{} // closed when a request was broken off
}

func (m *script) Name() string       { return "scripted" }
func (m *script) ContextTokens() int { return max(m.context, 4096) }

func (m *script) JSON(context.Context, llm.Request) (json.RawMessage, llm.Usage, error) {
	return nil, llm.Usage{}, errors.New("not asked for")
}

func (m *script) Stream(ctx context.Context, r llm.Request) iter.Seq2[llm.Event, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := len(m.requests)
	m.requests = append(m.requests, r)
	return func(yield func(llm.Event, error) bool) {
		if n >= len(m.answers) {
			yield(llm.Event{}, fmt.Errorf("request %d was not expected", n+1))
			return
		}
		m.answers[n](ctx, yield)
	}
}

// says gives a text in pieces of three bytes and ends.
func says(text string) func(context.Context, func(llm.Event, error) bool) {
	return func(_ context.Context, yield func(llm.Event, error) bool) {
		for part := range slices.Chunk([]rune(text), 3) {
			if !yield(llm.Event{Kind: llm.EventText, Text: string(part)}, nil) {
				return
			}
		}
		yield(llm.Event{Kind: llm.EventDone, FinishReason: "stop", Usage: llm.Usage{PromptTokens: 10, CompletionTokens: 5}}, nil)
	}
}

// calls asks for tools, by name and arguments in turn.
func calls(pairs ...string) func(context.Context, func(llm.Event, error) bool) {
	return func(_ context.Context, yield func(llm.Event, error) bool) {
		for i := 0; i < len(pairs); i += 2 {
			if !yield(llm.Event{Kind: llm.EventTool, ToolCall: llm.ToolCall{ID: fmt.Sprint("c", i), Name: pairs[i], Arguments: pairs[i+1]}}, nil) {
				return
			}
		}
		yield(llm.Event{Kind: llm.EventDone, FinishReason: "tool_calls"}, nil)
	}
}

// breaks says a text and fails.
func breaks(text string, err error) func(context.Context, func(llm.Event, error) bool) {
	return func(_ context.Context, yield func(llm.Event, error) bool) {
		if text == "" || yield(llm.Event{Kind: llm.EventText, Text: text}, nil) {
			yield(llm.Event{}, err)
		}
	}
}

// goesOn says a sentence every few milliseconds until it is stopped.
func (m *script) goesOn(ctx context.Context, yield func(llm.Event, error) bool) {
	defer close(m.stopped)
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			yield(llm.Event{}, ctx.Err())
			return
		case <-time.After(5 * time.Millisecond):
		}
		if !yield(llm.Event{Kind: llm.EventText, Text: fmt.Sprintf("Satz Nummer %d ist da.\n", i)}, nil) {
			return
		}
	}
}

func withModel(m *script) func(*chat.Config) {
	if m.stopped == nil {
		m.stopped = make(chan struct{})
	}
	return func(d *chat.Config) { d.Model = m }
}
