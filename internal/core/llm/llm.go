// Package llm is what the parts that talk to a language model say to each other: a request, and the events of its answer.
//
// It owns these types and nothing else. The client of OpenAI-compatible servers is infra/llm; what is asked is chat's and
// the invoices' business.
package llm

import (
	"context"
	"encoding/json"
	"iter"
)

// Model answers requests. Implementations are safe for many callers.
type Model interface {
	// Name is the model's name on its server.
	Name() string
	// ContextTokens is how many tokens prompt and answer may have together.
	ContextTokens() int
	// Stream answers piece by piece. It ends after EventDone, or with an error as its last pair; breaking off, or ending
	// ctx, stops the server's work. Errors are faults: unavailable, timeout, context_overflow, invalid_answer.
	Stream(ctx context.Context, r Request) iter.Seq2[Event, error]
	// JSON answers with one JSON value that fits the request's Schema, checked here.
	JSON(ctx context.Context, r Request) (json.RawMessage, Usage, error)
}

// Role is who says a message.
type Role string

// The roles.
const (
	RoleSystem    Role = "system"
	RoleUser      Role = "user"
	RoleAssistant Role = "assistant"
	RoleTool      Role = "tool"
)

// Message is one message of a conversation.
type Message struct {
	Role       Role
	Content    string
	ToolCalls  []ToolCall // of an assistant
	ToolCallID string     // of a tool: which call it answers
}

// Tool is a function the model may call.
type Tool struct {
	Name        string
	Description string
	Parameters  json.RawMessage // JSON Schema of an object
}

// ToolCall is the model's wish to call a tool.
type ToolCall struct {
	ID        string
	Name      string
	Arguments string // JSON as the model wrote it, not checked
}

// Request is what a model is asked.
type Request struct {
	Messages    []Message
	Tools       []Tool
	ToolChoice  string          // "" or "auto", "none", "required", or a tool's name
	MaxTokens   int             // of the answer; 0 is the client's default
	Temperature *float64        // nil is the server's default
	Stop        []string        // texts that end the answer
	SchemaName  string          // of Schema
	Schema      json.RawMessage // JSON Schema the answer must fit; only for JSON
}

// EventKind is what an Event tells.
type EventKind string

// The kinds of event.
const (
	EventText EventKind = "text" // Text holds more of the answer
	EventTool EventKind = "tool" // ToolCall holds one call, complete
	EventDone EventKind = "done" // the last: FinishReason and Usage are set
)

// Event is a piece of an answer.
type Event struct {
	Kind         EventKind
	Text         string
	ToolCall     ToolCall
	FinishReason string // stop, length, tool_calls, content_filter
	Usage        Usage
}

// Usage is what an answer cost in tokens.
type Usage struct {
	PromptTokens     int
	CompletionTokens int
	Estimated        bool // the server did not say; counted here
}
