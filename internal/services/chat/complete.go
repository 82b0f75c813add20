package chat

import (
	"context"
	"strings"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/core/vector"
)

// The limits of a completion's input.
const (
	maxInputMessages = 1_000
	maxInputTools    = 128
)

// CompletionInput is a request in the manner of OpenAI's chat completions. Nothing of it is kept.
type CompletionInput struct {
	Messages    []llm.Message
	Tools       []llm.Tool // the caller's own: calls of them come back
	ToolChoice  string     // as in llm.Request
	MaxTokens   int
	Temperature *float64
	Stop        []string
	Model       string // "" is the default; docket-passages answers without a model
	Filter      vector.Filter
}

// Completion is the answer to a CompletionInput.
type Completion struct {
	Answer
	ToolCalls []llm.ToolCall // the caller's to run; Finish is tool_calls then
}

// Complete answers a list of messages over the workspace's documents. Passages are retrieved for the last user message
// before the model is asked. emit is as in Ask. Errors: validation_failed, not_found for an unknown model, those of the model
// and of searching.
func (s *Service) Complete(ctx context.Context, p auth.Principal, in CompletionInput, emit func(Event) error) (Completion, error) {
	t, err := s.turnOf(p, in)
	if err != nil {
		return Completion{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	m := Message{ID: newID(), Role: RoleAssistant, State: StateRunning, CreatedAt: s.now().UTC()}
	m.Model = s.ModelName()
	r := s.newRun(p, m, false, emit, cancel)
	calls, err := s.answer(ctx, t, r)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	m, err = r.finish(ctx, err)
	return Completion{Answer: m.Answer, ToolCalls: calls}, err
}

func (s *Service) turnOf(p auth.Principal, in CompletionInput) (turn, error) {
	t := turn{caller: p, filter: in.Filter, tools: in.Tools, toolChoice: in.ToolChoice, maxTokens: in.MaxTokens,
		temperature: in.Temperature, stop: in.Stop}
	switch {
	case in.Model == PassagesModel || in.Model == "" && s.model == nil:
		t.passages = true
	case in.Model != "" && (s.model == nil || in.Model != s.model.Name()):
		return t, fault.New(fault.CodeNotFound, "no model %q: GET /v2/models lists them", short(in.Model)).At("/model", "is not known")
	}
	if len(in.Messages) > maxInputMessages || len(in.Tools) > maxInputTools {
		return t, fault.New(fault.CodeValidation, "at most %d messages and %d tools", maxInputMessages, maxInputTools).At("/messages", "are too many")
	}
	var said []llm.Message
	last := -1
	for _, m := range in.Messages {
		if m.Role == llm.RoleSystem { // many servers take only one, at the beginning
			t.system = strings.TrimSpace(t.system + "\n\n" + m.Content)
			continue
		}
		if m.Role == llm.RoleUser && strings.TrimSpace(m.Content) != "" {
			last = len(said)
		}
		said = append(said, m)
	}
	if last < 0 {
		return t, fault.New(fault.CodeValidation, "no message of the user's").At("/messages", "needs one with role user and a text")
	}
	t.question = clip(said[last].Content, MaxQuestion)
	t.history, t.ask = said[:last], said[last:]
	return t, nil
}

// short is a name as a message can show it.
func short(name string) string { return clip(oneLine(name), 80) }

// clip is text of at most n characters.
func clip(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}
