package v2

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat"
)

// CreateChatCompletion answers in OpenAI's wire format; stream in the body decides whether in pieces.
func (s *Server) CreateChatCompletion(ctx context.Context, req apiv2.CreateChatCompletionRequestObject) (apiv2.CreateChatCompletionResponseObject, error) {
	in, err := toCompletion(req.Body)
	if err != nil {
		return nil, err
	}
	head := apiv2.Completion{ID: "chatcmpl-" + uuid.NewString(), Created: time.Now().Unix(), Model: or(req.Body.Model)}
	if head.Model == "" {
		head.Model = s.chat.ModelName()
	}
	if given(req.Body.Stream) {
		options := given(req.Body.StreamOptions)
		return eventStream(func(w http.ResponseWriter) error {
			return s.streamCompletion(ctx, w, in, head, given(options.IncludeUsage))
		}), nil
	}
	made, err := s.chat.Complete(ctx, principal(ctx), in, nil)
	if err != nil {
		return nil, err
	}
	role, usage := "assistant", toAPIUsage(made.Usage)
	head.Object, head.Usage, head.Outcome = apiv2.CompletionObjectChatCompletion, &usage, toAPIOutcome(made.Outcome)
	message := apiv2.CompletionMessage{Role: &role, Content: nullable.NewNullableWithValue(made.Text), Annotations: annotations(made.Citations), ToolCalls: toAPICalls(made.ToolCalls, false)}
	if made.Text == "" && len(made.ToolCalls) > 0 {
		message.Content = nullable.NewNullNullable[string]()
	}
	head.Choices = []apiv2.CompletionChoice{{Message: &message, FinishReason: nullable.NewNullableWithValue(made.Finish)}}
	return apiv2.CreateChatCompletion200JSONResponse{Body: head}, nil
}

// streamCompletion sends OpenAI's chunks: the role, the text, the citations, why it ended, and the usage where it was asked for.
func (s *Server) streamCompletion(ctx context.Context, w http.ResponseWriter, in chat.CompletionInput, head apiv2.Completion, withUsage bool) error {
	head.Object = apiv2.CompletionObjectChatCompletionChunk
	return contract.Stream(ctx, w, func(out *contract.Events) error {
		c := chunks{out: out, head: head}
		made, err := s.chat.Complete(ctx, principal(ctx), in, c.event)
		if err != nil {
			if !out.Begun() {
				return err
			}
			return c.fail(err)
		}
		return c.end(made, withUsage)
	})
}

// chunks are the pieces of one streamed completion.
type chunks struct {
	out   *contract.Events
	head  apiv2.Completion
	begun bool
}

func (c *chunks) event(e chat.Event) error {
	if e.Kind != chat.EventDelta {
		return nil // citations go before the finishing chunk, our own tools are nobody's business here
	}
	return c.delta(apiv2.CompletionMessage{Content: nullable.NewNullableWithValue(e.Text)}, "")
}

func (c *chunks) delta(m apiv2.CompletionMessage, finish string) error {
	if !c.begun {
		c.begun = true
		role := "assistant"
		if err := c.send([]apiv2.CompletionChoice{{Delta: &apiv2.CompletionMessage{Role: &role, Content: nullable.NewNullableWithValue("")}, FinishReason: nullable.NewNullNullable[string]()}}, nil); err != nil {
			return err
		}
	}
	choice := apiv2.CompletionChoice{Delta: &m, FinishReason: nullable.NewNullNullable[string]()}
	if finish != "" {
		choice.FinishReason = nullable.NewNullableWithValue(finish)
	}
	return c.send([]apiv2.CompletionChoice{choice}, nil)
}

func (c *chunks) send(choices []apiv2.CompletionChoice, usage *apiv2.Usage) error {
	chunk := c.head
	chunk.Choices, chunk.Usage = choices, usage
	data, err := json.Marshal(chunk)
	if err != nil {
		return fmt.Errorf("encode chunk: %w", err)
	}
	return c.out.Send("", "", data)
}

func (c *chunks) end(made chat.Completion, withUsage bool) error {
	if len(made.ToolCalls) > 0 {
		if err := c.delta(apiv2.CompletionMessage{ToolCalls: toAPICalls(made.ToolCalls, true)}, ""); err != nil {
			return err
		}
	}
	if len(made.Citations) > 0 {
		if err := c.delta(apiv2.CompletionMessage{Annotations: annotations(made.Citations)}, ""); err != nil {
			return err
		}
	}
	c.head.Outcome = toAPIOutcome(made.Outcome) // known at the end only
	if err := c.delta(apiv2.CompletionMessage{}, made.Finish); err != nil {
		return err
	}
	if withUsage {
		usage := toAPIUsage(made.Usage)
		if err := c.send([]apiv2.CompletionChoice{}, &usage); err != nil {
			return err
		}
	}
	return c.out.Send("", "", []byte("[DONE]"))
}

// fail ends a stream that has begun with an error as OpenAI's clients read it; no [DONE] follows.
func (c *chunks) fail(err error) error {
	e := errorEvent(err)
	data, encode := json.Marshal(map[string]any{"error": map[string]any{"message": *e.Detail, "type": "server_error", "code": *e.Code}})
	if encode != nil {
		return fmt.Errorf("encode error: %w", encode)
	}
	if tell := c.out.Send("", "", data); tell != nil {
		return tell
	}
	return err
}

// annotations are citations as OpenAI's clients read them, nil without any.
func annotations(list []chat.Citation) *[]apiv2.CompletionAnnotation {
	if len(list) == 0 {
		return nil
	}
	out := make([]apiv2.CompletionAnnotation, len(list))
	for i, c := range list {
		whole := passages.Citation(c)
		out[i].Type = apiv2.CompletionAnnotationTypeURLCitation
		out[i].URLCitation.URL = pageURL(c)
		out[i].URLCitation.Title = c.Name
		out[i].URLCitation.StartIndex, out[i].URLCitation.EndIndex = c.Start, c.End
		out[i].URLCitation.Citation = &whole
	}
	return &out
}

func pageURL(c chat.Citation) string {
	if c.Page == 0 {
		return fmt.Sprintf("/v1/documents/%s/content", c.DocumentID)
	}
	return fmt.Sprintf("/v1/documents/%s/pages/%d", c.DocumentID, c.Page)
}

// toAPICalls are the caller's tools to run; in a stream each has its index.
func toAPICalls(calls []llm.ToolCall, indexed bool) *[]apiv2.CompletionToolCall {
	if len(calls) == 0 {
		return nil
	}
	out := make([]apiv2.CompletionToolCall, len(calls))
	kind := "function"
	for i, c := range calls {
		out[i] = apiv2.CompletionToolCall{ID: c.ID, Type: &kind, Function: apiv2.CompletionToolCall_Function{Name: c.Name, Arguments: c.Arguments}}
		if indexed {
			out[i].Index = &i
		}
	}
	return &out
}

// given is a member's value, the zero value when it is absent or null.
func given[T any](v nullable.Nullable[T]) T {
	got, err := v.Get()
	if err != nil {
		var zero T
		return zero
	}
	return got
}

func invalidMember(pointer, detail string) error {
	return fault.New(fault.CodeValidation, "the body is not as the contract says").At(pointer, detail)
}
