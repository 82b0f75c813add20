package search

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/document"
)

// Chunk is a passage as it is kept.
type Chunk struct {
	ID         uuid.UUID
	DocumentID uuid.UUID
	Name       string // of the document's file
	Ordinal    int    // from 0, in reading order
	Heading    string // what it stands under; "" for none
	Text       string
	Page       int    // from 1; 0 where the document has no pages
	Spans      []Span // of its lines; none where the document has no pages
	Language   string // ISO 639-1; "" when not known
	Labelled   bool   // the document is an e-invoice in XML: its text is values beside their labels
}

// maxChunks is how many chunks ChunksOf gives at most.
const maxChunks = 1000

// ChunksOf gives up to limit chunks of a document in reading order, from an ordinal on; a limit of 0 is the most there may be,
// 1,000. None where the document is another workspace's or not indexed.
func (s *Service) ChunksOf(ctx context.Context, p auth.Principal, document uuid.UUID, first, limit int) ([]Chunk, error) {
	if limit <= 0 || limit > maxChunks {
		limit = maxChunks
	}
	rows, err := s.catalog.q.ListChunksOfDocument(ctx, s.catalog.db, db.ListChunksOfDocumentParams{
		WorkspaceID: p.WorkspaceID, DocumentID: document, FirstOrdinal: int32(min(max(first, 0), math.MaxInt32)), PageSize: int32(limit),
	})
	if err != nil {
		return nil, postgres.Translate(err, "document")
	}
	out := make([]Chunk, 0, len(rows))
	for _, r := range rows {
		c, err := chunkFromDB(db.ListChunksRow(r))
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// FindChunk gives a chunk of the caller's workspace; not_found for any other. A chunk keeps its id while its document is not
// cut anew.
func (s *Service) FindChunk(ctx context.Context, p auth.Principal, id uuid.UUID) (Chunk, error) {
	g, err := s.catalog.live(ctx)
	if err != nil {
		return Chunk{}, err
	}
	found, err := s.chunksByID(ctx, p.WorkspaceID, g.ID, []uuid.UUID{id})
	if err != nil {
		return Chunk{}, err
	}
	c, ok := found[id]
	if !ok {
		return Chunk{}, postgres.NotFound("chunk")
	}
	return c, nil
}

func (s *Service) chunksByID(ctx context.Context, workspace, generation uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]Chunk, error) {
	rows, err := s.catalog.q.ListChunks(ctx, s.catalog.db, db.ListChunksParams{WorkspaceID: workspace, GenerationID: generation, Ids: ids})
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
		ID: r.ID, DocumentID: r.DocumentID, Name: r.Name, Ordinal: int(r.Ordinal), Heading: r.Heading, Text: r.Text, Page: int(r.Page),
		Language: r.Language, Labelled: document.Kind(r.Kind) == document.XML,
	}
	if err := json.Unmarshal(r.Spans, &c.Spans); err != nil {
		return c, fmt.Errorf("read spans of chunk %s: %w", r.ID, err)
	}
	return c, nil
}
