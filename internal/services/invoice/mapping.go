package invoice

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// maxSearchText bounds what is searched of one invoice: an invoice of ten thousand lines is found by its first ones.
const maxSearchText = 32 << 10

// fromRows makes invoices of rows of a workspace, with their duplicates in one more query for all.
func (s *ledger) fromRows(ctx context.Context, conn db.DBTX, workspace uuid.UUID, rows []db.Invoice) ([]Invoice, error) {
	out, ids := make([]Invoice, len(rows)), make([]uuid.UUID, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = fromDB(r); err != nil {
			return nil, err
		}
		ids[i] = r.ID
	}
	found, err := s.duplicates(ctx, conn, workspace, ids, maxDuplicates)
	for i := range out {
		out[i].Duplicates = found[out[i].ID]
	}
	return out, err
}

func fromDB(r db.Invoice) (Invoice, error) {
	inv := Invoice{
		ID: r.ID, DocumentID: r.DocumentID, JobID: postgres.Deref(r.JobID), Ordinal: int(r.Ordinal), FirstPage: int(r.FirstPage),
		LastPage: int(r.LastPage), Status: Status(r.Status), Source: evidence.Kind(postgres.Deref(r.Source)), Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	inv.Error = failureOf(r.ErrorCode, r.ErrorMessage)
	inv.view = viewOf(db.ShowInvoiceRow{
		ID: r.ID, DocumentID: r.DocumentID, JobID: r.JobID, Status: r.Status, Source: r.Source, Ordinal: r.Ordinal, FirstPage: r.FirstPage,
		LastPage: r.LastPage, Data: r.Data, Evidence: r.Evidence, Checks: r.Checks, Profile: r.Profile, ReviewReasons: r.ReviewReasons, ErrorCode: r.ErrorCode,
		ErrorMessage: r.ErrorMessage, Version: r.Version, NotDuplicate: r.NotDuplicate, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	})
	if r.Data == nil {
		return inv, nil
	}
	inv.Data = new(en16931.Invoice)
	var ofXML []evidence.Evidence
	for _, part := range []struct {
		from json.RawMessage
		to   any
	}{{r.Data, inv.Data}, {r.Evidence, &inv.Evidence}, {r.XMLEvidence, &ofXML}, {r.Checks, &inv.Checks}} {
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return Invoice{}, fmt.Errorf("read stored invoice %s: %w", r.ID, err)
		}
	}
	inv.Evidence = joinEvidence(inv.Evidence, ofXML)
	if inv.Status != NeedsReview {
		return inv, nil
	}
	if err := json.Unmarshal(r.ReviewReasons, &inv.Reasons); err != nil {
		return Invoice{}, fmt.Errorf("read stored invoice %s: %w", r.ID, err)
	}
	return inv, nil
}

// splitEvidence parts what only repeats XML from what says more.
func splitEvidence(all []evidence.Evidence) (other, ofXML []evidence.Evidence) {
	for _, e := range all {
		if e.Source == evidence.FromXML {
			ofXML = append(ofXML, e)
		} else {
			other = append(other, e)
		}
	}
	return other, ofXML
}

// joinEvidence is evidence in the order of its pointers, where it is of several kinds.
func joinEvidence(other, ofXML []evidence.Evidence) []evidence.Evidence {
	switch {
	case len(ofXML) == 0:
		return other
	case len(other) == 0:
		return ofXML
	}
	all := append(slices.Clone(other), ofXML...)
	slices.SortStableFunc(all, func(a, b evidence.Evidence) int { return change.ComparePointers(a.Pointer, b.Pointer) })
	return all
}

// columns are the parts of an invoice's data that have columns of their own.
func columns(d *en16931.Invoice, out *db.SetInvoiceResultParams) {
	out.TypeCode = postgres.Ref(postgres.Text(d.TypeCode))
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
