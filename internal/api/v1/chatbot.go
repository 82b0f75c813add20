package v1

import (
	"context"

	"github.com/docketapi/docket/gen/api/common"
	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/services/chat"
)

// Chatbot answers questions; chat.Service is one.
type Chatbot interface {
	Ask(ctx context.Context, p auth.Principal, in chat.AskInput, emit func(chat.Event) error) (chat.Message, error)
}

// AskChatbot answers one question; nothing is kept.
func (s *Server) AskChatbot(ctx context.Context, req apiv1.AskChatbotRequestObject) (apiv1.AskChatbotResponseObject, error) {
	answer, err := s.services.Chatbot.Ask(ctx, principal(ctx), chat.AskInput{Text: req.Body.Message, Filter: passages.Filter(req.Body.Filters)}, nil)
	if err != nil {
		return nil, err
	}
	return apiv1.AskChatbot200JSONResponse{Body: apiv1.ChatbotAnswer{
		Answer: answer.Text, Outcome: common.Outcome(answer.Outcome), Citations: passages.Citations(answer.Citations), Unsupported: passages.Stretches(answer.Unsupported), Model: answer.Model,
	}}, nil
}
