package invoice

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// The bounds of how many texts one is held against, and how many of them a single key may bring: the newest.
const (
	maxSimilar = 500
	ofEachKey  = 100
)

// guardText records which other invoices say nearly the same. Without a text of the reading, the one that is kept is looked
// up again: what was read of it may have been corrected. What came out of XML alone has none.
func (s *Service) guardText(ctx context.Context, tx pgx.Tx, c content) error {
	t, ok, err := s.textFor(ctx, tx, c)
	if err != nil || !ok {
		return err
	}
	look := t.lookupOf(c.workspace, &c.data)
	signature, numbers := t.stored()
	err = s.q.SetInvoiceText(ctx, tx, db.SetInvoiceTextParams{InvoiceID: c.id, WorkspaceID: c.workspace, Signature: signature, Numbers: numbers})
	if err == nil {
		err = s.q.DeleteTextKeys(ctx, tx, c.id)
	}
	if err == nil {
		err = s.q.InsertTextKeys(ctx, tx, db.InsertTextKeysParams{Keys: look.keys, InvoiceID: c.id})
	}
	if err == nil {
		err = s.q.DeleteSimilarities(ctx, tx, db.DeleteSimilaritiesParams{WorkspaceID: c.workspace, InvoiceID: c.id})
	}
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	candidates, err := s.q.ListTextsByKeys(ctx, tx, db.ListTextsByKeysParams{WorkspaceID: c.workspace, Keys: look.keys, OfEach: ofEachKey, InvoiceID: c.id, PageSize: maxSimilar})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	ids, likenesses := t.among(candidates, look)
	if len(ids) == 0 {
		return nil
	}
	err = s.q.InsertSimilarities(ctx, tx, db.InsertSimilaritiesParams{WorkspaceID: c.workspace, InvoiceID: c.id, OtherIds: ids, Similarities: likenesses})
	return postgres.Translate(err, "invoice")
}

// among are the texts that say nearly the same as t, with how much of it.
func (t text) among(candidates []db.ListTextsByKeysRow, look lookup) (ids []uuid.UUID, likenesses []float64) {
	for _, r := range candidates {
		o, ok := textFromDB(r.Signature, r.Numbers)
		if !ok {
			continue
		}
		if words, numbers := t.likeness(o); words >= sameText && numbers >= look.numbers {
			ids, likenesses = append(ids, r.InvoiceID), append(likenesses, words)
		}
	}
	return ids, likenesses
}

func (s *Service) textFor(ctx context.Context, tx pgx.Tx, c content) (text, bool, error) {
	if c.text != nil {
		return *c.text, true, nil
	}
	row, err := s.q.GetInvoiceText(ctx, tx, db.GetInvoiceTextParams{WorkspaceID: c.workspace, InvoiceID: c.id})
	if errors.Is(err, pgx.ErrNoRows) {
		return text{}, false, nil
	}
	t, ok := textFromDB(row.Signature, row.Numbers)
	return t, ok, postgres.Translate(err, "invoice")
}
