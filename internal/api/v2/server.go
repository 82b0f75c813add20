// Package v2 implements version 2 of the contract: convert, one service call, convert.
//
// It owns the conversion between version 2's types and the services'. It shares no generated type with version 1.
package v2

import (
	"context"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
)

var _ apiv2.StrictServerInterface = (*Server)(nil)

// Server answers the operations of version 2.
type Server struct {
	model string
}

// New makes the server. model is the configured language model's name, "" without one.
func New(model string) *Server { return &Server{model: model} }

// ListModels lists the model that answers, in OpenAI's list form.
func (s *Server) ListModels(context.Context, apiv2.ListModelsRequestObject) (apiv2.ListModelsResponseObject, error) {
	list := apiv2.ModelList{Object: apiv2.ModelListObjectList, Data: []apiv2.Model{}}
	if s.model != "" {
		list.Data = append(list.Data, apiv2.Model{ID: s.model, Object: apiv2.ModelObjectModel, OwnedBy: "docket"})
	}
	return apiv2.ListModels200JSONResponse{Body: list}, nil
}
