// Package lessons is what a workspace has learned of its sellers' invoices from corrections that were approved.
//
// It owns the table of learned sellers: listed, forgotten, added to in the transaction of an approval, found again by a mark on a
// page. It does not own what a correction teaches or how that is applied (reading/learned), nor the invoices.
package lessons

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/learned"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// mostSellers is of how many sellers a workspace keeps what it learned.
const mostSellers = 500

// Seller is what approved corrections say of a seller's invoices.
type Seller struct {
	ID                   uuid.UUID
	Name, Mark           string
	Lessons              []learned.Lesson
	InvoiceID            *uuid.UUID // that taught last
	CreatedAt, UpdatedAt time.Time
}

func toSeller(r db.LearnedSeller) (Seller, error) {
	out := Seller{ID: r.ID, Name: r.SellerName, Mark: r.Mark, InvoiceID: r.InvoiceID, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
	if err := json.Unmarshal(r.Lessons, &out.Lessons); err != nil {
		return out, fmt.Errorf("read lessons of %s: %w", r.ID, err)
	}
	return out, nil
}

// Book has the lessons of all workspaces. Make it with New.
type Book struct {
	db postgres.DB
	q  *db.Queries
}

// New is a Book over the database.
func New(conn postgres.DB, q *db.Queries) *Book { return &Book{conn, q} }

// place is where a page of the list ends.
type place struct {
	Time time.Time
	ID   uuid.UUID
}

// List pages the sellers, newest first.
func (s *Book) List(ctx context.Context, p auth.Principal, limit int, cursor string) (pagination.Page[Seller], error) {
	limit = pagination.Limit(limit)
	in := db.ListLearnedParams{WorkspaceID: p.WorkspaceID, PageSize: int32(limit) + 1} // at most pagination.MaxLimit
	if cursor != "" {
		at, err := pagination.Decode[place](cursor, "learned")
		if err != nil {
			return pagination.Page[Seller]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := s.q.ListLearned(ctx, s.db, in)
	if err != nil {
		return pagination.Page[Seller]{}, postgres.Translate(err, "learned seller")
	}
	list := make([]Seller, len(rows))
	for i, r := range rows {
		if list[i], err = toSeller(r); err != nil {
			return pagination.Page[Seller]{}, err
		}
	}
	same := func(l Seller) Seller { return l }
	return pagination.Cut(list, limit, "learned", same, func(l Seller) place { return place{l.CreatedAt, l.ID} })
}

// Forget deletes what was learned of a seller. Errors: not_found.
func (s *Book) Forget(ctx context.Context, p auth.Principal, id uuid.UUID) error {
	return postgres.Exec(ctx, s.db, func(tx pgx.Tx) error {
		gone, err := s.q.DeleteLearned(ctx, tx, db.DeleteLearnedParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return postgres.Translate(err, "learned seller")
		}
		return audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{
			Action: "learned_seller.forgotten", SubjectKind: "learned_seller", SubjectID: id, Detail: map[string]any{"seller": gone.SellerName},
		})
	})
}

// Decided is an invoice that a person has decided over; Data is nil for one that was never read.
type Decided struct {
	ID       uuid.UUID
	Data     *en16931.Invoice
	Evidence []evidence.Evidence
	Approved bool
}

// Learn keeps what the corrections of an invoice that is approved say of its seller, in the decision's transaction, and forgets
// the words of its pages. What teaches nothing is no error.
func (s *Book) Learn(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, inv Decided) error {
	layout, err := s.q.TakeInvoiceLayout(ctx, tx, db.TakeInvoiceLayoutParams{WorkspaceID: workspace, InvoiceID: inv.ID})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && (!inv.Approved || inv.Data == nil) {
		return nil
	}
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	list, err := learned.Unpack(layout)
	if err != nil {
		return err
	}
	var corrected []string
	for _, e := range inv.Evidence {
		if e.Source == evidence.FromHuman && learned.Taught(e.Pointer) {
			corrected = append(corrected, e.Pointer)
		}
	}
	lessons := learned.Teach(list, inv.Data, corrected)
	mark, known := learned.MarkOf(list, inv.Data)
	if len(lessons) == 0 || !known {
		return nil
	}
	return s.keep(ctx, tx, workspace, inv, mark, lessons)
}

// keep adds lessons to those that are known of a seller; of two about one value the newer counts.
func (s *Book) keep(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, inv Decided, mark learned.Mark, lessons []learned.Lesson) error {
	row, err := s.q.LockLearned(ctx, tx, db.LockLearnedParams{WorkspaceID: workspace, Mark: mark.Text})
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return postgres.Translate(err, "learned seller")
	}
	if err == nil {
		known, err := toSeller(row)
		if err != nil {
			return err
		}
		for _, l := range known.Lessons {
			if !slices.ContainsFunc(lessons, func(n learned.Lesson) bool { return n.Pointer == l.Pointer }) {
				lessons = append(lessons, l)
			}
		}
	}
	in := db.SetLearnedParams{ID: uuid.Must(uuid.NewV7()), WorkspaceID: workspace, SellerName: inv.Data.Seller.Name, Mark: mark.Text, InvoiceID: &inv.ID}
	if in.MarkPlace, err = change.Stored(mark); err != nil {
		return err
	}
	if in.Lessons, err = change.StoredList(lessons); err != nil {
		return err
	}
	if err := s.q.SetLearned(ctx, tx, in); err != nil {
		return postgres.Translate(err, "learned seller")
	}
	return postgres.Translate(s.q.DropOldLearned(ctx, tx, db.DropOldLearnedParams{WorkspaceID: workspace, Kept: mostSellers}), "learned seller")
}

// Recall gives the lessons of the seller whose mark stands on the pages; none where there is no such seller.
func (s *Book) Recall(ctx context.Context, workspace uuid.UUID, list []pages.Page) ([]learned.Lesson, error) {
	rows, err := s.q.FindLearned(ctx, s.db, db.FindLearnedParams{WorkspaceID: workspace, Marks: learned.Marks(list)})
	if err != nil {
		return nil, postgres.Translate(err, "learned seller")
	}
	for _, r := range rows {
		known, err := toSeller(r)
		if err != nil {
			return nil, err
		}
		var mark learned.Mark
		if err := json.Unmarshal(r.MarkPlace, &mark); err != nil {
			return nil, fmt.Errorf("read mark of %s: %w", r.ID, err)
		}
		if mark.Near(list) {
			return known.Lessons, nil
		}
	}
	return nil, nil
}
