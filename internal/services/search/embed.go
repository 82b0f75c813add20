package search

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// dropOrphans removes the vectors of an attempt that came to nothing where the document has no chunks: they would not be
// found, but they would take room.
func (s *Writer) dropOrphans(ctx context.Context, written []db.IndexGeneration, d Document) {
	has, err := s.indexed(ctx, s.catalog.db, written, d)
	if err != nil {
		return // the next attempt puts them in order
	}
	for _, g := range written {
		if has[g.ID].IsZero() {
			s.dropVectors(ctx, []db.IndexGeneration{g}, d.WorkspaceID, d.ID)
		}
	}
}

// embedsFor tells whether the vectors of a generation can be made now: by the embedder and the engine that it was begun with.
func (s *Catalog) embedsFor(g db.IndexGeneration) bool {
	return g.Embedder != "" && s.embedder != nil && s.vectors != nil && s.embedder.ID() == g.Embedder && s.vectors.Engine() == g.Engine
}

// putVectors makes the vectors of passages, unless they have them, and puts them into a generation. One that cannot be served
// now goes without: its words are found, and a new generation is about to be built.
func (s *Writer) putVectors(ctx context.Context, g db.IndexGeneration, d Document, list []passage) error {
	if !s.catalog.embedsFor(g) {
		return nil
	}
	if err := s.embed(ctx, d, list); err != nil {
		return err
	}
	scope := vector.Scope{Generation: g.ID, Workspace: d.WorkspaceID}
	if err := s.catalog.vectors.Delete(ctx, scope, d.ID); err != nil {
		return err
	}
	if len(list) == 0 {
		return nil
	}
	items := make([]vector.Item, len(list))
	for i, p := range list {
		items[i] = vector.Item{
			ChunkID: p.id, DocumentID: d.ID, Language: p.Language, MediaType: d.MediaType, CreatedAt: d.CreatedAt, Vector: p.vector,
		}
	}
	return s.catalog.vectors.Put(ctx, scope, items)
}

func (s *Writer) embed(ctx context.Context, d Document, list []passage) error {
	for from := 0; from < len(list); from += batch {
		part := list[from:min(from+batch, len(list))]
		if slices.ContainsFunc(part, func(p passage) bool { return p.vector == nil }) {
			texts := make([]string, len(part))
			for i, p := range part {
				texts[i] = embedded(p.Chunk)
			}
			made, err := s.catalog.embedder.Passages(ctx, texts)
			if err != nil {
				return err
			}
			for i := range part {
				part[i].vector = made[i]
			}
		}
		if d.Progress != nil {
			d.Progress(from+len(part), len(list))
		}
	}
	return nil
}

// embedded is the text of a chunk that its vector is made of: what it stands under is part of what it says.
func embedded(c chunking.Chunk) string {
	if c.Heading == "" {
		return c.Text
	}
	return c.Heading + "\n" + c.Text
}

func (s *Writer) dropVectors(ctx context.Context, generations []db.IndexGeneration, workspace, document uuid.UUID) {
	if s.catalog.vectors == nil {
		return
	}
	for _, g := range generations {
		if g.Engine != s.catalog.vectors.Engine() {
			continue
		}
		if err := s.catalog.vectors.Delete(ctx, vector.Scope{Generation: g.ID, Workspace: workspace}, document); err != nil {
			s.catalog.log.WarnContext(ctx, "vectors of a document stay", "document_id", document, "error", err)
		}
	}
}

// Forget takes the vectors of a document that was deleted from the engine. Its chunks went with its row.
func (s *Writer) Forget(ctx context.Context, workspace, document uuid.UUID) {
	written, err := s.catalog.writable(ctx)
	if err != nil {
		s.catalog.log.WarnContext(ctx, "vectors of a document stay", "document_id", document, "error", err)
		return
	}
	s.dropVectors(ctx, written, workspace, document)
}
