package v1

import (
	"context"

	"github.com/google/uuid"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/identity"
)

// SignIn opens a session.
func (s *Server) SignIn(ctx context.Context, req apiv1.SignInRequestObject) (apiv1.SignInResponseObject, error) {
	session, secret, err := s.signIn(ctx, *req.Body)
	if err != nil {
		return nil, err
	}
	return apiv1.SignIn201JSONResponse{
		Body:    toAPISession(session, session.ID),
		Headers: apiv1.SignIn201ResponseHeaders{SetCookie: contract.SetSession(secret, int(identity.SessionLives.Seconds()))},
	}, nil
}

func (s *Server) signIn(ctx context.Context, in apiv1.SignIn) (identity.Session, string, error) {
	before := contract.SessionFrom(ctx)
	switch {
	case in.Link != nil && in.Email == nil && in.Password == nil && in.WorkspaceID == nil:
		return s.services.SignIns.ByLink(ctx, *in.Link, before)
	case in.Link != nil:
		return identity.Session{}, "", fault.New(fault.CodeValidation, "send the link, or address and password").At("/link", "stands beside others")
	}
	c, err := credentials(in.Email, in.Password, in.WorkspaceID)
	if err != nil {
		return identity.Session{}, "", err
	}
	return s.services.SignIns.ByPassword(ctx, c, before)
}

func credentials(email, password *string, workspace *uuid.UUID) (identity.Credentials, error) {
	problem := fault.New(fault.CodeValidation, "address and password are needed")
	if email == nil {
		problem.At("/email", "is missing")
	}
	if password == nil {
		problem.At("/password", "is missing")
	}
	if len(problem.Details) > 0 {
		return identity.Credentials{}, problem
	}
	return identity.Credentials{Email: *email, Password: *password, Workspace: idOf(workspace)}, nil
}

// SignOut ends the session of the request.
func (s *Server) SignOut(ctx context.Context, _ apiv1.SignOutRequestObject) (apiv1.SignOutResponseObject, error) {
	p := principal(ctx)
	if err := s.services.SignIns.End(ctx, p, p.SessionID); err != nil {
		return nil, err
	}
	return apiv1.SignOut204Response{Headers: apiv1.SignOut204ResponseHeaders{SetCookie: contract.SetSession("", 0)}}, nil
}

// EndSession ends one of the caller's sessions.
func (s *Server) EndSession(ctx context.Context, req apiv1.EndSessionRequestObject) (apiv1.EndSessionResponseObject, error) {
	if err := s.services.SignIns.End(ctx, principal(ctx), req.SessionID); err != nil {
		return nil, err
	}
	return apiv1.EndSession204Response{}, nil
}

// ListSessions lists the caller's sessions.
func (s *Server) ListSessions(ctx context.Context, _ apiv1.ListSessionsRequestObject) (apiv1.ListSessionsResponseObject, error) {
	p := principal(ctx)
	list, err := s.services.SignIns.Sessions(ctx, p)
	if err != nil {
		return nil, err
	}
	items := mapped(list, func(v identity.Session) apiv1.Session { return toAPISession(v, p.SessionID) })
	return apiv1.ListSessions200JSONResponse{Body: apiv1.SessionList{Items: items}}, nil
}

// SetPassword gives the caller another password.
func (s *Server) SetPassword(ctx context.Context, req apiv1.SetPasswordRequestObject) (apiv1.SetPasswordResponseObject, error) {
	if err := s.services.SignIns.SetPassword(ctx, principal(ctx), or(req.Body.CurrentPassword), req.Body.NewPassword); err != nil {
		return nil, err
	}
	return apiv1.SetPassword204Response{}, nil
}

// CreateTokens gives tokens for a program.
func (s *Server) CreateTokens(ctx context.Context, req apiv1.CreateTokensRequestObject) (apiv1.CreateTokensResponseObject, error) {
	issued, err := s.tokens(ctx, *req.Body)
	if err != nil {
		return nil, err
	}
	return apiv1.CreateTokens200JSONResponse{Body: apiv1.Tokens{AccessToken: issued.Access, TokenType: apiv1.TokensTokenTypeBearer,
		ExpiresIn: int32(issued.Expires.Seconds()), RefreshToken: textOrNil(issued.Refresh)}}, nil
}

func (s *Server) tokens(ctx context.Context, in apiv1.TokenRequest) (identity.Issued, error) {
	missing := func(what string) error {
		return fault.New(fault.CodeValidation, "the grant needs %s", what).At("/"+what, "is missing")
	}
	switch in.GrantType {
	case apiv1.TokenRequestGrantTypePassword:
		c, err := credentials(in.Email, in.Password, in.WorkspaceID)
		if err != nil {
			return identity.Issued{}, err
		}
		return s.services.SignIns.TokensByPassword(ctx, c)
	case apiv1.TokenRequestGrantTypeRefreshToken:
		if in.RefreshToken == nil {
			return identity.Issued{}, missing("refresh_token")
		}
		return s.services.SignIns.Refresh(ctx, *in.RefreshToken)
	default:
		if in.APIKey == nil {
			return identity.Issued{}, missing("api_key")
		}
		return s.services.SignIns.TokensByKey(ctx, *in.APIKey)
	}
}

// RevokeTokens ends what came of a sign-in.
func (s *Server) RevokeTokens(ctx context.Context, req apiv1.RevokeTokensRequestObject) (apiv1.RevokeTokensResponseObject, error) {
	if err := s.services.SignIns.Revoke(ctx, req.Body.RefreshToken); err != nil {
		return nil, err
	}
	return apiv1.RevokeTokens204Response{}, nil
}

func toAPISession(v identity.Session, current uuid.UUID) apiv1.Session {
	return apiv1.Session{ID: v.ID, UserID: v.UserID, Current: v.ID == current, Address: v.Address, UserAgent: v.UserAgent,
		CreatedAt: v.CreatedAt.UTC(), LastSeenAt: v.LastSeenAt.UTC(), ExpiresAt: v.ExpiresAt.UTC()}
}

func toAPIUser(u identity.User) apiv1.User {
	return apiv1.User{ID: u.ID, Email: u.Email, Name: u.Name, Role: apiv1.Role(u.Role), Operator: u.Operator, Disabled: !u.DisabledAt.IsZero(),
		HasPassword: u.HasPassword, CreatedAt: u.CreatedAt.UTC(), LastSignedInAt: timeOrNil(u.LastSignedIn)}
}

func toAPIInvitation(in identity.Invitation) apiv1.Invitation {
	return apiv1.Invitation{User: toAPIUser(in.User), Link: toAPILink(in.Link)}
}

func toAPILink(l identity.Link) apiv1.SignInLink {
	return apiv1.SignInLink{Link: l.Secret, ExpiresAt: l.ExpiresAt.UTC()}
}

func roleOrNil(r *apiv1.Role) *auth.Role {
	if r == nil {
		return nil
	}
	role := auth.Role(*r)
	return &role
}
