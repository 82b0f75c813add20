package invoice

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/job"
)

// Item is an invoice as a list shows it.
type Item struct {
	ID           uuid.UUID
	DocumentID   uuid.UUID
	JobID        uuid.UUID
	Status       Status
	Source       string // "" before it is read
	Ordinal      int
	FirstPage    int
	LastPage     int
	Header       json.RawMessage // the members that Header has; nil before it is read
	Reasons      json.RawMessage // only when NeedsReview
	Duplicates   []Match         // the oldest first, at most three
	NotDuplicate bool
	Error        *job.Failure
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Parts        ItemParts
}

// ItemParts is what a list shows on request; nil where it was not asked for, or not there.
type ItemParts struct{ Data, Evidence, XMLEvidence, Checks json.RawMessage }

// Include says which parts a list shows of each invoice.
type Include struct{ Data, Evidence, Checks bool }

// Header is the part of an invoice's data that a list shows. Its JSON is a part of the contract's InvoiceItem.
type Header struct {
	Number    string          `json:"number,omitempty"`
	TypeCode  string          `json:"type_code,omitempty"`
	IssueDate en16931.Date    `json:"issue_date,omitzero"`
	DueDate   en16931.Date    `json:"due_date,omitzero"`
	Currency  string          `json:"currency,omitempty"`
	Seller    *HeaderParty    `json:"seller,omitempty"`
	Buyer     *HeaderParty    `json:"buyer,omitempty"`
	Net       en16931.Decimal `json:"net,omitzero"`
	Tax       en16931.Decimal `json:"tax,omitzero"`
	Gross     en16931.Decimal `json:"gross,omitzero"`
	Due       en16931.Decimal `json:"due,omitzero"`
}

// HeaderParty is the seller or the buyer.
type HeaderParty struct {
	Name  string `json:"name,omitempty"`
	VATID string `json:"vat_id,omitempty"`
}

func headerOf(d *en16931.Invoice) Header {
	return Header{
		Number: d.Number, TypeCode: d.TypeCode, IssueDate: d.IssueDate, DueDate: d.DueDate, Currency: d.Currency,
		Seller: partyOf(d.Seller), Buyer: partyOf(d.Buyer), Net: d.Totals.Net, Tax: d.Totals.Tax, Gross: d.Totals.Gross, Due: d.Totals.Due,
	}
}

func partyOf(p en16931.Party) *HeaderParty {
	if p.Name == "" && p.VATID == "" {
		return nil
	}
	return &HeaderParty{Name: p.Name, VATID: p.VATID}
}

// ReadHeader gives the header's values; the zero Header for an invoice that is not read.
func (i Item) ReadHeader() (Header, error) {
	var out Header
	if i.Header == nil {
		return out, nil
	}
	if err := json.Unmarshal(i.Header, &out); err != nil {
		return out, fmt.Errorf("read header of invoice %s: %w", i.ID, err)
	}
	return out, nil
}

func itemOf(r db.ListInvoicePageRow) Item {
	i := Item{
		ID: r.ID, DocumentID: r.DocumentID, JobID: postgres.Deref(r.JobID), Status: Status(r.Status), Source: postgres.Deref(r.Source),
		Ordinal: int(r.Ordinal), FirstPage: int(r.FirstPage), LastPage: int(r.LastPage), Header: r.Header, NotDuplicate: r.NotDuplicate,
		Error: failureOf(r.ErrorCode, r.ErrorMessage), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if i.Status == NeedsReview {
		i.Reasons = r.ReviewReasons
	}
	return i
}

// items makes a page's items of its rows: their duplicates and the parts that are asked for in one more query each, where
// there are any.
func (s *Service) items(ctx context.Context, p auth.Principal, rows []db.ListInvoicePageRow, in Include) ([]Item, error) {
	out := make([]Item, len(rows))
	var like, all []uuid.UUID
	for n, r := range rows {
		out[n] = itemOf(r)
		all = append(all, r.ID)
		if r.Duplicated {
			like = append(like, r.ID)
		}
	}
	if len(like) > 0 {
		found, err := s.ledger.duplicates(ctx, s.ledger.db, p.WorkspaceID, like, maxListed)
		if err != nil {
			return nil, err
		}
		for n := range out {
			out[n].Duplicates = found[out[n].ID]
		}
	}
	if in == (Include{}) || len(all) == 0 {
		return out, nil
	}
	parts, err := s.partsOf(ctx, p, all, in)
	for n := range out {
		out[n].Parts = parts[out[n].ID]
	}
	return out, err
}

func (s *Service) partsOf(ctx context.Context, p auth.Principal, ids []uuid.UUID, in Include) (map[uuid.UUID]ItemParts, error) {
	rows, err := s.ledger.q.ListInvoiceParts(ctx, s.ledger.db, db.ListInvoicePartsParams{
		WorkspaceID: p.WorkspaceID, Ids: ids, WithData: in.Data, WithEvidence: in.Evidence, WithChecks: in.Checks,
	})
	if err != nil {
		return nil, postgres.Translate(err, "invoices")
	}
	out := make(map[uuid.UUID]ItemParts, len(rows))
	for _, r := range rows {
		out[r.ID] = ItemParts{Data: r.Data, Evidence: r.Evidence, XMLEvidence: r.XMLEvidence, Checks: r.Checks}
	}
	return out, nil
}
