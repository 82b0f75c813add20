package invoice

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// maxWords bounds the words of a query that are looked for.
const maxWords = 16

// List pages the workspace's invoices.
func (s *Service) List(ctx context.Context, p auth.Principal, f Filter) (pagination.Page[Item], error) {
	limit, cursor, include := pagination.Limit(f.Limit), f.Cursor, f.Include
	f.Limit, f.Cursor, f.Include, f.Duplicates = 0, "", Include{}, ""
	if f.Sort == "" {
		f.Sort = NewestFirst
	}
	q := listing{p: p, f: f, limit: limit, cursor: cursor, include: include}
	switch {
	case f.unfiltered() && f.Sort == NewestFirst:
		return s.listNewest(ctx, q)
	case f.Sort == NewestFirst || f.Sort == OldestFirst:
		return s.listByAge(ctx, q)
	}
	return s.listByKey(ctx, q)
}

// listing is what one call of List asks for. f has no limit, cursor or parts: it is what a cursor belongs to.
type listing struct {
	p       auth.Principal
	f       Filter
	limit   int
	cursor  string
	include Include
}

// unfiltered tells a filter that narrows nothing.
func (f Filter) unfiltered() bool {
	if f.Sort = ""; len(f.Statuses) == 0 {
		f.Statuses = nil
	}
	if len(f.Sources) == 0 {
		f.Sources = nil
	}
	return reflect.ValueOf(f).IsZero()
}

// agePosition is where a page by age ends.
type agePosition struct {
	Time time.Time `json:"t"`
	ID   uuid.UUID `json:"i"`
}

// farFuture is after any invoice: where the first page begins.
var farFuture = agePosition{time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), uuid.Max}

// listNewest is the page that is asked for most, in one statement.
func (s *Service) listNewest(ctx context.Context, q listing) (pagination.Page[Item], error) {
	at := farFuture
	if q.cursor != "" {
		var err error
		if at, err = pagination.Decode[agePosition](q.cursor, q.f); err != nil {
			return pagination.Page[Item]{}, err
		}
	}
	rows, err := s.ledger.q.ListInvoicePage(ctx, s.ledger.db, db.ListInvoicePageParams{
		WorkspaceID: q.p.WorkspaceID, AtTime: at.Time, AtID: at.ID, PageSize: int32(q.limit) + 1, // at most pagination.MaxLimit
	})
	if err != nil {
		return pagination.Page[Item]{}, postgres.Translate(err, "invoices")
	}
	return s.cut(ctx, q, rows, func(r db.ListInvoicePageRow) any { return agePosition{r.CreatedAt, r.ID} })
}

func (s *Service) listByAge(ctx context.Context, q listing) (pagination.Page[Item], error) {
	var none pagination.Page[Item]
	in := narrow(q.p.WorkspaceID, q.f, q.limit+1)
	if q.cursor != "" {
		at, err := pagination.Decode[agePosition](q.cursor, q.f)
		if err != nil {
			return none, err
		}
		in.AtTime, in.AtID = &at.Time, &at.ID
	}
	var found []db.ListInvoicesNewestRow
	var err error
	if q.f.Sort == NewestFirst {
		found, err = s.ledger.q.ListInvoicesNewest(ctx, s.ledger.db, in)
	} else {
		var oldest []db.ListInvoicesOldestRow
		oldest, err = s.ledger.q.ListInvoicesOldest(ctx, s.ledger.db, db.ListInvoicesOldestParams(in))
		for _, r := range oldest {
			found = append(found, db.ListInvoicesNewestRow(r))
		}
	}
	if err != nil {
		return none, postgres.Translate(err, "invoices")
	}
	ids := make([]uuid.UUID, len(found))
	for i, r := range found {
		ids[i] = r.ID
	}
	rows, err := s.byIDs(ctx, q.p.WorkspaceID, ids)
	if err != nil {
		return none, err
	}
	return s.cut(ctx, q, rows, func(r db.ListInvoicePageRow) any { return agePosition{r.CreatedAt, r.ID} })
}

