package v2

import (
	"context"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/chat"
)

// CreateConversation begins a conversation of the caller's.
func (s *Server) CreateConversation(ctx context.Context, req apiv2.CreateConversationRequestObject) (apiv2.CreateConversationResponseObject, error) {
	made, err := s.chat.Create(ctx, principal(ctx), or(req.Body.Title))
	if err != nil {
		return nil, err
	}
	at := "/v2/chatbot/conversations/" + made.ID.String()
	return apiv2.CreateConversation201JSONResponse{Body: toAPIConversation(made), Headers: apiv2.CreateConversation201ResponseHeaders{Location: &at}}, nil
}

// ListConversations pages the caller's conversations.
func (s *Server) ListConversations(ctx context.Context, req apiv2.ListConversationsRequestObject) (apiv2.ListConversationsResponseObject, error) {
	page, err := s.chat.List(ctx, principal(ctx), int(or(req.Params.Limit)), or(req.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return apiv2.ListConversations200JSONResponse{
		Body:    apiv2.ConversationPage{Items: mapped(page.Items, toAPIConversation), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv2.ListConversations200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// GetConversation finds one of the caller's conversations.
func (s *Server) GetConversation(ctx context.Context, req apiv2.GetConversationRequestObject) (apiv2.GetConversationResponseObject, error) {
	found, err := s.chat.Find(ctx, principal(ctx), req.ConversationID)
	if err != nil {
		return nil, err
	}
	return apiv2.GetConversation200JSONResponse{Body: toAPIConversation(found)}, nil
}

// RenameConversation gives one of the caller's conversations another title.
func (s *Server) RenameConversation(ctx context.Context, req apiv2.RenameConversationRequestObject) (apiv2.RenameConversationResponseObject, error) {
	renamed, err := s.chat.Rename(ctx, principal(ctx), req.ConversationID, req.Body.Title)
	if err != nil {
		return nil, err
	}
	return apiv2.RenameConversation200JSONResponse{Body: toAPIConversation(renamed)}, nil
}

// DeleteConversation removes one of the caller's conversations with its messages.
func (s *Server) DeleteConversation(ctx context.Context, req apiv2.DeleteConversationRequestObject) (apiv2.DeleteConversationResponseObject, error) {
	if err := s.chat.Delete(ctx, principal(ctx), req.ConversationID); err != nil {
		return nil, err
	}
	return apiv2.DeleteConversation204Response{}, nil
}

// ListMessages pages the messages of a conversation.
func (s *Server) ListMessages(ctx context.Context, req apiv2.ListMessagesRequestObject) (apiv2.ListMessagesResponseObject, error) {
	page, err := s.chat.Messages(ctx, principal(ctx), req.ConversationID, int(or(req.Params.Limit)), or(req.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return apiv2.ListMessages200JSONResponse{
		Body:    apiv2.MessagePage{Items: mapped(page.Items, toAPIMessage), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv2.ListMessages200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// GetMessage finds a message, as far as it is.
func (s *Server) GetMessage(ctx context.Context, req apiv2.GetMessageRequestObject) (apiv2.GetMessageResponseObject, error) {
	found, err := s.chat.FindMessage(ctx, principal(ctx), req.ConversationID, req.MessageID)
	if err != nil {
		return nil, err
	}
	return apiv2.GetMessage200JSONResponse{Body: toAPIMessage(found)}, nil
}

// CancelMessage stops an answer.
func (s *Server) CancelMessage(ctx context.Context, req apiv2.CancelMessageRequestObject) (apiv2.CancelMessageResponseObject, error) {
	if err := s.chat.Cancel(ctx, principal(ctx), req.ConversationID, req.MessageID); err != nil {
		return nil, err
	}
	found, err := s.chat.FindMessage(ctx, principal(ctx), req.ConversationID, req.MessageID)
	if err != nil {
		return nil, err
	}
	return apiv2.CancelMessage200JSONResponse{Body: toAPIMessage(found)}, nil
}

func toAPIConversation(c chat.Conversation) apiv2.Conversation {
	return apiv2.Conversation{ID: c.ID, Title: c.Title, CreatedAt: c.CreatedAt.UTC(), UpdatedAt: c.UpdatedAt.UTC()}
}
