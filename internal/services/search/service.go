package search

import (
	"context"
	"log/slog"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// analysis is the version of how words are found in a chunk. It changes with package terms; the index is then built anew.
const analysis = "a3"

// Jobs queues the job that builds a generation.
type Jobs interface {
	Create(ctx context.Context, tx pgx.Tx, list ...job.NewJob) error
	Find(ctx context.Context, p auth.Principal, id uuid.UUID) (job.Job, error)
}

// Chunker cuts a document again: asked for when the way documents are cut has changed.
type Chunker interface {
	// Version names how documents are cut.
	Version() string
	// Chunks reads a document and cuts it.
	Chunks(ctx context.Context, workspace, document uuid.UUID) ([]chunking.Chunk, error)
}

// Deps are what a Service works with. Without Embedder or Vectors there is search by words alone. Without Chunker chunks are
// taken over as they are.
type Deps struct {
	DB       postgres.DB
	Jobs     Jobs
	Embedder Embedder
	Missing  string // why there is no Embedder, and what mends it
	Vectors  Vectors
	Chunker  Chunker
	Log      *slog.Logger
}

// Service keeps the index and searches it. Make one with New.
type Service struct {
	Deps
	q     *db.Queries
	stems *stems
}

// New makes a Service.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Deps: d, q: db.New(), stems: newStems()}
}

// Attach names who cuts documents. Call it before anything runs.
func (s *Service) Attach(c Chunker) { s.Chunker = c }
