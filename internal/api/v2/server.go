// Package v2 implements version 2 of the contract: convert, one service call, convert.
//
// It owns the conversion between version 2's types and the services', and how events travel: as server-sent events, over a
// WebSocket, or as OpenAI's chunks. It shares no generated type with version 1.
package v2

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/services/chat"

	"github.com/getkin/kin-openapi/openapi3"
)

var _ apiv2.StrictServerInterface = (*Server)(nil)

// Chat is conversations and answers; chat.Service is one.
type Chat interface {
	Create(ctx context.Context, p auth.Principal, title string) (chat.Conversation, error)
	List(ctx context.Context, p auth.Principal, limit int, cursor string) (pagination.Page[chat.Conversation], error)
	Find(ctx context.Context, p auth.Principal, id uuid.UUID) (chat.Conversation, error)
	Rename(ctx context.Context, p auth.Principal, id uuid.UUID, title string) (chat.Conversation, error)
	Delete(ctx context.Context, p auth.Principal, id uuid.UUID) error
	Messages(ctx context.Context, p auth.Principal, conversation uuid.UUID, limit int, cursor string) (pagination.Page[chat.Message], error)
	FindMessage(ctx context.Context, p auth.Principal, conversation, id uuid.UUID) (chat.Message, error)
	Ask(ctx context.Context, p auth.Principal, in chat.AskInput, emit func(chat.Event) error) (chat.Message, error)
	Events(ctx context.Context, p auth.Principal, conversation, message uuid.UUID, after int64, emit func(chat.Event) error) error
	Cancel(ctx context.Context, p auth.Principal, conversation, message uuid.UUID) error
	Complete(ctx context.Context, p auth.Principal, in chat.CompletionInput, emit func(chat.Event) error) (chat.Completion, error)
	ModelName() string
}

// Server answers the operations of version 2.
type Server struct {
	chat    Chat
	command contract.Shape // of a WebSocket's commands

	watchEvery time.Duration // between two looks at an open WebSocket
}

// Option changes how a server works.
type Option func(*Server)

// WatchEvery sets how often an open WebSocket is looked at: whether the other side is there, and its credentials are still valid.
func WatchEvery(d time.Duration) Option { return func(s *Server) { s.watchEvery = d } }

// New makes the server.
func New(c Chat, options ...Option) (*Server, error) {
	if c == nil {
		return nil, errors.New("make version 2: the chat is missing")
	}
	spec, err := openapi3.NewLoader().LoadFromData(openapi.V2)
	if err != nil {
		return nil, fmt.Errorf("make version 2: %w", err)
	}
	command, err := contract.NewShape(spec, "ChatCommand")
	if err != nil {
		return nil, fmt.Errorf("make version 2: %w", err)
	}
	s := &Server{chat: c, command: command, watchEvery: pingEvery}
	for _, set := range options {
		set(s)
	}
	return s, nil
}

// Handlers are the server's operations for the router. The raw request goes along for the WebSocket's handshake.
func (s *Server) Handlers() apiv2.ServerInterface {
	keep := func(next apiv2.StrictHandlerFunc, _ string) apiv2.StrictHandlerFunc {
		return func(ec echo.Context, request any) (any, error) {
			r := ec.Request()
			ec.SetRequest(r.WithContext(context.WithValue(r.Context(), requestKey{}, r)))
			return next(ec, request)
		}
	}
	return apiv2.NewStrictHandler(s, []apiv2.StrictMiddlewareFunc{keep})
}

type requestKey struct{}

func requestOf(ctx context.Context) *http.Request {
	r, _ := ctx.Value(requestKey{}).(*http.Request)
	return r
}

func principal(ctx context.Context) auth.Principal { return auth.PrincipalFrom(ctx) }

// ListModels lists what answers, in OpenAI's list form: the language model first when there is one.
func (s *Server) ListModels(context.Context, apiv2.ListModelsRequestObject) (apiv2.ListModelsResponseObject, error) {
	return apiv2.ListModels200JSONResponse{Body: apiv2.ModelList{Object: apiv2.ModelListObjectList, Data: s.models()}}, nil
}

// GetModel finds one of those by its name.
func (s *Server) GetModel(_ context.Context, req apiv2.GetModelRequestObject) (apiv2.GetModelResponseObject, error) {
	for _, m := range s.models() {
		if m.ID == req.ModelID {
			return apiv2.GetModel200JSONResponse{Body: m}, nil
		}
	}
	return nil, fault.New(fault.CodeNotFound, "no such model: GET /v2/models lists them")
}

func (s *Server) models() []apiv2.Model {
	names := []string{chat.PassagesModel}
	if name := s.chat.ModelName(); name != chat.PassagesModel {
		names = []string{name, chat.PassagesModel}
	}
	return mapped(names, func(name string) apiv2.Model {
		return apiv2.Model{ID: name, Object: apiv2.ModelObjectModel, OwnedBy: "docket"}
	})
}
