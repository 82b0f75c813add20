// Package vectortest is what every vector engine must do, as a suite of tests that each engine's package runs.
//
// It owns the suite and the made-up vectors. It does not own engines, nor how fast they are.
package vectortest

import (
	"context"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/vector"
)

// Engine is the port of services/search.
type Engine interface {
	Engine() string
	Prepare(ctx context.Context, generation uuid.UUID, dimensions int) error
	Put(ctx context.Context, s vector.Scope, items []vector.Item) error
	Delete(ctx context.Context, s vector.Scope, document uuid.UUID) error
	Nearest(ctx context.Context, q vector.Query) ([]vector.Neighbour, error)
	Similarities(ctx context.Context, s vector.Scope, question []float32, chunks []uuid.UUID) ([]vector.Neighbour, error)
	Count(ctx context.Context, generation uuid.UUID) (int64, error)
	Drop(ctx context.Context, generation uuid.UUID) error
}
