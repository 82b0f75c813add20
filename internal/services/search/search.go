// Package search finds passages of a workspace's documents by words, by meaning, or by both.
//
// It owns chunks, the generations of the index, the ranking and its fusion. It does not own the terms of words (stemming), the
// vectors' engine (Vectors) nor the model that makes them (Embedder), and it does not read documents: reading gives it their text.
package search

import (
	"context"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// Mode is how to search.
type Mode string

// The modes.
const (
	ModeHybrid Mode = "hybrid"
	ModeText   Mode = "text"
	ModeVector Mode = "vector"
)

// Query is a search.
type Query struct {
	Text   string
	Mode   Mode          // "" is hybrid
	Filter vector.Filter // which documents
	Limit  int           // 1 to 100; 0 is 10
	Cursor string        // of the answer before
	Sort   Sort          // "" is by relevance
	Facets []Facet       // what hits are counted by
	// ByDocument gives the best passage of each document.
	ByDocument bool
	// Operators reads "an exact phrase" and -word in the text, and Count fills in Total: what callers type, not what code asks.
	Operators, Count bool
}

// Box is a place on a page.
type Box = chunking.Box

// Span is a stretch of a chunk's text with its place on a page.
type Span = chunking.Span

// Hit is a passage that was found.
type Hit struct {
	ChunkID    uuid.UUID
	DocumentID uuid.UUID
	Name       string // of the document's file
	Page       int    // from 1; 0 where the document has no pages
	Language   string // ISO 639-1; "" when not known
	Text       string // of the whole chunk
	Spans      []Span // of its lines, in order; none where the document has no pages
	Snippet    string // the best stretch of Text, up to 300 characters
	Boxes      []Box  // of the snippet
	Score      float64
	Labelled   bool // the document is an e-invoice in XML: its text is values beside their labels
	Passages   int  // of the document that were found, when hits are grouped; else 0
}

// Result is what a search found, best first.
type Result struct {
	Hits     []Hit
	Mode     Mode   // the one that was used
	Degraded bool   // asked for vectors, but there are none to be had: found by words alone
	Detail   string // why it is degraded and which command or setting mends it
	// Total is how many hits there are, when it was asked for; Listed is that many or more. With a phrase the best 1,000 passages
	// that have its words are looked at.
	Total      int
	NextCursor string // "" on the last page
	Facets     map[Facet][]Count
	Pending    int // documents that are on their way into the index and cannot be found yet, up to 1,000
}

// Embedder makes vectors of unit length. Implementations are safe for many callers.
type Embedder interface {
	// ID names model and runtime: vectors of different ids cannot be compared.
	ID() string
	// Dimensions is how many numbers a vector has.
	Dimensions() int
	// Passages embeds texts to be found.
	Passages(ctx context.Context, texts []string) ([][]float32, error)
	// Question embeds a text to find them by.
	Question(ctx context.Context, text string) ([]float32, error)
}

// Vectors keeps chunks' vectors and finds the nearest. Implementations are safe for many callers.
type Vectors interface {
	// Engine is pgvector or weaviate.
	Engine() string
	// Prepare makes room for a generation. It may be called again.
	Prepare(ctx context.Context, generation uuid.UUID, dimensions int) error
	// Put keeps items; those that are there already are replaced.
	Put(ctx context.Context, s vector.Scope, items []vector.Item) error
	// Delete forgets a document's items.
	Delete(ctx context.Context, s vector.Scope, document uuid.UUID) error
	// Nearest gives the K nearest that pass the filter, best first: fewer only when there are no more.
	Nearest(ctx context.Context, q vector.Query) ([]vector.Neighbour, error)
	// Similarities gives the exact similarity of the named chunks; those it does not hold are left out.
	Similarities(ctx context.Context, s vector.Scope, question []float32, chunks []uuid.UUID) ([]vector.Neighbour, error)
	// Count is how many items a generation has.
	Count(ctx context.Context, generation uuid.UUID) (int64, error)
	// Drop forgets a generation.
	Drop(ctx context.Context, generation uuid.UUID) error
}
