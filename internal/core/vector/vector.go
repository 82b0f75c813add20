// Package vector is what the parts that search by meaning say to each other: a chunk's vector, a question, an answer.
//
// It owns these types and nothing else. Engines are in infra/vectorindex, embedders in infra/embed, and what a search is
// in services/search.
package vector

import (
	"time"

	"github.com/google/uuid"
)

// Scope names whose vectors are meant: one generation of the index, and in it one workspace.
type Scope struct {
	Generation uuid.UUID
	Workspace  uuid.UUID
}

// Item is the vector of one chunk with what searches filter by.
type Item struct {
	ChunkID    uuid.UUID
	DocumentID uuid.UUID
	Language   string    // ISO 639-1; "" when not known
	MediaType  string    // of the document
	CreatedAt  time.Time // of the document
	Vector     []float32 // of unit length
}

// Filter narrows a search; a zero field does not. A list that is not nil names all that pass: an empty one lets nothing through.
type Filter struct {
	DocumentIDs   []uuid.UUID
	Languages     []string
	MediaTypes    []string
	CreatedFrom   time.Time // inclusive
	CreatedBefore time.Time // exclusive
}

// Empty tells whether the filter lets everything through.
func (f Filter) Empty() bool {
	return f.DocumentIDs == nil && f.Languages == nil && f.MediaTypes == nil && f.CreatedFrom.IsZero() && f.CreatedBefore.IsZero()
}

// Nothing tells whether the filter lets nothing through, whatever there is: one of its lists is empty.
func (f Filter) Nothing() bool {
	return f.DocumentIDs != nil && len(f.DocumentIDs) == 0 || f.Languages != nil && len(f.Languages) == 0 ||
		f.MediaTypes != nil && len(f.MediaTypes) == 0
}

// Query asks for the K nearest chunks.
type Query struct {
	Scope
	Vector []float32
	K      int
	Filter Filter
	Exact  bool // compare with every chunk, to measure the recall of the index
}

// Neighbour is a chunk and its cosine similarity to the question, -1 to 1.
type Neighbour struct {
	ChunkID    uuid.UUID
	Similarity float64
}
