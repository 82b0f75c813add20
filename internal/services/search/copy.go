package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// copier copies documents from one generation into another.
type copier struct {
	catalog        *Catalog
	writer         *Writer
	chunker        Chunker
	run            *job.Run
	source, target db.IndexGeneration
	total          int64
}

// copyAll copies until nothing is missing, first from where an earlier attempt has ended, then all that is left.
func (c *copier) copyAll(ctx context.Context) error {
	var err error
	if c.total, err = c.catalog.q.CountIndexDocuments(ctx, c.catalog.db, c.source.ID); err != nil {
		return postgres.Translate(err, "index")
	}
	if err := c.copyFrom(ctx, postgres.Deref(c.target.Position)); err != nil {
		return err
	}
	return c.copyFrom(ctx, uuid.Nil)
}

func (c *copier) copyFrom(ctx context.Context, after uuid.UUID) error {
	for {
		rows, err := c.catalog.q.ListDocumentsToCopy(ctx, c.catalog.db, db.ListDocumentsToCopyParams{
			Source: c.source.ID, Target: c.target.ID, After: after, PageSize: copiedAtOnce,
		})
		if err != nil {
			return postgres.Translate(err, "index")
		}
		for n := 0; n < len(rows); {
			some := together(rows[n:])
			if err := c.copyTogether(ctx, some); err != nil {
				return err
			}
			n += len(some)
			after = rows[n-1].DocumentID
		}
		if len(rows) < copiedAtOnce {
			return nil
		}
		done, err := c.catalog.q.CountIndexDocuments(ctx, c.catalog.db, c.target.ID)
		if err != nil {
			return postgres.Translate(err, "index")
		}
		c.run.Progress(stageEmbed, int(98*done/max(c.total, 1)))
	}
}

// together gives the first of the documents that are embedded at once, so that small ones keep all of the model's helpers busy.
func together(rows []db.ListDocumentsToCopyRow) []db.ListDocumentsToCopyRow {
	n := 1
	for sum := rows[0].Chunks; n < len(rows) && sum+rows[n].Chunks <= embeddedAtOnce; n++ {
		sum += rows[n].Chunks
	}
	return rows[:n]
}

func (c *copier) copyTogether(ctx context.Context, rows []db.ListDocumentsToCopyRow) error {
	documents, lists := make([]Document, len(rows)), make([][]passage, len(rows))
	var all []passage
	for i, r := range rows {
		documents[i] = Document{WorkspaceID: r.WorkspaceID, ID: r.DocumentID, MediaType: r.MediaType, CreatedAt: r.CreatedAt}
		var err error
		if lists[i], err = c.passages(ctx, documents[i]); err != nil {
			return fmt.Errorf("cut document %s: %w", r.DocumentID, err)
		}
		all = append(all, lists[i]...)
	}
	if c.catalog.embedsFor(c.target) {
		if err := c.writer.embed(ctx, Document{}, all); err != nil {
			return err
		}
	}
	for i, d := range documents {
		list := all[:len(lists[i])]
		all = all[len(lists[i]):]
		if err := c.copy(ctx, d, list); err != nil {
			return fmt.Errorf("index document %s anew: %w", d.ID, err)
		}
	}
	return nil
}

// copy puts one document into the target. One that is deleted meanwhile, or that somebody else puts there, is left alone.
func (c *copier) copy(ctx context.Context, d Document, list []passage) error {
	if err := c.writer.putVectors(ctx, c.target, d, list); err != nil {
		return err
	}
	moved := false
	err := c.run.Write(ctx, func(tx pgx.Tx) error {
		if _, err := c.catalog.q.LockGenerations(ctx, tx); err != nil {
			return postgres.Translate(err, "index")
		}
		err := c.writer.store(ctx, tx, c.target.ID, d, list, noTime)
		if moved = errors.Is(err, errMoved); moved {
			return c.giveBack(ctx, tx, d)
		}
		if err != nil {
			return err
		}
		return postgres.Translate(c.catalog.q.SetGenerationPosition(ctx, tx, db.SetGenerationPositionParams{ID: c.target.ID, Position: &d.ID}), "index")
	})
	switch {
	case fault.CodeOf(err) == fault.CodeNotFound:
		c.writer.dropVectors(ctx, []db.IndexGeneration{c.target}, d.WorkspaceID, d.ID)
		return nil
	case err == nil && moved:
		c.catalog.log.DebugContext(ctx, "a document was indexed twice at once", "document_id", d.ID)
	}
	return err
}

// giveBack takes out what another writer has put into the target between our look and our lock: its vectors may have been
// overwritten by ours. The document is copied again later.
func (c *copier) giveBack(ctx context.Context, tx pgx.Tx, d Document) error {
	_, err := c.catalog.q.DeleteDocumentChunks(ctx, tx, db.DeleteDocumentChunksParams{WorkspaceID: d.WorkspaceID, GenerationID: c.target.ID, DocumentID: d.ID})
	if err != nil {
		return postgres.Translate(err, "chunks")
	}
	return postgres.Translate(c.catalog.q.ForgetIndexed(ctx, tx, db.ForgetIndexedParams{
		WorkspaceID: d.WorkspaceID, GenerationID: c.target.ID, DocumentID: d.ID,
	}), "index")
}

// passages are the document's chunks as they are kept, or, where documents are cut in another way now, as they are cut anew.
func (c *copier) passages(ctx context.Context, d Document) ([]passage, error) {
	if !sameChunker(c.source, c.target) {
		if cut, _ := versions(c.source.Chunker); cut != c.catalog.cut {
			chunks, err := c.chunker.Chunks(ctx, d.WorkspaceID, d.ID)
			if err == nil || !fault.IsPermanent(err) {
				return c.prepared(ctx, d, chunks, nil, err)
			}
			c.catalog.log.WarnContext(ctx, "a document cannot be cut anew and keeps its chunks", "document_id", d.ID, "error", err)
		}
	}
	chunks, ids, err := c.kept(ctx, d)
	return c.prepared(ctx, d, chunks, ids, err)
}

func (c *copier) prepared(ctx context.Context, d Document, chunks []chunking.Chunk, ids []uuid.UUID, err error) ([]passage, error) {
	if err != nil {
		return nil, err
	}
	return c.writer.prepare(ctx, d, chunks, ids)
}

// kept reads the chunks of a document in the source.
func (c *copier) kept(ctx context.Context, d Document) (chunks []chunking.Chunk, ids []uuid.UUID, err error) {
	for after := int32(-1); ; {
		rows, err := c.catalog.q.ListChunksToCopy(ctx, c.catalog.db, db.ListChunksToCopyParams{
			WorkspaceID: d.WorkspaceID, GenerationID: c.source.ID, DocumentID: d.ID, After: after, PageSize: maxChunks,
		})
		if err != nil {
			return nil, nil, postgres.Translate(err, "chunks")
		}
		for _, r := range rows {
			after = r.Ordinal
			ch := chunking.Chunk{
				Ordinal: int(r.Ordinal), Text: r.Text, Heading: r.Heading, Page: int(r.Page), Language: r.Language, Pieces: int(r.Pieces),
			}
			if err := json.Unmarshal(r.Spans, &ch.Spans); err != nil {
				return nil, nil, fmt.Errorf("read spans of chunk %s: %w", r.ID, err)
			}
			chunks, ids = append(chunks, ch), append(ids, r.ID)
		}
		if len(rows) < maxChunks {
			return chunks, ids, nil
		}
	}
}
