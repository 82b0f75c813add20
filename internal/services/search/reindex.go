package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

const (
	// copiedAtOnce is how many documents are looked up at a time.
	copiedAtOnce = 100
	// embeddedAtOnce is how many chunks of several documents are embedded together.
	embeddedAtOnce = 64
	// stageEmbed is the stage of a reindex that takes its time.
	stageEmbed = "embed"
	stageSwap  = "swap"
)

// StartReindex queues the job that builds a new generation beside the live one and puts it in its place. The generation is the
// installation's: all workspaces are in it. Errors: conflict while one is being built.
func (s *Service) StartReindex(ctx context.Context, p auth.Principal) (job.Job, error) {
	if subject := idempotency.Subject(ctx); subject != uuid.Nil {
		return s.Jobs.Find(ctx, p, subject)
	}
	if _, err := s.live(ctx); err != nil {
		return job.Job{}, err
	}
	id, err := postgres.InTx(ctx, s.DB, func(tx pgx.Tx) (uuid.UUID, error) {
		id, err := s.queueReindex(ctx, tx, p.WorkspaceID)
		if err == nil && id == uuid.Nil {
			return id, fault.New(fault.CodeConflict, "the index is being built anew already")
		}
		if err != nil {
			return id, err
		}
		return id, idempotency.Bind(ctx, tx, id)
	})
	if err != nil {
		return job.Job{}, err
	}
	return s.Jobs.Find(ctx, p, id)
}

// queueReindex queues the job; uuid.Nil when there is a live one.
func (s *Service) queueReindex(ctx context.Context, tx pgx.Tx, workspace uuid.UUID) (uuid.UUID, error) {
	if err := s.q.LockReindex(ctx, tx); err != nil {
		return uuid.Nil, postgres.Translate(err, "index")
	}
	if n, err := s.q.CountLiveReindexJobs(ctx, tx, job.KindReindex); err != nil || n > 0 {
		return uuid.Nil, postgres.Translate(err, "jobs")
	}
	id := uuid.Must(uuid.NewV7())
	return id, s.Jobs.Create(ctx, tx, job.NewJob{ID: id, WorkspaceID: workspace, Kind: job.KindReindex, Queue: job.QueueRead})
}

// Refresh queues a reindex when the live generation is not what the settings ask for: another model, another engine, another
// way to cut. It is for the start of a worker. A model that is gone is no reason: the vectors there are will do when it is back.
func (s *Service) Refresh(ctx context.Context) error {
	live, err := s.live(ctx)
	if err != nil {
		return err
	}
	if !s.outdated(live) {
		return nil
	}
	return postgres.Exec(ctx, s.DB, func(tx pgx.Tx) error {
		w, err := s.q.GetDefaultWorkspace(ctx, tx)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // nothing was ever started here
		}
		if err != nil {
			return postgres.Translate(err, "workspace")
		}
		id, err := s.queueReindex(ctx, tx, w.ID)
		if err == nil && id != uuid.Nil {
			s.Log.InfoContext(ctx, "the index is built anew", "job_id", id)
		}
		return err
	})
}

func (s *Service) outdated(live db.IndexGeneration) bool {
	w := s.wanted()
	if w.Embedder == "" {
		return live.Embedder == "" && !sameChunker(w, live)
	}
	return w.Embedder != live.Embedder || w.Engine != live.Engine || !sameChunker(w, live)
}

// sameChunker tells whether documents are cut and analysed alike. Without a chunker only the analysis is known.
func sameChunker(a, b db.IndexGeneration) bool {
	cutA, wordsA := versions(a.Chunker)
	cutB, wordsB := versions(b.Chunker)
	return wordsA == wordsB && (cutA == cutB || cutA == "" || cutB == "")
}

func versions(chunker string) (cut, words string) {
	if cut, words, ok := strings.Cut(chunker, "+"); ok {
		return cut, words
	}
	return "", chunker
}

// Reindex is the job. It copies document by document what the live generation has and the new one has not; so an attempt that
// was killed is taken up where it ended, and what is uploaded meanwhile, which goes into both, is not copied twice. The swap is
// one transaction, in which nothing is missing any more.
func (s *Service) Reindex(ctx context.Context, run *job.Run) error {
	source, err := s.live(ctx)
	if err != nil {
		return err
	}
	target, err := s.building(ctx, run.Job().ID)
	if err != nil {
		return err
	}
	c := copier{s: s, run: run, source: source, target: target}
	for {
		if err := c.copyAll(ctx); err != nil {
			return err
		}
		if err := s.measureRecall(ctx, target); err != nil {
			s.Log.WarnContext(ctx, "the recall of the new index is not known", "error", err)
		}
		run.Progress(stageSwap, 99)
		err := run.Complete(ctx, func(tx pgx.Tx) error { return s.swap(ctx, tx, source, target) })
		if !errors.Is(err, errMoved) {
			return err
		}
	}
}

// building finds the generation that is being built, or begins one. One that was begun under other settings is given up.
func (s *Service) building(ctx context.Context, jobID uuid.UUID) (db.IndexGeneration, error) {
	g, err := s.q.GetBuildingGeneration(ctx, s.DB)
	w := s.wanted()
	if err == nil && g.Embedder == w.Embedder && g.Engine == w.Engine && g.Chunker == w.Chunker {
		return g, nil
	}
	if err == nil {
		err = s.q.RetireGeneration(ctx, s.DB, g.ID)
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return g, postgres.Translate(err, "index")
	}
	if err := s.begin(ctx, s.DB, Building, &jobID); err != nil {
		return g, err
	}
	g, err = s.q.GetBuildingGeneration(ctx, s.DB)
	return g, postgres.Translate(err, "index")
}

