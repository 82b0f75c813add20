package search

import (
	"context"
	"errors"
	"github.com/docketapi/docket/internal/services/search/stemming"
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
	// Chunks reads a document and cuts it.
	Chunks(ctx context.Context, workspace, document uuid.UUID) ([]chunking.Chunk, error)
}

// Config is what a Catalog is made of. Without Embedder or Vectors there is search by words alone.
type Config struct {
	DB       postgres.DB
	Embedder Embedder
	Missing  string // why there is no Embedder, and what mends it
	Vectors  Vectors
	Cut      string // version of how documents are cut; "" is not known, and any will do
	Log      *slog.Logger
}

// Catalog is the generations of the index, and what all its parts share: the connection, the embedder and the engine. Make one
// with NewCatalog.
type Catalog struct {
	db       postgres.DB
	q        *db.Queries
	embedder Embedder
	missing  string
	vectors  Vectors
	cut      string
	log      *slog.Logger
	stems    *stemming.Stems
}

// NewCatalog makes a Catalog.
func NewCatalog(c Config) *Catalog {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	q := db.New()
	return &Catalog{db: c.DB, q: q, embedder: c.Embedder, missing: c.Missing, vectors: c.Vectors, cut: c.Cut, log: c.Log, stems: stemming.New(q)}
}

// Service searches the index. Make one with New.
type Service struct{ catalog *Catalog }

// New makes a Service.
func New(c *Catalog) *Service { return &Service{catalog: c} }

// Writer puts documents into the index and takes them out. Make one with NewWriter.
type Writer struct{ catalog *Catalog }

// NewWriter makes a Writer.
func NewWriter(c *Catalog) *Writer { return &Writer{catalog: c} }

// Maintainer keeps the index small and quick. Make one with NewMaintainer.
type Maintainer struct{ catalog *Catalog }

// NewMaintainer makes a Maintainer.
func NewMaintainer(c *Catalog) *Maintainer { return &Maintainer{catalog: c} }

// Rebuilder builds generations of the index. Make one with NewRebuilder.
type Rebuilder struct {
	catalog *Catalog
	writer  *Writer
	jobs    Jobs
	chunker Chunker
}

// NewRebuilder makes a Rebuilder. It refuses parts that are nil.
func NewRebuilder(c *Catalog, w *Writer, jobs Jobs, chunker Chunker) (*Rebuilder, error) {
	if c == nil || w == nil || jobs == nil || chunker == nil {
		return nil, errors.New("make rebuilder of the index: a part is missing")
	}
	return &Rebuilder{catalog: c, writer: w, jobs: jobs, chunker: chunker}, nil
}
