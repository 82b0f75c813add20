package v1

import (
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/services/identity"
)

// ListAPIKeys pages the workspace's keys.
func (s *Server) ListAPIKeys(ctx context.Context, req apiv1.ListAPIKeysRequestObject) (apiv1.ListAPIKeysResponseObject, error) {
	page, err := s.services.Keys.List(ctx, principal(ctx), identity.KeyFilter{Active: req.Params.Active, Limit: int(or(req.Params.Limit)), Cursor: or(req.Params.Cursor)})
	if err != nil {
		return nil, err
	}
	return apiv1.ListAPIKeys200JSONResponse{
		Body:    apiv1.APIKeyPage{Items: mapped(page.Items, toAPIKey), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.ListAPIKeys200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// CreateAPIKey makes a key.
func (s *Server) CreateAPIKey(ctx context.Context, req apiv1.CreateAPIKeyRequestObject) (apiv1.CreateAPIKeyResponseObject, error) {
	order := identity.KeyOrder{Name: req.Body.Name, Role: auth.Role(req.Body.Role), Scopes: or(req.Body.Scopes), ExpiresAt: or(req.Body.ExpiresAt), Rate: int(or(req.Body.RequestsPerMinute))}
	key, secret, err := s.services.Keys.Create(ctx, principal(ctx), order, attempt(ctx))
	if err != nil {
		return nil, err
	}
	k := toAPIKey(key)
	return apiv1.CreateAPIKey201JSONResponse{
		Body: apiv1.NewAPIKey{ID: k.ID, Name: k.Name, Prefix: k.Prefix, Role: k.Role, Scopes: k.Scopes, State: k.State, FromSetting: k.FromSetting,
			CreatedAt: k.CreatedAt, ExpiresAt: k.ExpiresAt, RevokedAt: k.RevokedAt, LastUsedAt: k.LastUsedAt, RequestsPerMinute: k.RequestsPerMinute, Key: secret},
		Headers: apiv1.CreateAPIKey201ResponseHeaders{Location: location("api-keys", key.ID)},
	}, nil
}

// GetAPIKey finds a key.
func (s *Server) GetAPIKey(ctx context.Context, req apiv1.GetAPIKeyRequestObject) (apiv1.GetAPIKeyResponseObject, error) {
	key, err := s.services.Keys.Find(ctx, principal(ctx), req.APIKeyID)
	if err != nil {
		return nil, err
	}
	return apiv1.GetAPIKey200JSONResponse{Body: toAPIKey(key)}, nil
}

// RenameAPIKey gives a key another name.
func (s *Server) RenameAPIKey(ctx context.Context, req apiv1.RenameAPIKeyRequestObject) (apiv1.RenameAPIKeyResponseObject, error) {
	key, err := s.services.Keys.Rename(ctx, principal(ctx), req.APIKeyID, req.Body.Name)
	if err != nil {
		return nil, err
	}
	return apiv1.RenameAPIKey200JSONResponse{Body: toAPIKey(key)}, nil
}

// RevokeAPIKey ends a key.
func (s *Server) RevokeAPIKey(ctx context.Context, req apiv1.RevokeAPIKeyRequestObject) (apiv1.RevokeAPIKeyResponseObject, error) {
	if err := s.services.Keys.Revoke(ctx, principal(ctx), req.APIKeyID); err != nil {
		return nil, err
	}
	return apiv1.RevokeAPIKey204Response{}, nil
}

func toAPIKey(k identity.Key) apiv1.APIKey {
	var rate *int32
	if k.Rate > 0 {
		n := int32(k.Rate) // bounded by the contract
		rate = &n
	}
	return apiv1.APIKey{ID: k.ID, Name: k.Name, Prefix: k.Prefix, Role: apiv1.Role(k.Role), Scopes: nonNil(k.Scopes), State: apiv1.APIKeyState(k.State),
		FromSetting: k.FromSetting, CreatedAt: k.CreatedAt.UTC(), ExpiresAt: timeOrNil(k.ExpiresAt), RevokedAt: timeOrNil(k.RevokedAt), LastUsedAt: timeOrNil(k.LastUsedAt), RequestsPerMinute: rate}
}
