package invoice

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// Entry is one thing that happened to an invoice.
type Entry struct {
	ID          uuid.UUID
	At          time.Time
	Kind        string // read, corrected, approved, rejected, reopened, not_duplicate, undo_not_duplicate, reprocessed, reading_failed
	Actor       Actor
	Comment     string
	Forced      bool
	JobID       uuid.UUID       // of a reading
	Changes     []change.Change // the first of them
	ChangeCount int
}

// Actor is who did it. ID is uuid.Nil for the system; Name is "" where it is not known.
type Actor struct {
	Kind string // user, key, system
	ID   uuid.UUID
	Name string
}

// History pages what happened to an invoice, newest first.
func (s *Service) History(ctx context.Context, p auth.Principal, id uuid.UUID, size int, cursor string) (pagination.Page[Entry], error) {
	var none pagination.Page[Entry]
	if _, err := s.ledger.q.GetInvoiceStatus(ctx, s.ledger.db, db.GetInvoiceStatusParams{WorkspaceID: p.WorkspaceID, ID: id}); err != nil {
		return none, postgres.Translate(err, "invoice")
	}
	limit, filter := pagination.Limit(size), "history of "+id.String()
	in := db.ListInvoiceHistoryParams{WorkspaceID: p.WorkspaceID, InvoiceID: id, PageSize: int32(limit) + 1} // at most pagination.MaxLimit
	if cursor != "" {
		at, err := pagination.Decode[agePosition](cursor, filter)
		if err != nil {
			return none, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := s.ledger.q.ListInvoiceHistory(ctx, s.ledger.db, in)
	if err != nil {
		return none, postgres.Translate(err, "invoice")
	}
	entries := make(map[uuid.UUID]Entry, len(rows))
	for _, r := range rows {
		if entries[r.ID], err = entryFromDB(r); err != nil {
			return none, err
		}
	}
	return pagination.Cut(rows, limit, filter,
		func(r db.ListInvoiceHistoryRow) Entry { return entries[r.ID] },
		func(r db.ListInvoiceHistoryRow) agePosition { return agePosition{r.CreatedAt, r.ID} })
}

func entryFromDB(r db.ListInvoiceHistoryRow) (Entry, error) {
	e := Entry{
		ID: r.ID, At: r.CreatedAt, Kind: strings.TrimPrefix(r.Action, "invoice."), JobID: postgres.Deref(r.JobID), ChangeCount: int(r.ChangeCount),
		Actor: Actor{Kind: r.ActorKind, ID: postgres.Deref(r.ActorID), Name: r.ActorName},
	}
	var said trail
	if err := json.Unmarshal(r.Detail, &said); err != nil {
		return e, fmt.Errorf("read history entry %s: %w", r.ID, err)
	}
	if err := json.Unmarshal(r.Changes, &e.Changes); err != nil {
		return e, fmt.Errorf("read history entry %s: %w", r.ID, err)
	}
	e.Comment, e.Forced = said.Comment, said.Forced
	if said.JobID != nil {
		e.JobID = *said.JobID
	}
	return e, nil
}
