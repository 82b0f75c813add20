package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/docketapi/docket/internal/core/llm"
)

// maxCalls bounds the tool calls of one answer.
const maxCalls = 64

// Wire types: the parts of a chunk, or of an answer in one piece, that matter here.
type (
	wireChunk struct {
		Choices []wireChoice    `json:"choices"`
		Usage   *wireUsage      `json:"usage"`
		Error   json.RawMessage `json:"error"`
	}
	wireChoice struct {
		Index        int       `json:"index"`
		FinishReason wireText  `json:"finish_reason"`
		Delta        wireDelta `json:"delta"`
		Message      wireDelta `json:"message"`
	}
	wireDelta struct {
		Content   wireText   `json:"content"`
		Reasoning wireText   `json:"reasoning_content"`
		Thinking  wireText   `json:"reasoning"`
		Refusal   wireText   `json:"refusal"`
		ToolCalls []wireCall `json:"tool_calls"`
	}
	wireCall struct {
		Index    *int     `json:"index"`
		ID       wireText `json:"id"`
		Function struct {
			Name      wireText `json:"name"`
			Arguments wireText `json:"arguments"`
		} `json:"function"`
	}
	wireUsage struct {
		Prompt     int `json:"prompt_tokens"`
		Completion int `json:"completion_tokens"`
	}
)

var (
	errUnfinished = errors.New("the answer ended without a finish_reason")
	errManyCalls  = fmt.Errorf("the answer has more than %d tool calls", maxCalls)
)

// answer gathers the chunks of one answer. openai-go's accumulator joins ids and names that a server repeats in every
// delta; here the first that is not empty stands.
type answer struct {
	text   joiner
	calls  []*call
	finish string
	usage  *wireUsage
	length int
}

type call struct {
	index int
	llm.ToolCall
	arguments joiner
}

// take adds a chunk. It gives the text that became whole, and whether the model has got on.
func (a *answer) take(data []byte) (text string, progress bool, err error) {
	var c wireChunk
	if err := json.Unmarshal(data, &c); err != nil {
		return "", false, fmt.Errorf("read a chunk of the answer: %w", err)
	}
	if len(c.Error) > 0 && string(c.Error) != "null" {
		return "", false, parseRefusal(data)
	}
	if c.Usage != nil {
		a.usage = c.Usage
	}
	for _, choice := range c.Choices {
		if choice.Index != 0 {
			continue
		}
		for _, d := range []wireDelta{choice.Delta, choice.Message} {
			text += a.text.add(d.Content + d.Refusal)
			progress = progress || d.Content+d.Reasoning+d.Thinking+d.Refusal != "" || len(d.ToolCalls) > 0
			for _, w := range d.ToolCalls {
				if err := a.call(w); err != nil {
					return text, progress, err
				}
			}
		}
		if choice.FinishReason != "" {
			a.finish, progress = string(choice.FinishReason), true
			text += a.text.end()
		}
	}
	a.length += len(text)
	return text, progress, nil
}

// call adds a piece of a tool call.
func (a *answer) call(w wireCall) error {
	c := a.find(w)
	if c == nil {
		if len(a.calls) == maxCalls {
			return errManyCalls
		}
		c = &call{index: len(a.calls)}
		if w.Index != nil {
			c.index = *w.Index
		}
		a.calls = append(a.calls, c)
	}
	if c.ID == "" {
		c.ID = string(w.ID)
	}
	if c.Name == "" {
		c.Name = string(w.Function.Name)
	}
	c.Arguments += c.arguments.add(w.Function.Arguments)
	a.length += len(w.Function.Arguments)
	return nil
}

// find is the call that a piece belongs to. Some servers give no index, or 0 for all: a new id after whole arguments is a
// new call there.
func (a *answer) find(w wireCall) *call {
	for _, c := range slices.Backward(a.calls) {
		if w.Index != nil && c.index != *w.Index {
			continue
		}
		other := w.ID != "" && c.ID != "" && string(w.ID) != c.ID
		if other && (w.Index == nil || json.Valid([]byte(c.Arguments))) {
			return nil
		}
		return c
	}
	return nil
}

// toolCalls are the calls in their order, each with an id.
func (a *answer) toolCalls() []llm.ToolCall {
	slices.SortStableFunc(a.calls, func(x, y *call) int { return x.index - y.index })
	out := make([]llm.ToolCall, len(a.calls))
	for i, c := range a.calls {
		c.Arguments += c.arguments.end()
		if c.ID == "" {
			c.ID = "call_" + strconv.Itoa(i)
		}
		out[i] = c.ToolCall
	}
	return out
}

var finishReasons = map[string]string{"function_call": "tool_calls", "tool_calls": "tool_calls", "length": "length", "max_tokens": "length", "content_filter": "content_filter"}

// reason is why the answer ended, in the words of core/llm. Some servers say stop after tool calls.
func (a *answer) reason() string {
	r, known := finishReasons[a.finish]
	switch {
	case len(a.calls) > 0 && r != "length":
		return "tool_calls"
	case known && r != "tool_calls":
		return r
	}
	return "stop"
}
