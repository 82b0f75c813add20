package llmtest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Request is one chat request as it came.
type Request struct {
	Header http.Header
	Body   []byte
	Parsed Body

	hungUp chan struct{}
	done   chan struct{}
}

// Body is the part of a chat request that tests look at.
type Body struct {
	Model               string          `json:"model"`
	Messages            []Message       `json:"messages"`
	Stream              bool            `json:"stream"`
	MaxTokens           *int            `json:"max_tokens"`
	MaxCompletionTokens *int            `json:"max_completion_tokens"`
	Temperature         *float64        `json:"temperature"`
	Stop                []string        `json:"stop"`
	ToolChoice          json.RawMessage `json:"tool_choice"`
	Tools               []struct {
		Function struct {
			Name        string          `json:"name"`
			Description string          `json:"description"`
			Parameters  json.RawMessage `json:"parameters"`
		} `json:"function"`
	} `json:"tools"`
	ResponseFormat *struct {
		Type       string          `json:"type"` // json_schema, json_object
		Schema     json.RawMessage `json:"schema"`
		JSONSchema *struct {
			Name   string          `json:"name"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
}

// Message is one message of a request. Content keeps null apart from "".
type Message struct {
	Role       string  `json:"role"`
	Content    *string `json:"content"`
	ToolCallID string  `json:"tool_call_id"`
	ToolCalls  []struct {
		ID       string `json:"id"`
		Function struct {
			Name      string `json:"name"`
			Arguments string `json:"arguments"`
		} `json:"function"`
	} `json:"tool_calls"`
}

// Text is the content of all messages of a role, joined by blank lines.
func (r *Request) Text(role string) string {
	var parts []string
	for _, m := range r.Parsed.Messages {
		if m.Role == role && m.Content != nil {
			parts = append(parts, *m.Content)
		}
	}
	return strings.Join(parts, "\n\n")
}

// Format is the kind of structured output that was asked for: json_schema, json_object or "".
func (r *Request) Format() string {
	if r.Parsed.ResponseFormat == nil {
		return ""
	}
	return r.Parsed.ResponseFormat.Type
}

// HungUp is closed once the server has seen the client go away in the middle of a reply.
func (r *Request) HungUp() <-chan struct{} { return r.hungUp }

// Done is closed when the reply has been played, to its end or to the hang-up.
func (r *Request) Done() <-chan struct{} { return r.done }
