package invoice

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// schemaVersion is the shape of stored data. It goes up when old rows would be misread.
const schemaVersion = 1

// extractionOf is what a reading gave, and what it changed in the invoice.
func extractionOf(p placed, c content) (db.InsertExtractionParams, error) {
	row, w := p.row, p.written
	in := db.InsertExtractionParams{
		ID: newID(), WorkspaceID: row.WorkspaceID, InvoiceID: row.ID, JobID: &p.job, Source: string(p.found.Source), SchemaVersion: schemaVersion,
		Data: w.data, Evidence: w.evidence, Checks: w.checks, Changes: w.changes, ChangeCount: w.changeCount,
	}
	if c.first {
		return in, nil
	}
	changes, err := changesOf(row, p.found, c)
	if err != nil {
		return in, err
	}
	in.ChangeCount = int32(len(changes)) // bounded by the size of a document
	in.Changes, err = change.StoredList(change.Bounded(changes))
	return in, err
}

// changesOf is what a reading changed in an invoice that was read before.
func changesOf(row db.Invoice, found evidence.Invoice, c content) ([]change.Change, error) {
	was, err := fromDB(row)
	if err != nil {
		return nil, err
	}
	before, err := change.Canonical(was.Data)
	if err != nil {
		return nil, err
	}
	after, err := change.Canonical(&c.data)
	if err != nil {
		return nil, err
	}
	return change.Between(before, after, was.Evidence, giverOf(found))
}

// giverOf tells who gave each value of a reading.
func giverOf(found evidence.Invoice) func(pointer string) change.Source {
	giver := change.ByPointer(found.Evidence)
	return func(pointer string) change.Source {
		if giver[pointer].Source == evidence.FromModel {
			return change.ByModel
		}
		return change.ByReader
	}
}

// replay makes the invoice's corrections again over a new reading.
func (s *Processor) replay(ctx context.Context, tx pgx.Tx, row db.Invoice, found evidence.Invoice) (content, error) {
	c := content{
		first: row.Data == nil, workspace: row.WorkspaceID, id: row.ID, document: row.DocumentID, ordinal: row.Ordinal, notDuplicate: row.NotDuplicate,
		source: found.Source, data: found.Data,
		proof: found.Evidence, checks: found.Checks,
		firstPage: int32(found.FirstPage), lastPage: int32(found.LastPage), // bounded by the reader's limit of pages
	}
	if c.first {
		return c, nil // nothing was there to correct
	}
	rows, err := s.ledger.q.ListCorrections(ctx, tx, db.ListCorrectionsParams{WorkspaceID: row.WorkspaceID, InvoiceID: row.ID})
	if err != nil {
		return c, postgres.Translate(err, "invoice")
	}
	if len(rows) == 0 {
		return c, nil
	}
	read, err := change.Canonical(&found.Data)
	if err != nil {
		return c, err
	}
	data, touched := read, map[string]bool{}
	for _, r := range rows {
		if data, err = change.MergePatch(data, r.Patch); err != nil {
			return c, fmt.Errorf("replay correction %d: %w", r.Ordinal, err)
		}
		var changes []change.Change
		if err := json.Unmarshal(r.Changes, &changes); err != nil {
			return c, fmt.Errorf("replay correction %d: %w", r.Ordinal, err)
		}
		maps.Copy(touched, change.Pointers(changes))
	}
	c.data = en16931.Invoice{}
	if err := json.Unmarshal(data, &c.data); err != nil {
		return c, fmt.Errorf("read corrected invoice: %w", err)
	}
	return c, c.overlay(ctx, found, read, touched)
}

// overlay gives corrected data its evidence and checks. touched are the pointers that people have changed; where else the data
// is not as it was read, it is theirs too.
func (c *content) overlay(ctx context.Context, found evidence.Invoice, read []byte, touched map[string]bool) error {
	data, err := change.Canonical(&c.data)
	if err != nil {
		return err
	}
	changes, err := change.Between(read, data, nil, func(string) change.Source { return change.ByHuman })
	if err != nil {
		return err
	}
	maps.Copy(touched, change.Pointers(changes))
	if c.proof, err = change.Corrected(found.Evidence, touched, data); err != nil {
		return err
	}
	if checks, err := recheck(ctx, found, &c.data, c.proof, touched); err == nil {
		c.checks = checks // else those of the file, which hold for what was not corrected
	}
	return nil
}