// swap makes the target live, if it has every document of the source; errMoved otherwise.
func (s *Service) swap(ctx context.Context, tx pgx.Tx, source, target db.IndexGeneration) error {
	if _, err := s.q.LockAllGenerations(ctx, tx); err != nil { // writers hold what they write to
		return postgres.Translate(err, "index")
	}
	left, err := s.q.ListDocumentsToCopy(ctx, tx, db.ListDocumentsToCopyParams{Source: source.ID, Target: target.ID, PageSize: 1})
	if err != nil {
		return postgres.Translate(err, "index")
	}
	if len(left) > 0 {
		return errMoved
	}
	if err := s.q.RetireLive(ctx, tx); err != nil {
		return postgres.Translate(err, "index")
	}
	return postgres.Translate(s.q.MakeLive(ctx, tx, target.ID), "index")
}

// copier copies documents from one generation into another.
type copier struct {
	s              *Service
	run            *job.Run
	source, target db.IndexGeneration
	total          int64
}

// copyAll copies until nothing is missing, first from where an earlier attempt has ended, then all that is left.
func (c *copier) copyAll(ctx context.Context) error {
	var err error
	if c.total, err = c.s.q.CountIndexDocuments(ctx, c.s.DB, c.source.ID); err != nil {
		return postgres.Translate(err, "index")
	}
	if err := c.copyFrom(ctx, postgres.Deref(c.target.Position)); err != nil {
		return err
	}
	return c.copyFrom(ctx, uuid.Nil)
}

func (c *copier) copyFrom(ctx context.Context, after uuid.UUID) error {
	for {
		rows, err := c.s.q.ListDocumentsToCopy(ctx, c.s.DB, db.ListDocumentsToCopyParams{
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
		done, err := c.s.q.CountIndexDocuments(ctx, c.s.DB, c.target.ID)
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
	if c.s.embedsFor(c.target) {
		if err := c.s.embed(ctx, Document{}, all); err != nil {
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
	if err := c.s.putVectors(ctx, c.target, d, list); err != nil {
		return err
	}
	moved := false
	err := c.run.Write(ctx, func(tx pgx.Tx) error {
		if _, err := c.s.q.LockGenerations(ctx, tx); err != nil {
			return postgres.Translate(err, "index")
		}
		err := c.s.store(ctx, tx, c.target.ID, d, list, noTime)
		if moved = errors.Is(err, errMoved); moved {
			return c.giveBack(ctx, tx, d)
		}
		if err != nil {
			return err
		}
		return postgres.Translate(c.s.q.SetGenerationPosition(ctx, tx, db.SetGenerationPositionParams{ID: c.target.ID, Position: &d.ID}), "index")
	})
	switch {
	case fault.CodeOf(err) == fault.CodeNotFound:
		c.s.dropVectors(ctx, []db.IndexGeneration{c.target}, d.WorkspaceID, d.ID)
		return nil
	case err == nil && moved:
		c.s.Log.DebugContext(ctx, "a document was indexed twice at once", "document_id", d.ID)
	}
	return err
}

// giveBack takes out what another writer has put into the target between our look and our lock: its vectors may have been
// overwritten by ours. The document is copied again later.
func (c *copier) giveBack(ctx context.Context, tx pgx.Tx, d Document) error {
	_, err := c.s.q.DeleteDocumentChunks(ctx, tx, db.DeleteDocumentChunksParams{WorkspaceID: d.WorkspaceID, GenerationID: c.target.ID, DocumentID: d.ID})
	if err != nil {
		return postgres.Translate(err, "chunks")
	}
	return postgres.Translate(c.s.q.ForgetIndexed(ctx, tx, db.ForgetIndexedParams{
		WorkspaceID: d.WorkspaceID, GenerationID: c.target.ID, DocumentID: d.ID,
	}), "index")
}

// passages are the document's chunks as they are kept, or, where documents are cut in another way now, as they are cut anew.
func (c *copier) passages(ctx context.Context, d Document) ([]passage, error) {
	if c.s.Chunker != nil && !sameChunker(c.source, c.target) {
		if cut, _ := versions(c.source.Chunker); cut != c.s.Chunker.Version() {
			chunks, err := c.s.Chunker.Chunks(ctx, d.WorkspaceID, d.ID)
			if err == nil || !fault.IsPermanent(err) {
				return c.prepared(ctx, chunks, nil, err)
			}
			c.s.Log.WarnContext(ctx, "a document cannot be cut anew and keeps its chunks", "document_id", d.ID, "error", err)
		}
	}
	chunks, ids, err := c.kept(ctx, d)
	return c.prepared(ctx, chunks, ids, err)
}

func (c *copier) prepared(ctx context.Context, chunks []chunking.Chunk, ids []uuid.UUID, err error) ([]passage, error) {
	if err != nil {
		return nil, err
	}
	return c.s.prepare(ctx, chunks, ids)
}

// kept reads the chunks of a document in the source.
func (c *copier) kept(ctx context.Context, d Document) (chunks []chunking.Chunk, ids []uuid.UUID, err error) {
	for after := int32(-1); ; {
		rows, err := c.s.q.ListChunksToCopy(ctx, c.s.DB, db.ListChunksToCopyParams{
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
