package invoice

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/page"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// maxWords bounds the words of a query that are looked for.
const maxWords = 16

// List pages the workspace's invoices.
func (s *Service) List(ctx context.Context, p auth.Principal, f Filter) (page.Page[Invoice], error) {
	limit, cursor := page.Limit(f.Limit), f.Cursor
	f.Limit, f.Cursor = 0, ""
	if f.Sort == "" {
		f.Sort = NewestFirst
	}
	in := narrow(p.WorkspaceID, f, limit+1)
	if f.Sort == NewestFirst || f.Sort == OldestFirst {
		return s.listByAge(ctx, in, f, limit, cursor)
	}
	return s.listByKey(ctx, in, f, limit, cursor)
}

// agePosition is where a page by age ends.
type agePosition struct {
	Time time.Time `json:"t"`
	ID   uuid.UUID `json:"i"`
}

func (s *Service) listByAge(ctx context.Context, in db.ListInvoicesNewestParams, f Filter, limit int, cursor string) (page.Page[Invoice], error) {
	var none page.Page[Invoice]
	if cursor != "" {
		at, err := page.Decode[agePosition](cursor, f)
		if err != nil {
			return none, err
		}
		in.AtTime, in.AtID = &at.Time, &at.ID
	}
	var rows []db.Invoice
	var err error
	if f.Sort == NewestFirst {
		rows, err = s.q.ListInvoicesNewest(ctx, s.DB, in)
	} else {
		rows, err = s.q.ListInvoicesOldest(ctx, s.DB, db.ListInvoicesOldestParams(in))
	}
	if err != nil {
		return none, postgres.Translate(err, "invoices")
	}
	return s.cut(ctx, in.WorkspaceID, rows, limit, f, func(r db.Invoice) any { return agePosition{r.CreatedAt, r.ID} })
}

// keyPosition is where a page by a column ends; Key is null among the invoices without a value.
type keyPosition struct {
	Key json.RawMessage `json:"k"`
	ID  uuid.UUID       `json:"i"`
}

// listByKey finds the page's ids in order first, and then the invoices: their data need not travel through the sort.
func (s *Service) listByKey(ctx context.Context, in db.ListInvoicesNewestParams, f Filter, limit int, cursor string) (page.Page[Invoice], error) {
	var none page.Page[Invoice]
	sorted := sortedParams(in, strings.TrimPrefix(string(f.Sort), "-"))
	if cursor != "" {
		at, err := page.Decode[keyPosition](cursor, f)
		if err != nil {
			return none, err
		}
		sorted.AtID = &at.ID
		if string(at.Key) != "null" {
			sorted.AtKey = at.Key
		}
	}
	var found []db.ListInvoicesAscendingRow
	var err error
	if strings.HasPrefix(string(f.Sort), "-") {
		var down []db.ListInvoicesDescendingRow
		down, err = s.q.ListInvoicesDescending(ctx, s.DB, db.ListInvoicesDescendingParams(sorted))
		for _, r := range down {
			found = append(found, db.ListInvoicesAscendingRow(r))
		}
	} else {
		found, err = s.q.ListInvoicesAscending(ctx, s.DB, sorted)
	}
	if err != nil {
		return none, postgres.Translate(err, "invoices")
	}
	ids := make([]uuid.UUID, len(found))
	keys := make(map[uuid.UUID]json.RawMessage, len(found))
	for i, r := range found {
		ids[i], keys[r.ID] = r.ID, r.SortKey
	}
	rows, err := s.byIDs(ctx, in.WorkspaceID, ids)
	if err != nil {
		return none, err
	}
	return s.cut(ctx, in.WorkspaceID, rows, limit, f, func(r db.Invoice) any { return keyPosition{keys[r.ID], r.ID} })
}

func (s *Service) byIDs(ctx context.Context, workspace uuid.UUID, ids []uuid.UUID) ([]db.Invoice, error) {
	rows, err := s.q.ListInvoicesByID(ctx, s.DB, db.ListInvoicesByIDParams{WorkspaceID: workspace, Ids: ids})
	if err != nil {
		return nil, postgres.Translate(err, "invoices")
	}
	at := make(map[uuid.UUID]db.Invoice, len(rows))
	for _, r := range rows {
		at[r.ID] = r
	}
	out := make([]db.Invoice, 0, len(rows))
	for _, id := range ids {
		if r, ok := at[id]; ok { // else deleted between the two queries
			out = append(out, r)
		}
	}
	return out, nil
}

func (s *Service) cut(ctx context.Context, workspace uuid.UUID, rows []db.Invoice, limit int, f Filter, position func(db.Invoice) any) (page.Page[Invoice], error) {
	cut, err := page.Cut(rows, limit, f, func(r db.Invoice) db.Invoice { return r }, position)
	if err != nil {
		return page.Page[Invoice]{}, err
	}
	items, err := s.fromRows(ctx, s.DB, workspace, cut.Items)
	return page.Page[Invoice]{Items: items, NextCursor: cut.NextCursor}, err
}

func narrow(workspace uuid.UUID, f Filter, size int) db.ListInvoicesNewestParams {
	in := db.ListInvoicesNewestParams{
		WorkspaceID: workspace, DocumentID: postgres.Ref(f.DocumentID), Number: postgres.Ref(postgres.Text(f.Number)),
		Currency:      postgres.Ref(postgres.Text(f.Currency)),
		IssueDateFrom: day(f.IssueDateFrom), IssueDateTo: day(f.IssueDateTo), DueDateFrom: day(f.DueDateFrom), DueDateTo: day(f.DueDateTo),
		CreatedAfter: postgres.Ref(f.CreatedAfter), CreatedBefore: postgres.Ref(f.CreatedBefore),
		GrossMin: number(f.GrossMin), GrossMax: number(f.GrossMax), PageSize: int32(size), // at most page.MaxLimit + 1
	}
	for _, st := range f.Statuses {
		in.Statuses = append(in.Statuses, string(st))
	}
	for _, src := range f.Sources {
		in.Sources = append(in.Sources, string(src))
	}
	if f.Seller != "" {
		in.SellerLike = postgres.Ref(postgres.Contains(f.Seller))
		in.SellerVatID = postgres.Ref(vatKey(postgres.Text(f.Seller)))
	}
	words := strings.Fields(f.Query)
	for i, w := range words[:min(len(words), maxWords)] {
		if pattern := postgres.Contains(w); i == 0 {
			in.Word = &pattern // apart from the others, because only a single LIKE is looked up in an index
		} else {
			in.Words = append(in.Words, pattern)
		}
	}
	return in
}

func sortedParams(in db.ListInvoicesNewestParams, by string) db.ListInvoicesAscendingParams {
	return db.ListInvoicesAscendingParams{
		SortBy: by, WorkspaceID: in.WorkspaceID, Statuses: in.Statuses, Sources: in.Sources, DocumentID: in.DocumentID,
		Number: in.Number, Currency: in.Currency, SellerLike: in.SellerLike, SellerVatID: in.SellerVatID,
		IssueDateFrom: in.IssueDateFrom, IssueDateTo: in.IssueDateTo, DueDateFrom: in.DueDateFrom, DueDateTo: in.DueDateTo,
		GrossMin: in.GrossMin, GrossMax: in.GrossMax, CreatedAfter: in.CreatedAfter, CreatedBefore: in.CreatedBefore,
		Word: in.Word, Words: in.Words, PageSize: in.PageSize,
	}
}

func day(d en16931.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	t := d.Time()
	return &t
}
