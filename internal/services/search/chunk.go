package search

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/document"
)

// Chunk is a passage as it is kept.
type Chunk struct {
	ID         uuid.UUID
	DocumentID uuid.UUID
	Name       string // of the document's file
	Heading    string // what it stands under; "" for none
	Text       string
	Page       int    // from 1; 0 where the document has no pages
	Spans      []Span // of its lines; none where the document has no pages
	Language   string // ISO 639-1; "" when not known
	Labelled   bool   // the document is an e-invoice in XML: its text is values beside their labels
}

// maxChunks is how many chunks are copied at once.
const maxChunks = 1000

func (c *Catalog) chunksByID(ctx context.Context, workspace, generation uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]Chunk, error) {
	rows, err := c.q.ListChunks(ctx, c.db, db.ListChunksParams{WorkspaceID: workspace, GenerationID: generation, Ids: ids})
	if err != nil {
		return nil, postgres.Translate(err, "chunk")
	}
	out := make(map[uuid.UUID]Chunk, len(rows))
	for _, r := range rows {
		if out[r.ID], err = chunkFromDB(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func chunkFromDB(r db.ListChunksRow) (Chunk, error) {
	c := Chunk{
		ID: r.ID, DocumentID: r.DocumentID, Name: r.Name, Heading: r.Heading, Text: r.Text, Page: int(r.Page),
		Language: r.Language, Labelled: document.Kind(r.Kind) == document.XML,
	}
	if err := json.Unmarshal(r.Spans, &c.Spans); err != nil {
		return c, fmt.Errorf("read spans of chunk %s: %w", r.ID, err)
	}
	return c, nil
}
