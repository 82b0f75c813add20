package chat

import (
	"encoding/json"
	"fmt"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
)

func fromDBConversation(r db.Conversation) Conversation {
	return Conversation{ID: r.ID, Title: r.Title, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

func fromDBMessage(r db.Message) Message {
	m := Message{ID: r.ID, ConversationID: r.ConversationID, Role: r.Role, State: r.State, CreatedAt: r.CreatedAt,
		ErrorCode: postgres.Deref(r.ErrorCode), ErrorDetail: postgres.Deref(r.ErrorMessage)}
	m.Text, m.Model, m.Finish, m.Outcome = r.Content, r.Model, r.Finish, Outcome(r.Outcome)
	m.Usage = Usage{PromptTokens: int(r.PromptTokens), CompletionTokens: int(r.CompletionTokens), Estimated: r.UsageEstimated}
	// Written by finishParams: what does not parse is not there.
	_ = json.Unmarshal(r.Citations, &m.Citations)
	_ = json.Unmarshal(r.Unsupported, &m.Unsupported)
	_ = json.Unmarshal(r.Tools, &m.Tools)
	return m
}

func finishParams(m Message) (db.FinishMessageParams, error) {
	out := db.FinishMessageParams{ID: m.ID, State: m.State, Content: postgres.Text(m.Text), Model: m.Model, Finish: m.Finish, Outcome: string(m.Outcome),
		PromptTokens: int32(m.Usage.PromptTokens), CompletionTokens: int32(m.Usage.CompletionTokens), // of one request
		UsageEstimated: m.Usage.Estimated,
		ErrorCode:      postgres.Ref(m.ErrorCode), ErrorMessage: postgres.Ref(m.ErrorDetail)}
	for _, part := range []struct {
		to   *json.RawMessage
		what any
	}{{&out.Citations, orEmpty(m.Citations)}, {&out.Unsupported, orEmpty(m.Unsupported)}, {&out.Tools, orEmpty(m.Tools)}} {
		b, err := storable(part.what)
		if err != nil {
			return out, err
		}
		*part.to = b
	}
	return out, nil
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// eventBody is an Event as it is kept; its id and kind have columns, and the message of done is the row itself.
type eventBody struct {
	Text     string    `json:"text,omitempty"`
	Citation *Citation `json:"citation,omitempty"`
	Tool     *ToolUse  `json:"tool,omitempty"`
	Code     string    `json:"code,omitempty"`
	Detail   string    `json:"detail,omitempty"`
}

func bodyOf(e Event) (json.RawMessage, error) {
	b := eventBody{Text: e.Text, Code: e.Code, Detail: e.Detail}
	switch e.Kind {
	case EventCitation:
		b.Citation = &e.Citation
	case EventTool:
		b.Tool = &e.Tool
	}
	return storable(b)
}

// storable is v as a jsonb column can hold it: without the character NUL.
func storable(v any) (json.RawMessage, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write %T: %w", v, err)
	}
	return dropNUL(b), nil
}

// dropNUL removes the escape of NUL, leaving an escaped backslash before "u0000" alone.
func dropNUL(b []byte) []byte {
	const escape = `u0000`
	out := b[:0:0]
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		if len(b) >= i+1+len(escape) && string(b[i+1:i+1+len(escape)]) == escape {
			i += len(escape)
			continue
		}
		out = append(out, b[i], b[i+1])
		i++
	}
	return out
}

func fromDBEvent(r db.ListMessageEventsRow) Event {
	var b eventBody
	_ = json.Unmarshal(r.Body, &b) // written by bodyOf
	e := Event{ID: r.ID, Kind: EventKind(r.Kind), Text: b.Text, Code: b.Code, Detail: b.Detail}
	if b.Citation != nil {
		e.Citation = *b.Citation
	}
	if b.Tool != nil {
		e.Tool = *b.Tool
	}
	return e
}
