package v1

import (
	"context"
	"encoding/json"
	"fmt"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/audit"
)

// ListAudit pages what was done in the workspace.
func (s *Server) ListAudit(ctx context.Context, req apiv1.ListAuditRequestObject) (apiv1.ListAuditResponseObject, error) {
	in := req.Params
	page, err := s.services.Audit.List(ctx, principal(ctx), audit.Filter{Action: or(in.Action), ActorID: idOf(in.ActorID), SubjectID: idOf(in.SubjectID),
		From: or(in.From), Until: or(in.Until), Limit: int(or(in.Limit)), Cursor: or(in.Cursor)})
	if err != nil {
		return nil, err
	}
	items := make([]apiv1.AuditEvent, len(page.Items))
	for i, e := range page.Items {
		if items[i], err = toAPIAuditEvent(e); err != nil {
			return nil, err
		}
	}
	return apiv1.ListAudit200JSONResponse{
		Body:    apiv1.AuditPage{Items: items, NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.ListAudit200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

func toAPIAuditEvent(e audit.Entry) (apiv1.AuditEvent, error) {
	out := apiv1.AuditEvent{ID: e.ID, Action: e.Action, Address: textOrNil(e.Address), RequestID: textOrNil(e.RequestID), CreatedAt: e.CreatedAt.UTC(),
		Actor:   apiv1.AuditActor{Kind: apiv1.AuditActorKind(e.ActorKind), ID: idOrNil(e.ActorID), Name: textOrNil(e.ActorName)},
		Subject: apiv1.AuditSubject{Kind: e.SubjectKind, ID: e.SubjectID}}
	if err := json.Unmarshal(e.Detail, &out.Detail); err != nil {
		return out, fmt.Errorf("read audit event %s: %w", e.ID, err)
	}
	return out, nil
}
