package search

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/services/job"
)

// Indexing implements document.Index: documents are indexed by a job, and forgotten at once. Make one with NewIndexing.
type Indexing struct {
	jobs   Jobs
	writer *Writer
}

// NewIndexing makes an Indexing. It refuses parts that are nil.
func NewIndexing(jobs Jobs, w *Writer) (*Indexing, error) {
	if jobs == nil || w == nil {
		return nil, errors.New("make indexing of documents: a part is missing")
	}
	return &Indexing{jobs: jobs, writer: w}, nil
}

// Queue implements document.Index.
func (x *Indexing) Queue(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID, large bool) error {
	queue := job.QueueEmbed
	if large {
		queue = job.QueueLarge
	}
	return x.jobs.Create(ctx, tx, job.NewJob{
		ID: uuid.Must(uuid.NewV7()), WorkspaceID: workspace, Kind: job.KindEmbedDocument, Queue: queue, DocumentID: id,
	})
}

// Forget implements document.Index.
func (x *Indexing) Forget(ctx context.Context, workspace, id uuid.UUID) {
	x.writer.Forget(ctx, workspace, id)
}
