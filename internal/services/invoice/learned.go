package invoice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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

// mostLearned is of how many sellers a workspace keeps what it learned.
const mostLearned = 500

// LearnedSeller is what approved corrections say of a seller's invoices.
type LearnedSeller struct {
	ID                   uuid.UUID
	Seller, Mark         string
	Lessons              []learned.Lesson
	InvoiceID            *uuid.UUID // that taught last
	CreatedAt, UpdatedAt time.Time
}

func toLearned(r db.LearnedSeller) (LearnedSeller, error) {
	out := LearnedSeller{ID: r.ID, Seller: r.SellerName, Mark: r.Mark, InvoiceID: r.InvoiceID, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
	if err := json.Unmarshal(r.Lessons, &out.Lessons); err != nil {
		return out, fmt.Errorf("read lessons of %s: %w", r.ID, err)
	}
	return out, nil
}

// Lessons are what corrections have taught a workspace. Make them with New.
type Lessons struct{ ledger *ledger }

// learnedPlace is where a page of the list ends.
type learnedPlace struct {
	Time time.Time
	ID   uuid.UUID
}

// List pages the sellers, newest first.
func (s *Lessons) List(ctx context.Context, p auth.Principal, limit int, cursor string) (pagination.Page[LearnedSeller], error) {
	limit = pagination.Limit(limit)
	in := db.ListLearnedParams{WorkspaceID: p.WorkspaceID, PageSize: int32(limit) + 1} // at most pagination.MaxLimit
	if cursor != "" {
		at, err := pagination.Decode[learnedPlace](cursor, "learned")
		if err != nil {
			return pagination.Page[LearnedSeller]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := s.ledger.q.ListLearned(ctx, s.ledger.db, in)
	if err != nil {
		return pagination.Page[LearnedSeller]{}, postgres.Translate(err, "learned seller")
	}
	list := make([]LearnedSeller, len(rows))
	for i, r := range rows {
		if list[i], err = toLearned(r); err != nil {
			return pagination.Page[LearnedSeller]{}, err
		}
	}
	same := func(l LearnedSeller) LearnedSeller { return l }
	return pagination.Cut(list, limit, "learned", same, func(l LearnedSeller) learnedPlace { return learnedPlace{l.CreatedAt, l.ID} })
}

// Forget deletes what was learned of a seller. Errors: not_found.
func (s *Lessons) Forget(ctx context.Context, p auth.Principal, id uuid.UUID) error {
	return postgres.Exec(ctx, s.ledger.db, func(tx pgx.Tx) error {
		gone, err := s.ledger.q.DeleteLearned(ctx, tx, db.DeleteLearnedParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return postgres.Translate(err, "learned seller")
		}
		return audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{
			Action: "learned_seller.forgotten", SubjectKind: "learned_seller", SubjectID: id, Detail: map[string]any{"seller": gone.SellerName},
		})
	})
}

// learn keeps what the corrections of an invoice that is approved say of its seller, in the approval's transaction, and forgets
// the words of its pages. What teaches nothing is no error.
func (s *ledger) learn(ctx context.Context, tx pgx.Tx, inv Invoice, workspace uuid.UUID, approved bool) error {
	layout, err := s.q.TakeInvoiceLayout(ctx, tx, db.TakeInvoiceLayoutParams{WorkspaceID: workspace, InvoiceID: inv.ID})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && (!approved || inv.Data == nil) {
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
	return s.keepLessons(ctx, tx, workspace, inv, mark, lessons)
}

// keepLessons adds lessons to those that are known of a seller; of two about one value the newer counts.
func (s *ledger) keepLessons(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, inv Invoice, mark learned.Mark, lessons []learned.Lesson) error {
	row, err := s.q.LockLearned(ctx, tx, db.LockLearnedParams{WorkspaceID: workspace, Mark: mark.Text})
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return postgres.Translate(err, "learned seller")
	}
	if err == nil {
		known, err := toLearned(row)
		if err != nil {
			return err
		}
		for _, l := range known.Lessons {
			if !slices.ContainsFunc(lessons, func(n learned.Lesson) bool { return n.Pointer == l.Pointer }) {
				lessons = append(lessons, l)
			}
		}
	}
	in := db.SetLearnedParams{ID: newID(), WorkspaceID: workspace, SellerName: inv.Data.Seller.Name, Mark: mark.Text, InvoiceID: &inv.ID}
	if in.MarkPlace, err = change.Stored(mark); err != nil {
		return err
	}
	if in.Lessons, err = change.StoredList(lessons); err != nil {
		return err
	}
	if err := s.q.SetLearned(ctx, tx, in); err != nil {
		return postgres.Translate(err, "learned seller")
	}
	return postgres.Translate(s.q.DropOldLearned(ctx, tx, db.DropOldLearnedParams{WorkspaceID: workspace, Kept: mostLearned}), "learned seller")
}

// recall reads invoices as was learned of their sellers, in this workspace.
func (s *ledger) recall(ctx context.Context, workspace uuid.UUID, read Reading) error {
	for i := range read.Invoices {
		inv := &read.Invoices[i]
		if !inv.Source.OfPages() {
			continue
		}
		if err := s.recallOne(ctx, workspace, inv, within(read.Pages, inv)); err != nil {
			return err
		}
	}
	return nil
}

func (s *ledger) recallOne(ctx context.Context, workspace uuid.UUID, inv *evidence.Invoice, list []pages.Page) error {
	rows, err := s.q.FindLearned(ctx, s.db, db.FindLearnedParams{WorkspaceID: workspace, Marks: learned.Marks(list)})
	if err != nil {
		return postgres.Translate(err, "learned seller")
	}
	for _, r := range rows {
		known, err := toLearned(r)
		if err != nil {
			return err
		}
		var mark learned.Mark
		if err := json.Unmarshal(r.MarkPlace, &mark); err != nil {
			return fmt.Errorf("read mark of %s: %w", r.ID, err)
		}
		if !mark.Near(list) {
			continue
		}
		before := *inv
		changed := learned.Apply(list, inv, known.Lessons)
		if len(changed) == 0 {
			return nil
		}
		touched := map[string]bool{}
		for _, p := range changed {
			touched[p] = true
		}
		inv.Checks, err = recheck(ctx, before, &inv.Data, inv.Evidence, touched)
		return err
	}
	return nil
}

// within are the pages that an invoice stands on.
func within(list []pages.Page, inv *evidence.Invoice) []pages.Page {
	var out []pages.Page
	for _, p := range list {
		if p.Number >= inv.FirstPage && p.Number <= inv.LastPage {
			out = append(out, p)
		}
	}
	return out
}
