// Package chat answers questions about a workspace's documents, with citations that hold.
//
// It owns conversations and their messages, what a model may be asked and may call, and which sentence rests on which
// passage. It does not own finding passages (Searcher), counting invoices (Queries) or the model (llm.Model).
//
// Service has more than 25 methods: conversations, answers and tools work on one turn and its run.
package chat

import (
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/search"
)

// Citation is the passage a stretch of an answer rests on. Every one was checked: it exists and supports the sentence.
type Citation struct {
	N          int          `json:"n"` // the [n] in the answer, from 1 by first appearance
	DocumentID uuid.UUID    `json:"document_id"`
	ChunkID    uuid.UUID    `json:"chunk_id"`
	Name       string       `json:"name"`            // of the document's file
	Page       int          `json:"page"`            // from 1; 0 where the document has no pages
	Boxes      []search.Box `json:"boxes,omitempty"` // of the quote
	Quote      string       `json:"quote"`           // words of the document, unchanged
	Start      int          `json:"start"`           // the sentence it supports, in characters (code points) of the answer,
	End        int          `json:"end"`             // its marker included
}

// Stretch is a part of an answer, in characters.
type Stretch struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Answer is a whole answer.
type Answer struct {
	Text        string
	Outcome     Outcome
	Citations   []Citation
	Unsupported []Stretch // sentences that nothing found supports
	Tools       []ToolUse
	Model       string // the model's name, or docket-passages
	Finish      string // stop, length, cancelled, error
	Usage       Usage
}

// Outcome is what an answer is.
type Outcome string

// The outcomes, in the contract's words.
const (
	Answered      Outcome = "answered"      // what was asked
	Quoted        Outcome = "quoted"        // sentences of documents that contain what was asked
	Declined      Outcome = "declined"      // not understood, or not recorded; the text says so
	NothingFound  Outcome = "nothing_found" // no document tells
	NotIndexedYet Outcome = "not_indexed_yet"
)

// ToolUse is a tool that was called on the way to an answer.
type ToolUse struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Arguments string    `json:"arguments"`          // JSON
	Result    string    `json:"result"`             // JSON
	Supports  []Stretch `json:"supports,omitempty"` // sentences of the answer that rest on the result
}

// Usage is what an answer cost in tokens.
type Usage struct {
	PromptTokens, CompletionTokens int
	Estimated                      bool
}

// PassagesModel is the name of answering without a language model: the best passages, and counting.
const PassagesModel = "docket-passages"

// EventKind is what an Event tells.
type EventKind string

// The kinds of event, in the contract's words.
const (
	EventDelta    EventKind = "delta"
	EventCitation EventKind = "citation"
	EventTool     EventKind = "tool"
	EventDone     EventKind = "done"
	EventError    EventKind = "error"
)

// Event is a piece of an answer under way. IDs count from 1 within a message, so that a reader can go on after one.
type Event struct {
	ID        int64
	MessageID uuid.UUID
	Kind      EventKind
	Text      string   // of a delta
	Citation  Citation // of a citation
	Tool      ToolUse  // of a tool
	Message   *Message // of done: the message as it was kept
	Code      string   // of an error, from the fault registry
	Detail    string   // of an error, public
}

// The roles and states of messages.
const (
	RoleUser       = "user"
	RoleAssistant  = "assistant"
	StateRunning   = "running"
	StateDone      = "done"
	StateCancelled = "cancelled"
	StateFailed    = "failed"
)

// How an answer ended.
const (
	FinishStop      = "stop"
	FinishLength    = "length"
	FinishToolCalls = "tool_calls" // a caller's tool is to be called; only on completions
	FinishCancelled = "cancelled"
	FinishError     = "error"
)

// Message is one message of a conversation.
type Message struct {
	ID             uuid.UUID
	ConversationID uuid.UUID
	Role           string // user or assistant
	State          string // of an assistant's: running, done, cancelled, failed
	Answer                // Text of both; the rest of an assistant's
	ErrorCode      string // of a failed one, from the fault registry
	ErrorDetail    string // public
	CreatedAt      time.Time
}

// Conversation is a chat with its history.
type Conversation struct {
	ID        uuid.UUID
	Title     string
	CreatedAt time.Time
	UpdatedAt time.Time
}
