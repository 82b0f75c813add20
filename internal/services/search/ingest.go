package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// Stages of embed_document, with the share of the work that is done when each begins.
const (
	stageRead   = "read"
	stageCut    = "cut"
	percentRead = 5
	percentCut  = 30
	percentEnd  = 98
)

// IngestConfig is what an Ingest is made of.
type IngestConfig struct {
	Writer    *Writer
	Documents *document.Service
	Count     chunking.Counter // of word pieces; nil estimates
	Limits    content.Limits   // of documents without pages
	Log       *slog.Logger
}

// Ingest reads documents and puts them into the index: the job embed_document. Make one with NewIngest.
type Ingest struct {
	writer    *Writer
	documents *document.Service
	count     chunking.Counter
	limits    content.Limits
	log       *slog.Logger
}

// NewIngest makes an Ingest. It refuses parts that are nil.
func NewIngest(c IngestConfig) (*Ingest, error) {
	if c.Writer == nil || c.Documents == nil {
		return nil, errors.New("make ingest of documents: a part is missing")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Ingest{writer: c.Writer, documents: c.Documents, count: c.Count, limits: c.Limits, log: c.Log}, nil
}

// Chunks implements Chunker. A document that has no text that is read has none.
func (in *Ingest) Chunks(ctx context.Context, workspace, id uuid.UUID) ([]chunking.Chunk, error) {
	return guard.Get(ctx, in.log, func() ([]chunking.Chunk, error) { return in.chunks(ctx, workspace, id) })
}

func (in *Ingest) chunks(ctx context.Context, workspace, id uuid.UUID) ([]chunking.Chunk, error) {
	d, err := in.documents.Find(ctx, auth.Principal{WorkspaceID: workspace}, id)
	if err != nil {
		return nil, err
	}
	doc, err := in.read(ctx, workspace, d)
	if err != nil {
		return nil, err
	}
	return chunking.Cut(doc.Blocks, in.count), nil
}

// Embed is the job. The words of a document are found as soon as it is read; its vectors are made outside any transaction, and
// follow. An attempt that was killed is made again from the start: pages that were read are kept, files that became documents are
// found by their content.
func (in *Ingest) Embed(ctx context.Context, run *job.Run) error {
	return guard.Run(ctx, in.log, func() error { return in.embed(ctx, run) })
}

func (in *Ingest) embed(ctx context.Context, run *job.Run) error {
	j := run.Job()
	run.Progress(stageRead, percentRead)
	d, err := in.documents.Find(ctx, auth.Principal{WorkspaceID: j.WorkspaceID}, j.DocumentID)
	if err != nil {
		return err
	}
	doc, err := in.read(ctx, j.WorkspaceID, d)
	if err != nil {
		return fmt.Errorf("read document %s: %w", d.ID, err)
	}
	if err := in.keepFiles(ctx, run, d, doc.Attachments); err != nil {
		return err
	}
	run.Progress(stageCut, percentCut)
	chunks := chunking.Cut(doc.Blocks, in.count)
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("cut document %s: %w", d.ID, context.Cause(ctx))
	}
	there := func(fn func(pgx.Tx) error) func(pgx.Tx) error {
		return func(tx pgx.Tx) error {
			// One that was deleted meanwhile is not_found, and stays so.
			if _, err := in.documents.Lock(ctx, tx, j.WorkspaceID, d.ID); err != nil {
				return err
			}
			return fn(tx)
		}
	}
	return in.writer.Index(ctx, Document{
		WorkspaceID: j.WorkspaceID, ID: d.ID, MediaType: d.MediaType, CreatedAt: d.CreatedAt, Chunks: chunks,
		Progress: func(done, total int) {
			run.Progress(stageEmbed, percentCut+(percentEnd-percentCut)*done/max(total, 1))
		},
		Write:  func(ctx context.Context, fn func(pgx.Tx) error) error { return run.Write(ctx, there(fn)) },
		Commit: func(ctx context.Context, fn func(pgx.Tx) error) error { return run.Complete(ctx, there(fn)) },
	})
}

// read gives what stands in a document: its pages as they are stored, or read and stored now; any other form by its parser.
func (in *Ingest) read(ctx context.Context, workspace uuid.UUID, d document.Document) (content.Document, error) {
	if d.Kind == document.PDF || d.Kind == document.Image {
		list, err := in.documents.Text(ctx, auth.Principal{WorkspaceID: workspace}, d.ID, 1, 0)
		if err != nil {
			return content.Document{}, err
		}
		return content.Document{Blocks: content.FromPages(list)}, nil
	}
	path, release, err := in.documents.Local(ctx, workspace, d)
	if err != nil {
		return content.Document{}, err
	}
	defer release()
	return content.Read(ctx, content.File{Path: path, Form: content.Form(d.Kind), Charset: d.Charset}, in.limits)
}
