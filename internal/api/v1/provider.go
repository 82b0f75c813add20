package v1

import (
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/identity"
)

// StartProviderSignIn sends the browser to the provider.
func (s *Server) StartProviderSignIn(ctx context.Context, req apiv1.StartProviderSignInRequestObject) (apiv1.StartProviderSignInResponseObject, error) {
	url, state, err := s.services.Federation.Begin(ctx, or(req.Params.ReturnTo))
	if err != nil {
		return nil, err
	}
	return apiv1.StartProviderSignIn303Response{Headers: apiv1.StartProviderSignIn303ResponseHeaders{
		Location: &url, SetCookie: contract.SetBegun(state, identity.BeganFor),
	}}, nil
}

// FinishProviderSignIn signs in whom the provider sends back.
func (s *Server) FinishProviderSignIn(ctx context.Context, req apiv1.FinishProviderSignInRequestObject) (apiv1.FinishProviderSignInResponseObject, error) {
	in := req.Params
	answer := identity.Answer{Code: or(in.Code), State: or(in.State), Kept: contract.BegunFrom(ctx), Before: contract.SessionFrom(ctx), Error: or(in.Error)}
	if in.ErrorDescription != nil && answer.Error != "" {
		answer.Error += ": " + *in.ErrorDescription
	}
	_, secret, to, err := s.services.Federation.Finish(ctx, answer)
	if err != nil {
		return nil, err
	}
	return apiv1.FinishProviderSignIn303Response{Headers: apiv1.FinishProviderSignIn303ResponseHeaders{
		Location: &to, SetCookie: contract.SetSession(secret, int(identity.SessionLives.Seconds())),
	}}, nil
}
