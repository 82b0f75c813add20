package v2

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/api/common"
	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/chat"
)

// SendMessage asks a question and answers whole, or as a stream when the caller prefers that.
func (s *Server) SendMessage(ctx context.Context, req apiv2.SendMessageRequestObject) (apiv2.SendMessageResponseObject, error) {
	p := principal(ctx)
	in := chat.AskInput{Conversation: req.ConversationID, Text: req.Body.Message, Filter: passages.Filter(req.Body.Filters),
		MessageID: answerID(p, req.ConversationID, or(req.Params.IdempotencyKey))}
	if r := requestOf(ctx); r != nil && contract.WantsEvents(r.Header.Get("Accept")) {
		return eventStream(func(w http.ResponseWriter) error {
			return streamed(ctx, w, func(emit func(chat.Event) error) error {
				_, err := s.chat.Ask(ctx, p, in, emit)
				return err
			})
		}), nil
	}
	answer, err := s.chat.Ask(ctx, p, in, nil)
	if err != nil {
		return nil, err
	}
	return apiv2.SendMessage200JSONResponse{Body: toAPIMessage(answer)}, nil
}

// FollowMessage streams an answer's events after the last one seen.
func (s *Server) FollowMessage(ctx context.Context, req apiv2.FollowMessageRequestObject) (apiv2.FollowMessageResponseObject, error) {
	return eventStream(func(w http.ResponseWriter) error {
		return streamed(ctx, w, func(emit func(chat.Event) error) error {
			return s.chat.Events(ctx, principal(ctx), req.ConversationID, req.MessageID, or(req.Params.LastEventID), emit)
		})
	}), nil
}

// eventStream is an answer that is written while it is made.
type eventStream func(w http.ResponseWriter) error

// VisitSendMessageResponse implements the generated answer.
func (s eventStream) VisitSendMessageResponse(w http.ResponseWriter) error { return s(w) }

// VisitFollowMessageResponse implements the generated answer.
func (s eventStream) VisitFollowMessageResponse(w http.ResponseWriter) error { return s(w) }

// VisitCreateChatCompletionResponse implements the generated answer.
func (s eventStream) VisitCreateChatCompletionResponse(w http.ResponseWriter) error { return s(w) }

// VisitCreateResponseResponse writes the answer as it comes.
func (s eventStream) VisitCreateResponseResponse(w http.ResponseWriter) error { return s(w) }

// streamed sends events as they come. When answering fails after the first one without having said so, the stream ends with
// an error event: its end alone would tell nothing.
func streamed(ctx context.Context, w http.ResponseWriter, run func(emit func(chat.Event) error) error) error {
	return contract.Stream(ctx, w, func(out *contract.Events) error {
		last := chat.Event{}
		emit := func(e chat.Event) error {
			last = e
			return sendEvent(out, toAPIEvent(e))
		}
		err := run(emit)
		if err == nil || !out.Begun() || last.Kind == chat.EventDone || last.Kind == chat.EventError {
			return err
		}
		failed := errorEvent(err)
		failed.ID, failed.MessageID = last.ID+1, &last.MessageID
		if tell := sendEvent(out, failed); tell != nil {
			return tell
		}
		return err
	})
}

func sendEvent(out *contract.Events, e apiv2.ChatEvent) error {
	data, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	return out.Send(strconv.FormatInt(e.ID, 10), string(e.Type), data)
}

// errorEvent tells a failure as far as the caller may know it.
func errorEvent(err error) apiv2.ChatEvent {
	code, detail := string(fault.CodeInternal), fault.CodeInternal.Title()
	out := apiv2.ChatEvent{Type: apiv2.ChatEventTypeError, Code: &code, Detail: &detail}
	if f, ok := fault.As(err); ok && f.Kind() != fault.Internal {
		code, detail = string(f.Code), f.Message
		if len(f.Details) > 0 {
			list := mapped(f.Details, func(d fault.Detail) common.ProblemError {
				return common.ProblemError{Pointer: d.Pointer, Detail: d.Detail, Rule: textOrNil(d.Rule)}
			})
			out.Errors = &list
		}
	}
	return out
}

// answerID is the id of the answer that a key of the Idempotency-Key header stands for: a repetition of the request, streamed
// or not, finds the answer itself. Without a key it is none.
func answerID(p auth.Principal, conversation uuid.UUID, key string) uuid.UUID {
	if key == "" {
		return uuid.Nil
	}
	sum := sha256.Sum256([]byte(p.WorkspaceID.String() + conversation.String() + key))
	id := uuid.UUID(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80 // the form of version 7, as all ids have it
	return id
}
