package v2

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat"
)

// unkept are members that ask for what is not kept; their sender would read an answer to something else.
var unkept = []string{"background", "conversation", "previous_response_id", "prompt"}

// toResponseInput reads a request of OpenAI's responses.
func toResponseInput(b *apiv2.ResponseRequest) (chat.CompletionInput, error) {
	in := chat.CompletionInput{Model: or(b.Model), MaxTokens: given(b.MaxOutputTokens), Filter: passages.Filter(b.Filters)}
	if t, err := b.Temperature.Get(); err == nil {
		warmth := float64(t)
		in.Temperature = &warmth
	}
	for _, name := range unkept {
		if v, ok := b.AdditionalProperties[name]; ok && v != nil && v != false {
			return in, invalidMember("/"+name, "is not offered: responses are not kept")
		}
	}
	if text, ok := b.AdditionalProperties["text"].(map[string]any); ok && text["format"] != nil && !isPlainFormat(text["format"]) {
		return in, invalidMember("/text/format", "is not offered: answers are cited text")
	}
	var err error
	if in.ToolChoice, err = toFunctionChoice(or(b.ToolChoice)); err != nil {
		return in, err
	}
	for i, t := range given(b.Tools) {
		tool, err := toFunction(i, t)
		if err != nil {
			return in, err
		}
		in.Tools = append(in.Tools, tool)
	}
	if said := given(b.Instructions); said != "" {
		in.Messages = append(in.Messages, llm.Message{Role: llm.RoleSystem, Content: said})
	}
	said, err := toInputMessages(b.Input)
	in.Messages = append(in.Messages, said...)
	return in, err
}

// toInputMessages reads a question, or a list of items. One of the user's messages has a text.
func toInputMessages(input any) ([]llm.Message, error) {
	var list []llm.Message
	switch v := input.(type) {
	case string:
		list = []llm.Message{{Role: llm.RoleUser, Content: v}}
	case []any:
		for i, item := range v {
			var err error
			if list, err = addItem(list, item, "/input/"+strconv.Itoa(i)); err != nil {
				return nil, err
			}
		}
	default:
		return nil, invalidMember("/input", "is neither a text nor an array of items")
	}
	if !slices.ContainsFunc(list, func(m llm.Message) bool { return m.Role == llm.RoleUser && strings.TrimSpace(m.Content) != "" }) {
		return nil, invalidMember("/input", "needs a message with role user and a text")
	}
	return list, nil
}

// addItem adds an item to what was said; calls in a row are one message's.
func addItem(list []llm.Message, item any, pointer string) ([]llm.Message, error) {
	data, err := json.Marshal(item)
	var it apiv2.ResponseInputItem
	if err == nil {
		err = json.Unmarshal(data, &it)
	}
	if err != nil {
		return nil, invalidMember(pointer, "is no item")
	}
	switch or(it.Type) {
	case apiv2.ResponseInputItemTypeFunctionCall:
		if it.Name == nil || it.CallID == nil {
			return nil, invalidMember(pointer, "needs a name and a call_id")
		}
		call := llm.ToolCall{ID: *it.CallID, Name: *it.Name, Arguments: or(it.Arguments)}
		if n := len(list) - 1; n >= 0 && list[n].Role == llm.RoleAssistant {
			list[n].ToolCalls = append(list[n].ToolCalls, call)
			return list, nil
		}
		return append(list, llm.Message{Role: llm.RoleAssistant, ToolCalls: []llm.ToolCall{call}}), nil
	case apiv2.ResponseInputItemTypeFunctionCallOutput:
		if it.CallID == nil {
			return nil, invalidMember(pointer, "needs a call_id")
		}
		return append(list, llm.Message{Role: llm.RoleTool, ToolCallID: *it.CallID, Content: or(it.Output)}), nil
	}
	if it.Role == nil {
		return nil, invalidMember(pointer+"/role", "is missing")
	}
	text, err := toParts(pointer+"/content", or(it.Content))
	out := llm.Message{Role: llm.Role(*it.Role), Content: text}
	if *it.Role == apiv2.ResponseInputItemRoleDeveloper {
		out.Role = llm.RoleSystem
	}
	return append(list, out), err
}

// toParts reads a content: a text, or parts of text that were said or heard.
func toParts(pointer string, content any) (string, error) {
	list, ok := content.([]any)
	if !ok {
		return toText(pointer, content)
	}
	var b strings.Builder
	for i, part := range list {
		p, _ := part.(map[string]any)
		text, ok := p["text"].(string)
		if !ok || p["type"] != "input_text" && p["type"] != "output_text" {
			return "", invalidMember(pointer+"/"+strconv.Itoa(i), "only parts of the types input_text and output_text are read; upload files as documents")
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

func toFunctionChoice(choice any) (string, error) {
	if named, ok := choice.(map[string]any); ok {
		return toChoice(map[string]any{"function": named})
	}
	return toChoice(choice)
}

func toFunction(i int, t apiv2.ResponseTool) (llm.Tool, error) {
	out := llm.Tool{Name: t.Name, Description: given(t.Description), Parameters: json.RawMessage(`{"type":"object"}`)}
	if schema := given(t.Parameters); schema != nil {
		data, err := json.Marshal(schema)
		if err != nil {
			return out, invalidMember(fmt.Sprintf("/tools/%d/parameters", i), "is not JSON")
		}
		out.Parameters = data
	}
	return out, nil
}
