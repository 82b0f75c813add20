package invoice

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/invoice/likeness"
)

// The bounds of how many texts one is held against, and how many of them a single key may bring: the newest.
const (
	maxSimilar = 500
	ofEachKey  = 100
)

// guardText records which other invoices say nearly the same. Without a text of the reading, the one that is kept is looked
// up again: what was read of it may have been corrected. What came out of XML alone has none.
func (s *guards) guardText(ctx context.Context, tx pgx.Tx, c content) error {
	t, ok, err := s.textFor(ctx, tx, c)
	if err != nil || !ok {
		return err
	}
	look := t.LookUp(c.workspace, &c.data)
	signature, numbers := t.Stored()
	err = s.ledger.q.SetInvoiceText(ctx, tx, db.SetInvoiceTextParams{InvoiceID: c.id, WorkspaceID: c.workspace, Signature: signature, Numbers: numbers})
	if err == nil {
		err = s.ledger.q.DeleteTextKeys(ctx, tx, c.id)
	}
	if err == nil {
		err = s.ledger.q.InsertTextKeys(ctx, tx, db.InsertTextKeysParams{Keys: look.Keys, InvoiceID: c.id})
	}
	if err == nil {
		err = s.ledger.q.DeleteSimilarities(ctx, tx, db.DeleteSimilaritiesParams{WorkspaceID: c.workspace, InvoiceID: c.id})
	}
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	candidates, err := s.ledger.q.ListTextsByKeys(ctx, tx, db.ListTextsByKeysParams{WorkspaceID: c.workspace, Keys: look.Keys, OfEach: ofEachKey, InvoiceID: c.id, PageSize: maxSimilar})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	ids, shares := among(candidates, t, look)
	if len(ids) == 0 {
		return nil
	}
	err = s.ledger.q.InsertSimilarities(ctx, tx, db.InsertSimilaritiesParams{WorkspaceID: c.workspace, InvoiceID: c.id, OtherIds: ids, Similarities: shares})
	return postgres.Translate(err, "invoice")
}

// among are the texts that say nearly the same as t, with how much of it.
func among(candidates []db.ListTextsByKeysRow, t likeness.Text, look likeness.Lookup) (ids []uuid.UUID, shares []float64) {
	for _, r := range candidates {
		o, ok := likeness.FromStored(r.Signature, r.Numbers)
		if !ok {
			continue
		}
		if share, same := t.Same(o, look); same {
			ids, shares = append(ids, r.InvoiceID), append(shares, share)
		}
	}
	return ids, shares
}

func (s *guards) textFor(ctx context.Context, tx pgx.Tx, c content) (likeness.Text, bool, error) {
	if c.text != nil {
		return *c.text, true, nil
	}
	row, err := s.ledger.q.GetInvoiceText(ctx, tx, db.GetInvoiceTextParams{WorkspaceID: c.workspace, InvoiceID: c.id})
	if errors.Is(err, pgx.ErrNoRows) {
		return likeness.Text{}, false, nil
	}
	t, ok := likeness.FromStored(row.Signature, row.Numbers)
	return t, ok, postgres.Translate(err, "invoice")
}
