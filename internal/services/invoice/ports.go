package invoice

import (
	"context"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Reader reads invoices out of files. Errors carry the codes of documents; those that trying again may cure are
// fault.Unavailable.
type Reader interface {
	Read(ctx context.Context, src Source) (Reading, error)
}

// Source is one file to read.
type Source struct {
	Path string
	Name string // as it was uploaded; a hint
	// Progress may be called from any goroutine: what is being done, and how far the whole is in per cent.
	Progress func(stage string, percent int)
}

// Reading is what a file held: at least one invoice.
type Reading struct {
	Invoices []evidence.Invoice
	Pages    []pages.Page // with their words; none for XML
}

// Notices tell of invoices that have changed, from whichever process.
type Notices interface {
	// Subscribe gives a channel that receives after each notice of the key, until cancel.
	Subscribe(key string) (notice <-chan struct{}, cancel func())
}

// Channel is the database's channel of notices; their payload is an invoice's id.
const Channel = "docket_invoice"
