// Package audit writes the trail of who did what to which resource.
//
// It owns the table audit_events. Each service decides what it records, in the transaction of the change.
package audit

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// Event is one entry. Detail is marshalled to JSON; nil is {}.
type Event struct {
	Action      string // document.deleted, invoice.corrected, ...
	SubjectKind string
	SubjectID   uuid.UUID
	Detail      any
}

// Change is the Detail of an act that made one state of another; nil is none.
type Change struct {
	Before any `json:"before,omitempty"`
	After  any `json:"after,omitempty"`
}

// Record adds an entry for the caller; the zero Principal is the system itself.
func Record(ctx context.Context, tx pgx.Tx, p auth.Principal, workspace uuid.UUID, e Event) error {
	kind, actor := Actor(p)
	origin := auth.OriginFrom(ctx)
	detail := json.RawMessage("{}")
	if e.Detail != nil {
		b, err := json.Marshal(e.Detail)
		if err != nil {
			return err
		}
		detail = b
	}
	err := db.New().InsertAuditEvent(ctx, tx, db.InsertAuditEventParams{
		ID: uuid.Must(uuid.NewV7()), WorkspaceID: workspace, ActorKind: kind, ActorID: actor, Action: e.Action,
		SubjectKind: e.SubjectKind, SubjectID: e.SubjectID, Detail: detail, Address: origin.Address, RequestID: origin.RequestID,
	})
	return postgres.Translate(err, "audit event")
}

// Actor is how the trail names a caller.
func Actor(p auth.Principal) (kind string, id *uuid.UUID) {
	switch {
	case p.KeyID != uuid.Nil:
		return "key", &p.KeyID
	case p.UserID != uuid.Nil:
		return "user", &p.UserID
	}
	return "system", nil
}
