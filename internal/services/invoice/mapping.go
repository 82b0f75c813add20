package invoice

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/job"
)

// maxSearchText bounds what is searched of one invoice: an invoice of ten thousand lines is found by its first ones.
const maxSearchText = 32 << 10

// fromRows makes invoices of rows, with their duplicates in one more query for all.
func (s *Service) fromRows(ctx context.Context, conn db.DBTX, workspace uuid.UUID, rows []db.Invoice) ([]Invoice, error) {
	out := make([]Invoice, len(rows))
	at := make(map[uuid.UUID]int, len(rows))
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		inv, err := fromDB(r)
		if err != nil {
			return nil, err
		}
		out[i], at[r.ID], ids[i] = inv, i, r.ID
	}
	if len(ids) == 0 {
		return out, nil
	}
	pairs, err := s.q.FindDuplicates(ctx, conn, db.FindDuplicatesParams{WorkspaceID: workspace, Ids: ids})
	if err != nil {
		return nil, postgres.Translate(err, "invoices")
	}
	for _, p := range pairs {
		inv := &out[at[p.InvoiceID]]
		inv.Duplicates = append(inv.Duplicates, Match{InvoiceID: p.DuplicateID, Level: levels[p.Level], Similarity: p.Similarity})
	}
	return out, nil
}

func fromDB(r db.Invoice) (Invoice, error) {
	inv := Invoice{
		ID: r.ID, DocumentID: r.DocumentID, JobID: postgres.Deref(r.JobID), Ordinal: int(r.Ordinal), FirstPage: int(r.FirstPage),
		LastPage: int(r.LastPage), Status: Status(r.Status), Source: evidence.Kind(postgres.Deref(r.Source)), Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if r.ErrorCode != nil {
		inv.Error = &job.Failure{Code: *r.ErrorCode, Message: postgres.Deref(r.ErrorMessage)}
	}
	if r.Data == nil {
		return inv, nil
	}
	inv.Data = new(en16931.Invoice)
	for _, part := range []struct {
		from json.RawMessage
		to   any
	}{{r.Data, inv.Data}, {r.Evidence, &inv.Evidence}, {r.Checks, &inv.Checks}} {
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return Invoice{}, fmt.Errorf("read stored invoice %s: %w", r.ID, err)
		}
	}
	if inv.Status != NeedsReview {
		return inv, nil
	}
	if err := json.Unmarshal(r.ReviewReasons, &inv.Reasons); err != nil {
		return Invoice{}, fmt.Errorf("read stored invoice %s: %w", r.ID, err)
	}
	return inv, nil
}

// columns are the parts of an invoice's data that have columns of their own.
func columns(d *en16931.Invoice, out *db.SetInvoiceResultParams) {
	out.Number = postgres.Ref(indexed(postgres.Text(d.Number)))
	out.SellerName = postgres.Ref(postgres.Text(d.Seller.Name))
	out.SellerVatID = postgres.Ref(indexed(vatKey(postgres.Text(d.Seller.VATID))))
	out.BuyerName = postgres.Ref(postgres.Text(d.Buyer.Name))
	out.Currency = postgres.Ref(indexed(postgres.Text(d.Currency)))
	out.IssueDate, out.DueDate = day(d.IssueDate), day(d.DueDate)
	out.Net, out.Tax, out.Gross = number(d.Totals.Net), number(d.Totals.Tax), number(d.Totals.Gross)
	out.DuplicateKey = postgres.Ref(duplicateKey(d))
	out.SearchText = searchText(d)
}

func searchText(d *en16931.Invoice) string {
	var b strings.Builder
	add := func(parts ...string) {
		for _, p := range parts {
			if p != "" && b.Len() < maxSearchText {
				b.WriteString(p)
				b.WriteByte('\n')
			}
		}
	}
	add(d.Number, d.Seller.Name, d.Seller.TradingName, d.Seller.VATID, d.Buyer.Name, d.Buyer.VATID, d.BuyerReference,
		d.PurchaseOrderRef, d.SalesOrderRef, d.ContractRef, d.ProjectRef, d.AccountingRef)
	for _, n := range d.Notes {
		add(n.Text)
	}
	for _, l := range d.Lines {
		add(l.Name, l.Description)
	}
	text := b.String()
	return strings.ToLower(postgres.Text(text[:min(len(text), maxSearchText)]))
}

func number(d en16931.Decimal) *decimal.Decimal {
	if !d.IsPresent() {
		return nil
	}
	v := d.Value()
	return &v
}
