package v2

import (
	"github.com/docketapi/docket/gen/api/common"
	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/services/chat"
)

func toAPIMessage(m chat.Message) apiv2.Message {
	out := apiv2.Message{
		ID: m.ID, ConversationID: m.ConversationID, Role: apiv2.MessageRole(m.Role), State: apiv2.MessageState(m.State), Text: m.Text,
		Citations: passages.Citations(m.Citations), Unsupported: passages.Stretches(m.Unsupported), Tools: mapped(m.Tools, toAPITool),
		Model: textOrNil(m.Model), Finish: textOrNil(m.Finish), CreatedAt: m.CreatedAt.UTC(),
	}
	out.Outcome = toAPIOutcome(m.Outcome)
	if out.State == "" {
		out.State = apiv2.MessageStateDone // a question is whole
	}
	if m.Role == chat.RoleAssistant {
		usage := toAPIUsage(m.Usage)
		out.Usage = &usage
	}
	return out
}

// toAPIOutcome is nil for what has none: a question, an answer without an end.
func toAPIOutcome(o chat.Outcome) *common.Outcome {
	if o == "" {
		return nil
	}
	out := common.Outcome(o)
	return &out
}

func toAPITool(t chat.ToolUse) apiv2.ToolUse {
	return apiv2.ToolUse{ID: t.ID, Name: t.Name, Arguments: t.Arguments, Result: textOrNil(t.Result)}
}

func toAPIUsage(u chat.Usage) apiv2.Usage {
	return apiv2.Usage{PromptTokens: u.PromptTokens, CompletionTokens: u.CompletionTokens,
		TotalTokens: u.PromptTokens + u.CompletionTokens, Estimated: &u.Estimated}
}

func toAPIEvent(e chat.Event) apiv2.ChatEvent {
	out := apiv2.ChatEvent{ID: e.ID, MessageID: &e.MessageID, Type: apiv2.ChatEventType(e.Kind)}
	switch e.Kind {
	case chat.EventDelta:
		out.Text = &e.Text
	case chat.EventCitation:
		c := passages.Citation(e.Citation)
		out.Citation = &c
	case chat.EventTool:
		t := toAPITool(e.Tool)
		out.Tool = &t
	case chat.EventDone:
		if e.Message != nil {
			m := toAPIMessage(*e.Message)
			out.Message = &m
		}
	case chat.EventError:
		out.Code, out.Detail = &e.Code, &e.Detail
	}
	return out
}

func mapped[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// or is the value behind a pointer, the zero value without one.
func or[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
