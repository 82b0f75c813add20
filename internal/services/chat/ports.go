package chat

import (
	"context"
	"encoding/json"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/services/query"
	"github.com/docketapi/docket/internal/services/search"
)

// Searcher finds passages of the caller's workspace.
type Searcher interface {
	Search(ctx context.Context, p auth.Principal, q search.Query) (search.Result, error)
}

// Embedder makes vectors of unit length; search.Embedder is one. Its question-to-passage similarity helps where words differ.
type Embedder interface {
	Passages(ctx context.Context, texts []string) ([][]float32, error)
	Question(ctx context.Context, text string) ([]float32, error)
}

// Notices tell of answers that should stop or have more to read, from whichever process.
type Notices interface {
	// Subscribe gives a channel that receives after each notice of the key, until cancel.
	Subscribe(key string) (notice <-chan struct{}, cancel func())
}

// Channel is the database's channel of notices; their payload is an answer's id.
const Channel = "docket_chat"

// ToolSpec is an operation of the contract as a tool: cmd makes it from the specification.
type ToolSpec struct {
	Name        string // one of the names below
	Description string
	Parameters  json.RawMessage // JSON Schema of an object
	Scopes      []string        // a caller needs all of them
}

// The tools. A ToolSpec with another name is refused by New.
const (
	ToolSearch = "search_documents"
	ToolQuery  = "query_invoices"
)

// Queries ask the invoices of the caller's workspace for figures.
type Queries interface {
	Run(ctx context.Context, p auth.Principal, q query.Query) (query.Result, error)
	// Sellers are all there are, or those whose name has one of the words; all is false when there are too many.
	Sellers(ctx context.Context, p auth.Principal, words []string) (list []query.Seller, all bool, err error)
	// Numbers are those of the words that are numbers of invoices.
	Numbers(ctx context.Context, p auth.Principal, words []string) ([]string, error)
}
