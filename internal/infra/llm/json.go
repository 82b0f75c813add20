package llm

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
)

// maxShown bounds how much of a wrong answer is shown to the model again, in tokens.
const maxShown = 400

// JSON answers with one JSON value that fits r.Schema. The endpoint is asked in the strictest way that it is known to
// take; what it answers is checked in any case, and a wrong answer is sent back once to be put right.
// Errors are as core/llm says.
func (c *Client) JSON(ctx context.Context, r llm.Request) (json.RawMessage, llm.Usage, error) {
	var cost llm.Usage
	schema, err := compileSchema(r.Schema)
	if err != nil {
		return nil, cost, err
	}
	r.Tools, r.ToolChoice = nil, ""
	for rung := c.rungs.start(); ; rung++ {
		text, err := c.gather(ctx, withSchema(r, rung), rung, &cost)
		if err != nil {
			if rung < formatPrompt && refusesFormat(err) {
				continue
			}
			return nil, cost, err
		}
		value, wrong := schema.check(text)
		if wrong == nil {
			c.rungs.worked(rung)
			return value, cost, nil
		}
		return c.repair(ctx, r, rung, schema, text, wrong, &cost)
	}
}

// repair asks once more with what was wrong and with the schema in the prompt.
func (c *Client) repair(ctx context.Context, r llm.Request, rung format, schema *schema, text string, wrong error, cost *llm.Usage) (json.RawMessage, llm.Usage, error) {
	again := withSchema(r, max(rung, formatObject))
	note := "\n\nAn earlier answer to this was:\n" + llm.Cut(text, maxShown) + "\nIt cannot be used: " + shorten(wrong.Error()) + "\nAnswer anew."
	again.Messages = appendToLast(again.Messages, llm.RoleUser, note)
	second, err := c.gather(ctx, again, rung, cost)
	if err != nil {
		return nil, *cost, err
	}
	value, err := schema.check(second)
	if err != nil {
		return nil, *cost, fault.Wrap(err, fault.CodeInvalidAnswer, "the language model does not answer in the form that is needed")
	}
	if errors.Is(wrong, errNoJSON) && rung < formatPrompt { // the server took the format and did not heed it
		rung++
	}
	c.rungs.worked(rung)
	return value, *cost, nil
}

// gather gives the whole text of an answer and adds what it cost.
func (c *Client) gather(ctx context.Context, r llm.Request, f format, cost *llm.Usage) (string, error) {
	var b strings.Builder
	var reason string
	err := c.ask(ctx, r, f, func(e llm.Event) bool {
		b.WriteString(e.Text)
		if e.Kind == llm.EventDone {
			reason = e.FinishReason
			cost.PromptTokens += e.Usage.PromptTokens
			cost.CompletionTokens += e.Usage.CompletionTokens
			cost.Estimated = cost.Estimated || e.Usage.Estimated
		}
		return true
	})
	switch {
	case err != nil:
		return "", err
	case reason == "length":
		return "", fault.New(fault.CodeInvalidAnswer, "the language model's answer was longer than its limit of tokens")
	case reason == "content_filter":
		return "", fault.New(fault.CodeInvalidAnswer, "the language model's server withheld the answer")
	}
	return b.String(), nil
}

// formatRefusals are the statuses with which servers refuse a response_format; 500 is one of them.
var formatRefusals = []int{http.StatusBadRequest, http.StatusNotFound, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity,
	http.StatusInternalServerError, http.StatusNotImplemented}

func refusesFormat(err error) bool {
	no, ok := errors.AsType[*refusal](err)
	return ok && !no.overflow() && slices.Contains(formatRefusals, no.status)
}

// withSchema puts the schema into the prompt where the format does not carry it surely.
func withSchema(r llm.Request, f format) llm.Request {
	if f == formatSchema {
		return r
	}
	text := "Answer with one JSON value and nothing else. It must fit this JSON Schema:\n" + string(r.Schema)
	if slices.ContainsFunc(r.Messages, func(m llm.Message) bool { return m.Role == llm.RoleSystem }) {
		r.Messages = appendToLast(r.Messages, llm.RoleSystem, "\n\n"+text)
	} else {
		r.Messages = append([]llm.Message{{Role: llm.RoleSystem, Content: text}}, r.Messages...)
	}
	return r
}

// appendToLast adds text to the last message of a role, in a copy.
func appendToLast(list []llm.Message, role llm.Role, text string) []llm.Message {
	list = slices.Clone(list)
	for i := range slices.Backward(list) {
		if list[i].Role == role {
			list[i].Content += text
			break
		}
	}
	return list
}
