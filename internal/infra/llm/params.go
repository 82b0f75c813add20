package llm

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/shared"

	"github.com/docketapi/docket/internal/core/llm"
)

// maxStop is how many stop texts the wire format allows.
const maxStop = 4

// params makes the body of a request; wanted is its response_format, or nil. Errors: a tool's parameters are no JSON object.
func (c *Client) params(r llm.Request, wanted any) (openai.ChatCompletionNewParams, error) {
	p := openai.ChatCompletionNewParams{
		Model:         c.cfg.Model,
		Messages:      make([]openai.ChatCompletionMessageParamUnion, len(r.Messages)),
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)},
	}
	for i, m := range r.Messages {
		p.Messages[i] = message(m)
	}
	limit := openai.Int(int64(r.MaxTokens))
	if c.cfg.MaxTokensField == FieldMaxCompletionTokens {
		p.MaxCompletionTokens = limit
	} else {
		p.MaxTokens = limit
	}
	if r.Temperature != nil {
		p.Temperature = openai.Float(*r.Temperature)
	}
	if len(r.Stop) > 0 {
		p.Stop.OfStringArray = r.Stop[:min(len(r.Stop), maxStop)]
	}
	if err := addTools(&p, r); err != nil {
		return p, err
	}
	extra := map[string]any{"stream": true}
	if wanted != nil {
		extra["response_format"] = wanted
	}
	p.SetExtraFields(extra)
	return p, nil
}

// message is one message on the wire. An empty content is "" and never null: some servers answer null with a 500.
func message(m llm.Message) openai.ChatCompletionMessageParamUnion {
	switch m.Role {
	case llm.RoleSystem:
		return openai.SystemMessage(m.Content)
	case llm.RoleTool:
		return openai.ToolMessage(m.Content, m.ToolCallID)
	case llm.RoleAssistant:
		a := &openai.ChatCompletionAssistantMessageParam{}
		a.Content.OfString = param.NewOpt(m.Content)
		for _, c := range m.ToolCalls {
			a.ToolCalls = append(a.ToolCalls, openai.ChatCompletionMessageToolCallUnionParam{
				OfFunction: &openai.ChatCompletionMessageFunctionToolCallParam{
					ID:       c.ID,
					Function: openai.ChatCompletionMessageFunctionToolCallFunctionParam{Name: c.Name, Arguments: c.Arguments},
				},
			})
		}
		return openai.ChatCompletionMessageParamUnion{OfAssistant: a}
	default:
		return openai.UserMessage(m.Content)
	}
}

// addTools offers the tools. A tool that must be called by name is offered alone with "required": some servers ignore a
// named choice.
func addTools(p *openai.ChatCompletionNewParams, r llm.Request) error {
	tools, choice := r.Tools, r.ToolChoice
	switch choice {
	case "", "auto", "none", "required":
	default:
		tools = slices.DeleteFunc(slices.Clone(tools), func(t llm.Tool) bool { return t.Name != choice })
		choice = "required"
		if len(tools) == 0 {
			return fmt.Errorf("choose tool %q: it is not among the tools", r.ToolChoice)
		}
	}
	for _, t := range tools {
		f := shared.FunctionDefinitionParam{Name: t.Name}
		if t.Description != "" {
			f.Description = openai.String(t.Description)
		}
		if len(t.Parameters) > 0 {
			if err := json.Unmarshal(t.Parameters, &f.Parameters); err != nil {
				return fmt.Errorf("read parameters of tool %s: %w", t.Name, err)
			}
		}
		p.Tools = append(p.Tools, openai.ChatCompletionFunctionTool(f))
	}
	if len(tools) > 0 && choice != "" {
		p.ToolChoice.OfAuto = param.NewOpt(choice)
	}
	return nil
}
