package document

import (
	"context"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Blobs keep bytes under keys.
type Blobs interface {
	// Keep stores the file at path: whole, durable, or not at all. It may take the file away.
	Keep(ctx context.Context, key, path string) error
	// Open reads length bytes from offset; a negative length is to the end.
	Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error)
	// Local gives the bytes as a file, until release.
	Local(ctx context.Context, key string) (path string, release func(), err error)
	Delete(ctx context.Context, key string) error
	// Each calls fn with every key that was written before the given time.
	Each(ctx context.Context, before time.Time, fn func(key string) error) error
}

// Pager turns files into pages. Errors carry the codes of documents.
type Pager interface {
	// Pages are all pages of the file with their words; none for a file that has no pages.
	Pages(ctx context.Context, path string) ([]pages.Page, error)
	// PagePNG draws a page as a PNG, turned clockwise by rotation, the page's own; not_found when the file has no such page.
	PagePNG(ctx context.Context, path string, number, dpi, rotation int) ([]byte, error)
}

// Processor hears of uploads that ask for more than being kept, in their transaction.
type Processor interface {
	ProcessUpload(ctx context.Context, tx pgx.Tx, p auth.Principal, up Uploaded, how Process) error
}

// Index makes documents searchable.
type Index interface {
	// Queue adds the job that indexes a document, in the transaction that makes it necessary. Large ones queue apart: a small one
	// does not wait behind them.
	Queue(ctx context.Context, tx pgx.Tx, workspace, document uuid.UUID, large bool) error
	// Forget takes out what a document that is gone has left there. It logs what fails: what stays is not found.
	Forget(ctx context.Context, workspace, document uuid.UUID)
}

// Jobs ends the work on what is deleted.
type Jobs interface {
	CancelAll(ctx context.Context, tx pgx.Tx, workspace, document, invoice uuid.UUID) error
}
