// Package v1 implements version 1 of the contract: convert, one service call, convert.
//
// It owns the conversion between version 1's types and the services'. It shares no generated type with version 2.
//
// Server has more than 25 methods: one for each operation of the contract, as the generated interface asks for.
package v1

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/api/common"
	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/identity"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/export"
	"github.com/docketapi/docket/internal/services/invoice/lessons"
	"github.com/docketapi/docket/internal/services/invoice/response"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/query"
	"github.com/docketapi/docket/internal/services/validation"
)

var _ apiv1.StrictServerInterface = (*Server)(nil)

// Services is what version 1 stands on. All are required.
type Services struct {
	Documents  *document.Service
	Invoices   *invoice.Service
	Queries    *query.Service
	Uploads    *invoice.Uploads
	Reviewer   *invoice.Reviewer
	Lessons    *lessons.Book
	Exports    *export.Service
	Responses  *response.Service
	Jobs       *job.Service
	Identity   *identity.Service
	Keys       *identity.Keys
	Users      *identity.Users
	SignIns    *identity.SignIns
	Workspaces *identity.Workspaces
	Audit      *audit.Service
	Federation *identity.Federation
	Validation *validation.Service
	Passages   Searcher
	Catalog    Catalog
	Rebuilder  Rebuilder
	Chatbot    Chatbot
}

// Server answers the operations of version 1.
type Server struct {
	services Services
	data     contract.Shape // of an invoice
}

// New makes the server.
func New(s Services) (*Server, error) {
	if s.Documents == nil || s.Invoices == nil || s.Queries == nil || s.Uploads == nil || s.Reviewer == nil || s.Lessons == nil || s.Exports == nil || s.Responses == nil || s.Jobs == nil || s.Identity == nil || s.Keys == nil || s.Users == nil || s.SignIns == nil || s.Workspaces == nil || s.Audit == nil || s.Federation == nil || s.Validation == nil || s.Passages == nil || s.Catalog == nil || s.Rebuilder == nil || s.Chatbot == nil {
		return nil, errors.New("make version 1: a service is missing")
	}
	shared, err := common.GetSpec()
	if err != nil {
		return nil, fmt.Errorf("make version 1: %w", err)
	}
	data, err := contract.NewShape(shared, "InvoiceData")
	if err != nil {
		return nil, fmt.Errorf("make version 1: %w", err)
	}
	return &Server{services: s, data: data}, nil
}

// GetMe tells who calls.
func (s *Server) GetMe(ctx context.Context, _ apiv1.GetMeRequestObject) (apiv1.GetMeResponseObject, error) {
	p := principal(ctx)
	me, err := s.services.Identity.Me(ctx, p)
	if err != nil {
		return nil, err
	}
	return apiv1.GetMe200JSONResponse{Body: apiv1.Me{
		WorkspaceID: me.Workspace.ID, WorkspaceName: me.Workspace.Name, Role: apiv1.Role(p.Role), Scopes: nonNil(p.Scopes),
		UserID: idOrNil(me.UserID), APIKeyID: idOrNil(me.KeyID), APIKeyName: textOrNil(me.KeyName), Email: textOrNil(me.Email),
	}}, nil
}

func location(kind string, id uuid.UUID) *string {
	s := fmt.Sprintf("/v1/%s/%s", kind, id)
	return &s
}
