package invoice

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/en16931"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/job"
)

// schemaVersion is the shape of stored data. It goes up when old rows would be misread.
const schemaVersion = 1

// sure is how confident reading must be of every value that a payment hangs on.
const sure = 0.6

// storeOne writes what was read of one invoice: the extraction as it is, and the invoice with its corrections replayed.
func (s *Service) storeOne(ctx context.Context, tx pgx.Tx, j job.Job, id uuid.UUID, found evidence.Invoice) error {
	extraction, err := marshalStored(found.Data)
	if err != nil {
		return err
	}
	proof, err := marshalList(found.Evidence)
	if err != nil {
		return err
	}
	checks, err := marshalList(found.Checks)
	if err != nil {
		return err
	}
	err = s.q.InsertExtraction(ctx, tx, db.InsertExtractionParams{
		ID: newID(), WorkspaceID: j.WorkspaceID, InvoiceID: id, JobID: &j.ID, Source: string(found.Source), Data: extraction,
		SchemaVersion: schemaVersion, Evidence: proof, Checks: checks,
	})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	data, corrected, err := s.replay(ctx, tx, j.WorkspaceID, id, extraction, &found.Data)
	if err != nil {
		return err
	}
	in := db.SetInvoiceResultParams{
		WorkspaceID: j.WorkspaceID, ID: id, Status: string(judge(found)), Source: string(found.Source), Data: data,
		SchemaVersion: schemaVersion, Evidence: proof, Checks: checks,
		FirstPage: int32(found.FirstPage), LastPage: int32(found.LastPage), // bounded by the reader's limit of pages
	}
	columns(corrected, &in)
	if _, err := s.q.SetInvoiceResult(ctx, tx, in); err != nil {
		return postgres.Translate(err, "invoice")
	}
	return s.notify(ctx, tx, id)
}

// replay applies the invoice's corrections to a new extraction.
func (s *Service) replay(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID, data []byte, read *en16931.Invoice) ([]byte, *en16931.Invoice, error) {
	rows, err := s.q.ListCorrections(ctx, tx, db.ListCorrectionsParams{WorkspaceID: workspace, InvoiceID: id})
	if err != nil {
		return nil, nil, postgres.Translate(err, "invoice")
	}
	if len(rows) == 0 {
		return data, read, nil
	}
	for _, r := range rows {
		if data, err = mergePatch(data, r.Patch); err != nil {
			return nil, nil, fmt.Errorf("replay correction %d: %w", r.Ordinal, err)
		}
	}
	corrected := new(en16931.Invoice)
	if err := json.Unmarshal(data, corrected); err != nil {
		return nil, nil, fmt.Errorf("read corrected invoice: %w", err)
	}
	return data, corrected, nil
}

// judge tells whether a reading may stand as it is, or a person should look: a fatal finding, a value missing that a payment
// needs, or one that reading is not sure of.
func judge(found evidence.Invoice) Status {
	for _, c := range found.Checks {
		if c.Severity == en16931.Fatal {
			return NeedsReview
		}
	}
	d := &found.Data
	if d.Number == "" || d.IssueDate.IsZero() || d.Currency == "" || d.Seller.Name == "" || !d.Totals.Gross.IsPresent() && !d.Totals.Due.IsPresent() {
		return NeedsReview
	}
	for _, e := range found.Evidence {
		if decisive[e.Pointer] && e.Confidence < sure {
			return NeedsReview
		}
	}
	return Ready
}

// decisive are the values that a payment hangs on.
var decisive = map[string]bool{
	"/number": true, "/issue_date": true, "/currency": true, "/seller/name": true, "/totals/gross": true, "/totals/due": true,
	"/payment/accounts/0/iban": true,
}

func marshalList[T any](list []T) ([]byte, error) {
	if list == nil {
		list = []T{}
	}
	return marshalStored(list)
}

// marshalStored is JSON that jsonb can hold: without the character NUL, which a damaged text layer may have.
func marshalStored(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write invoice data: %w", err)
	}
	if !bytes.Contains(b, nul) {
		return b, nil
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch {
		case bytes.HasPrefix(b[i:], nul):
			i += len(nul) - 1
		case b[i] == '\\' && i+1 < len(b):
			out = append(out, b[i], b[i+1])
			i++
		default:
			out = append(out, b[i])
		}
	}
	return out, nil
}

var nul = []byte(`\u0000`)
