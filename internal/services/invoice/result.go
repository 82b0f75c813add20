package invoice

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
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
	in.Changes, err = marshalList(kept(changes))
	return in, err
}

// changesOf is what a reading changed in an invoice that was read before.
func changesOf(row db.Invoice, found evidence.Invoice, c content) ([]Change, error) {
	was, err := fromDB(row)
	if err != nil {
		return nil, err
	}
	before, err := canonical(was.Data)
	if err != nil {
		return nil, err
	}
	after, err := canonical(&c.data)
	if err != nil {
		return nil, err
	}
	return differences(before, after, was.Evidence, giverOf(found))
}

// giverOf tells who gave each value of a reading.
func giverOf(found evidence.Invoice) func(pointer string) ChangeSource {
	giver := byPointer(found.Evidence)
	return func(pointer string) ChangeSource {
		if giver[pointer].Source == evidence.FromModel {
			return ByModel
		}
		return ByReader
	}
}

// replay makes the invoice's corrections again over a new reading.
func (s *Service) replay(ctx context.Context, tx pgx.Tx, row db.Invoice, found evidence.Invoice) (content, error) {
	c := content{
		first: row.Data == nil, workspace: row.WorkspaceID, id: row.ID, document: row.DocumentID, ordinal: row.Ordinal, notDuplicate: row.NotDuplicate,
		source: found.Source, data: found.Data,
		proof: found.Evidence, checks: found.Checks,
		firstPage: int32(found.FirstPage), lastPage: int32(found.LastPage), // bounded by the reader's limit of pages
	}
	if c.first {
		return c, nil // nothing was there to correct
	}
	rows, err := s.q.ListCorrections(ctx, tx, db.ListCorrectionsParams{WorkspaceID: row.WorkspaceID, InvoiceID: row.ID})
	if err != nil {
		return c, postgres.Translate(err, "invoice")
	}
	if len(rows) == 0 {
		return c, nil
	}
	read, err := canonical(&found.Data)
	if err != nil {
		return c, err
	}
	data, touched := read, map[string]bool{}
	for _, r := range rows {
		if data, err = mergePatch(data, r.Patch); err != nil {
			return c, fmt.Errorf("replay correction %d: %w", r.Ordinal, err)
		}
		var changes []Change
		if err := json.Unmarshal(r.Changes, &changes); err != nil {
			return c, fmt.Errorf("replay correction %d: %w", r.Ordinal, err)
		}
		maps.Copy(touched, pointersOf(changes))
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
	data, err := canonical(&c.data)
	if err != nil {
		return err
	}
	changes, err := differences(read, data, nil, func(string) ChangeSource { return ByHuman })
	if err != nil {
		return err
	}
	maps.Copy(touched, pointersOf(changes))
	if c.proof, err = corrected(found.Evidence, touched, data); err != nil {
		return err
	}
	if checks, err := recheck(ctx, found, &c.data, c.proof, touched); err == nil {
		c.checks = checks // else those of the file, which hold for what was not corrected
	}
	return nil
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
