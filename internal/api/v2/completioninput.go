package v2

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat"
)

// maxStops is how many texts may end an answer.
const maxStops = 4

// toCompletion reads a request in OpenAI's format. What it does not know it leaves alone, unless it asks for
// another form of answer.
func toCompletion(b *apiv2.CompletionRequest) (chat.CompletionInput, error) {
	in := chat.CompletionInput{Model: or(b.Model), MaxTokens: given(b.MaxCompletionTokens), Filter: passages.Filter(b.Filters)}
	if in.MaxTokens == 0 {
		in.MaxTokens = given(b.MaxTokens)
	}
	if t, err := b.Temperature.Get(); err == nil {
		warmth := float64(t)
		in.Temperature = &warmth
	}
	err := checkForm(b)
	if err != nil {
		return in, err
	}
	if in.Stop, err = toStop(or(b.Stop)); err != nil {
		return in, err
	}
	if in.ToolChoice, err = toChoice(or(b.ToolChoice)); err != nil {
		return in, err
	}
	for i, t := range given(b.Tools) {
		tool, err := toTool(i, t)
		if err != nil {
			return in, err
		}
		in.Tools = append(in.Tools, tool)
	}
	for i, m := range b.Messages {
		message, err := toMessage(i, m)
		if err != nil {
			return in, err
		}
		in.Messages = append(in.Messages, message)
	}
	return in, nil
}

func toMessage(i int, m apiv2.CompletionInput) (llm.Message, error) {
	out := llm.Message{Role: llm.Role(m.Role), ToolCallID: or(m.ToolCallID)}
	if m.Role == apiv2.CompletionInputRoleDeveloper {
		out.Role = llm.RoleSystem
	}
	var err error
	if out.Content, err = toText(fmt.Sprintf("/messages/%d/content", i), or(m.Content)); err != nil {
		return out, err
	}
	for _, c := range given(m.ToolCalls) {
		out.ToolCalls = append(out.ToolCalls, llm.ToolCall{ID: c.ID, Name: c.Function.Name, Arguments: c.Function.Arguments})
	}
	return out, nil
}

// toText reads a content: a text, parts of text, or nothing beside calls of tools.
func toText(pointer string, content any) (string, error) {
	switch c := content.(type) {
	case nil:
		return "", nil
	case string:
		return c, nil
	case []any:
		var b strings.Builder
		for i, part := range c {
			p, _ := part.(map[string]any)
			text, ok := p["text"].(string)
			if !ok || p["type"] != "text" {
				return "", invalidMember(pointer+"/"+strconv.Itoa(i), "only parts of the type text are read; upload files as documents")
			}
			b.WriteString(text)
		}
		return b.String(), nil
	}
	return "", invalidMember(pointer, "is neither a text nor an array of parts")
}

func toStop(stop any) ([]string, error) {
	switch s := stop.(type) {
	case nil:
		return nil, nil
	case string:
		return []string{s}, nil
	case []any:
		if len(s) > maxStops {
			return nil, invalidMember("/stop", "has more than four texts")
		}
		out := make([]string, len(s))
		for i, v := range s {
			text, ok := v.(string)
			if !ok {
				return nil, invalidMember("/stop/"+strconv.Itoa(i), "is not a text")
			}
			out[i] = text
		}
		return out, nil
	}
	return nil, invalidMember("/stop", "is neither a text nor an array of texts")
}

// toChoice reads which tool to call: a word, or an object that names a function.
func toChoice(choice any) (string, error) {
	switch c := choice.(type) {
	case nil:
		return "", nil
	case string:
		if c == "auto" || c == "none" || c == "required" {
			return c, nil
		}
	case map[string]any:
		f, _ := c["function"].(map[string]any)
		if name, ok := f["name"].(string); ok && name != "" {
			return name, nil
		}
	}
	return "", invalidMember("/tool_choice", "is neither none, auto or required, nor names a function")
}

func toTool(i int, t apiv2.CompletionTool) (llm.Tool, error) {
	out := llm.Tool{Name: t.Function.Name, Description: or(t.Function.Description), Parameters: json.RawMessage(`{"type":"object"}`)}
	if t.Function.Parameters != nil {
		schema, err := json.Marshal(*t.Function.Parameters)
		if err != nil {
			return out, invalidMember(fmt.Sprintf("/tools/%d/function/parameters", i), "is not JSON")
		}
		out.Parameters = schema
	}
	return out, nil
}