// keyPosition is where a page by a column ends; Key is null among the invoices without a value.
type keyPosition struct {
	Key json.RawMessage `json:"k"`
	ID  uuid.UUID       `json:"i"`
}

// listByKey finds the page's ids in order first, and then the invoices: their data need not travel through the sort.
func (s *Service) listByKey(ctx context.Context, q listing) (pagination.Page[Item], error) {
	var none pagination.Page[Item]
	sorted := sortedParams(narrow(q.p.WorkspaceID, q.f, q.limit+1), strings.TrimPrefix(string(q.f.Sort), "-"))
	if q.cursor != "" {
		at, err := pagination.Decode[keyPosition](q.cursor, q.f)
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
	if strings.HasPrefix(string(q.f.Sort), "-") {
		var down []db.ListInvoicesDescendingRow
		down, err = s.ledger.q.ListInvoicesDescending(ctx, s.ledger.db, db.ListInvoicesDescendingParams(sorted))
		for _, r := range down {
			found = append(found, db.ListInvoicesAscendingRow(r))
		}
	} else {
		found, err = s.ledger.q.ListInvoicesAscending(ctx, s.ledger.db, sorted)
	}
	if err != nil {
		return none, postgres.Translate(err, "invoices")
	}
	ids := make([]uuid.UUID, len(found))
	keys := make(map[uuid.UUID]json.RawMessage, len(found))
	for i, r := range found {
		ids[i], keys[r.ID] = r.ID, r.SortKey
	}
	rows, err := s.byIDs(ctx, q.p.WorkspaceID, ids)
	if err != nil {
		return none, err
	}
	return s.cut(ctx, q, rows, func(r db.ListInvoicePageRow) any { return keyPosition{keys[r.ID], r.ID} })
}

// byIDs gives invoices in the order of their ids.
func (s *Service) byIDs(ctx context.Context, workspace uuid.UUID, ids []uuid.UUID) ([]db.ListInvoicePageRow, error) {
	rows, err := s.ledger.q.ListInvoicesByID(ctx, s.ledger.db, db.ListInvoicesByIDParams{WorkspaceID: workspace, Ids: ids})
	if err != nil {
		return nil, postgres.Translate(err, "invoices")
	}
	at := make(map[uuid.UUID]db.ListInvoicePageRow, len(rows))
	for _, r := range rows {
		at[r.ID] = db.ListInvoicePageRow(r)
	}
	out := make([]db.ListInvoicePageRow, 0, len(rows))
	for _, id := range ids {
		if r, ok := at[id]; ok { // else deleted between the two queries
			out = append(out, r)
		}
	}
	return out, nil
}

func (s *Service) cut(ctx context.Context, q listing, rows []db.ListInvoicePageRow, position func(db.ListInvoicePageRow) any) (pagination.Page[Item], error) {
	cut, err := pagination.Cut(rows, q.limit, q.f, func(r db.ListInvoicePageRow) db.ListInvoicePageRow { return r }, position)
	if err != nil {
		return pagination.Page[Item]{}, err
	}
	items, err := s.items(ctx, q.p, cut.Items, q.include)
	return pagination.Page[Item]{Items: items, NextCursor: cut.NextCursor}, err
}

func narrow(workspace uuid.UUID, f Filter, size int) db.ListInvoicesNewestParams {
	in := db.ListInvoicesNewestParams{
		WorkspaceID: workspace, DocumentID: postgres.Ref(f.DocumentID), Number: postgres.Ref(postgres.Text(f.Number)),
		Currency:      postgres.Ref(postgres.Text(f.Currency)),
		IssueDateFrom: day(f.IssueDateFrom), IssueDateTo: day(f.IssueDateTo), DueDateFrom: day(f.DueDateFrom), DueDateTo: day(f.DueDateTo),
		CreatedAfter: postgres.Ref(f.CreatedAfter), CreatedBefore: postgres.Ref(f.CreatedBefore),
		GrossMin: number(f.GrossMin), GrossMax: number(f.GrossMax), PageSize: int32(size), // at most pagination.MaxLimit + 1
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
