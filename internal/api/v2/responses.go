package v2

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat"
)

// CreateResponse answers in the form of OpenAI's responses; stream in the body decides whether in pieces.
func (s *Server) CreateResponse(ctx context.Context, req apiv2.CreateResponseRequestObject) (apiv2.CreateResponseResponseObject, error) {
	in, err := toResponseInput(req.Body)
	if err != nil {
		return nil, err
	}
	head := s.response(req.Body)
	if given(req.Body.Stream) {
		return eventStream(func(w http.ResponseWriter) error { return s.streamResponse(ctx, w, in, head) }), nil
	}
	made, err := s.chat.Complete(ctx, principal(ctx), in, nil)
	if err != nil {
		return nil, err
	}
	return apiv2.CreateResponse200JSONResponse{Body: finished(head, made, newItemID("msg"))}, nil
}

// response is one without an answer yet: who asked for what.
func (s *Server) response(b *apiv2.ResponseRequest) apiv2.Response {
	out := apiv2.Response{
		ID: newItemID("resp"), Object: apiv2.ResponseObjectResponse, CreatedAt: time.Now().Unix(), Status: apiv2.ResponseStatusInProgress, Model: or(b.Model),
		Output: []apiv2.ResponseItem{}, Instructions: b.Instructions, Metadata: given(b.Metadata), ParallelToolCalls: true, Temperature: b.Temperature,
		ToolChoice: or(b.ToolChoice), Tools: given(b.Tools), TopP: nullable.NewNullNullable[float32](),
	}
	out.Error.SetNull()
	out.IncompleteDetails.SetNull()
	if !out.Instructions.IsSpecified() {
		out.Instructions.SetNull()
	}
	if !out.Temperature.IsSpecified() {
		out.Temperature.SetNull()
	}
	if out.Model == "" {
		out.Model = s.chat.ModelName()
	}
	if out.Metadata == nil {
		out.Metadata = map[string]string{}
	}
	if out.ToolChoice == nil {
		out.ToolChoice = "auto"
	}
	if out.Tools == nil {
		out.Tools = []apiv2.ResponseTool{}
	}
	return out
}

func newItemID(kind string) string { return kind + "_" + uuid.NewString() }

// finished is a response with its answer, whose message has an id; without text and with calls there is no message.
func finished(r apiv2.Response, made chat.Completion, message string) apiv2.Response {
	r.Status, r.Outcome = apiv2.ResponseStatusCompleted, toAPIOutcome(made.Outcome)
	status := apiv2.ResponseItemStatusCompleted
	if made.Finish == chat.FinishLength {
		r.Status, status = apiv2.ResponseStatusIncomplete, apiv2.ResponseItemStatusIncomplete
		r.IncompleteDetails.Set(struct {
			Reason apiv2.ResponseIncompleteDetailsReason `json:"reason"`
		}{apiv2.ResponseIncompleteDetailsReasonMaxOutputTokens})
	}
	if made.Text != "" || len(made.ToolCalls) == 0 {
		r.Output = append(r.Output, messageItem(message, status, textOf(made)))
	}
	for _, c := range made.ToolCalls {
		r.Output = append(r.Output, callItem(c))
	}
	u := made.Usage
	r.Usage = &apiv2.ResponseUsage{InputTokens: u.PromptTokens, OutputTokens: u.CompletionTokens, TotalTokens: u.PromptTokens + u.CompletionTokens, Estimated: &u.Estimated}
	return r
}

func messageItem(id string, status apiv2.ResponseItemStatus, content ...apiv2.ResponseText) apiv2.ResponseItem {
	role := apiv2.ResponseItemRoleAssistant
	if content == nil {
		content = []apiv2.ResponseText{}
	}
	return apiv2.ResponseItem{Type: apiv2.ResponseItemTypeMessage, ID: id, Status: status, Role: &role, Content: &content}
}

func callItem(c llm.ToolCall) apiv2.ResponseItem {
	return apiv2.ResponseItem{Type: apiv2.ResponseItemTypeFunctionCall, ID: newItemID("fc"), Status: apiv2.ResponseItemStatusCompleted,
		CallID: &c.ID, Name: &c.Name, Arguments: &c.Arguments}
}

func textOf(made chat.Completion) apiv2.ResponseText {
	out := apiv2.ResponseText{Type: apiv2.ResponseTextTypeOutputText, Text: made.Text, Annotations: []apiv2.ResponseAnnotation{}}
	for _, c := range made.Citations {
		whole := passages.Citation(c)
		out.Annotations = append(out.Annotations, apiv2.ResponseAnnotation{Type: apiv2.ResponseAnnotationTypeURLCitation, URL: pageURL(c), Title: c.Name,
			StartIndex: c.Start, EndIndex: c.End, Citation: &whole})
	}
	return out
}

// streamResponse sends OpenAI's events.
func (s *Server) streamResponse(ctx context.Context, w http.ResponseWriter, in chat.CompletionInput, head apiv2.Response) error {
	return contract.Stream(ctx, w, func(out *contract.Events) error {
		p := responsePieces{out: out, head: head, message: newItemID("msg")}
		made, err := s.chat.Complete(ctx, principal(ctx), in, p.event)
		if err != nil {
			if !out.Begun() {
				return err
			}
			return p.fail(err)
		}
		return p.end(made)
	})
}
