package v1

import (
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/services/identity"
)

// ListUsers pages the workspace's users.
func (s *Server) ListUsers(ctx context.Context, req apiv1.ListUsersRequestObject) (apiv1.ListUsersResponseObject, error) {
	page, err := s.services.Users.List(ctx, principal(ctx), int(or(req.Params.Limit)), or(req.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return apiv1.ListUsers200JSONResponse{
		Body:    apiv1.UserPage{Items: mapped(page.Items, toAPIUser), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.ListUsers200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// InviteUser makes a user.
func (s *Server) InviteUser(ctx context.Context, req apiv1.InviteUserRequestObject) (apiv1.InviteUserResponseObject, error) {
	order := identity.UserOrder{Email: req.Body.Email, Name: or(req.Body.Name), Role: auth.Role(req.Body.Role)}
	in, err := s.services.Users.Invite(ctx, principal(ctx), order, attempt(ctx))
	if err != nil {
		return nil, err
	}
	return apiv1.InviteUser201JSONResponse{Body: toAPIInvitation(in), Headers: apiv1.InviteUser201ResponseHeaders{Location: location("users", in.User.ID)}}, nil
}

// GetUser finds a user.
func (s *Server) GetUser(ctx context.Context, req apiv1.GetUserRequestObject) (apiv1.GetUserResponseObject, error) {
	u, err := s.services.Users.Find(ctx, principal(ctx), req.UserID)
	if err != nil {
		return nil, err
	}
	return apiv1.GetUser200JSONResponse{Body: toAPIUser(u)}, nil
}

// ChangeUser changes a user.
func (s *Server) ChangeUser(ctx context.Context, req apiv1.ChangeUserRequestObject) (apiv1.ChangeUserResponseObject, error) {
	u, err := s.services.Users.Change(ctx, principal(ctx), req.UserID, identity.UserChange{Name: req.Body.Name, Role: roleOrNil(req.Body.Role), Disabled: req.Body.Disabled})
	if err != nil {
		return nil, err
	}
	return apiv1.ChangeUser200JSONResponse{Body: toAPIUser(u)}, nil
}

// CreateSignInLink makes another link for a user.
func (s *Server) CreateSignInLink(ctx context.Context, req apiv1.CreateSignInLinkRequestObject) (apiv1.CreateSignInLinkResponseObject, error) {
	l, err := s.services.Users.NewLink(ctx, principal(ctx), req.UserID)
	if err != nil {
		return nil, err
	}
	return apiv1.CreateSignInLink201JSONResponse{Body: toAPILink(l)}, nil
}

// ListWorkspaces pages all workspaces.
func (s *Server) ListWorkspaces(ctx context.Context, req apiv1.ListWorkspacesRequestObject) (apiv1.ListWorkspacesResponseObject, error) {
	page, err := s.services.Workspaces.List(ctx, int(or(req.Params.Limit)), or(req.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return apiv1.ListWorkspaces200JSONResponse{
		Body:    apiv1.WorkspacePage{Items: mapped(page.Items, toAPIWorkspace), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.ListWorkspaces200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// CreateWorkspace makes a workspace.
func (s *Server) CreateWorkspace(ctx context.Context, req apiv1.CreateWorkspaceRequestObject) (apiv1.CreateWorkspaceResponseObject, error) {
	var admin identity.UserOrder
	if a := req.Body.Admin; a != nil {
		admin = identity.UserOrder{Email: a.Email, Name: or(a.Name)}
	}
	made, invitation, err := s.services.Workspaces.Create(ctx, principal(ctx), req.Body.Name, admin, attempt(ctx))
	if err != nil {
		return nil, err
	}
	w := toAPIWorkspace(made)
	body := apiv1.NewWorkspace{ID: w.ID, Name: w.Name, Default: w.Default, AuditDays: w.AuditDays, Limits: w.Limits, CreatedAt: w.CreatedAt}
	if invitation != nil {
		in := toAPIInvitation(*invitation)
		body.Admin = &in
	}
	return apiv1.CreateWorkspace201JSONResponse{Body: body, Headers: apiv1.CreateWorkspace201ResponseHeaders{Location: location("workspaces", made.ID)}}, nil
}

// GetAnyWorkspace finds a workspace of the installation.
func (s *Server) GetAnyWorkspace(ctx context.Context, req apiv1.GetAnyWorkspaceRequestObject) (apiv1.GetAnyWorkspaceResponseObject, error) {
	w, err := s.services.Workspaces.Find(ctx, req.WorkspaceID)
	if err != nil {
		return nil, err
	}
	return apiv1.GetAnyWorkspace200JSONResponse{Body: toAPIWorkspace(w)}, nil
}

// ChangeAnyWorkspace changes a workspace of the installation.
func (s *Server) ChangeAnyWorkspace(ctx context.Context, req apiv1.ChangeAnyWorkspaceRequestObject) (apiv1.ChangeAnyWorkspaceResponseObject, error) {
	w, err := s.services.Workspaces.Change(ctx, principal(ctx), req.WorkspaceID, toAnyWorkspaceChange(*req.Body))
	if err != nil {
		return nil, err
	}
	return apiv1.ChangeAnyWorkspace200JSONResponse{Body: toAPIWorkspace(w)}, nil
}

// GetWorkspace tells of the caller's workspace.
func (s *Server) GetWorkspace(ctx context.Context, _ apiv1.GetWorkspaceRequestObject) (apiv1.GetWorkspaceResponseObject, error) {
	w, err := s.services.Workspaces.Find(ctx, principal(ctx).WorkspaceID)
	if err != nil {
		return nil, err
	}
	return apiv1.GetWorkspace200JSONResponse{Body: toAPIWorkspace(w)}, nil
}

// ChangeWorkspace changes the caller's workspace.
func (s *Server) ChangeWorkspace(ctx context.Context, req apiv1.ChangeWorkspaceRequestObject) (apiv1.ChangeWorkspaceResponseObject, error) {
	p := principal(ctx)
	w, err := s.services.Workspaces.Change(ctx, p, p.WorkspaceID, toWorkspaceChange(*req.Body))
	if err != nil {
		return nil, err
	}
	return apiv1.ChangeWorkspace200JSONResponse{Body: toAPIWorkspace(w)}, nil
}

func toWorkspaceChange(c apiv1.ChangeWorkspace) identity.WorkspaceChange {
	out := identity.WorkspaceChange{Name: c.Name}
	if c.AuditDays != nil {
		days := int(*c.AuditDays)
		out.AuditDays = &days
	}
	return out
}

func toAnyWorkspaceChange(c apiv1.ChangeAnyWorkspace) identity.WorkspaceChange {
	out := toWorkspaceChange(apiv1.ChangeWorkspace{Name: c.Name, AuditDays: c.AuditDays})
	if l := c.Limits; l != nil {
		out.Limits = &identity.Limits{RequestsPerMinute: l.RequestsPerMinute, StorageBytes: l.StorageBytes, PagesPerMonth: l.PagesPerMonth, OpenJobs: l.OpenJobs}
	}
	return out
}

func toAPIWorkspace(w identity.Workspace) apiv1.Workspace {
	return apiv1.Workspace{ID: w.ID, Name: w.Name, Default: w.Default, AuditDays: int32(w.AuditDays), CreatedAt: w.CreatedAt.UTC(), // bounded by the database
		Limits: apiv1.Limits{RequestsPerMinute: w.Limits.RequestsPerMinute, StorageBytes: w.Limits.StorageBytes, PagesPerMonth: w.Limits.PagesPerMonth, OpenJobs: w.Limits.OpenJobs}}
}
