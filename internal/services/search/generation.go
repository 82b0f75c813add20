package search

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// State is what becomes of a generation: it is built, then it is the one that searches use, then it is retired and goes.
type State string

// The states.
const (
	Building State = "building"
	Live     State = "live"
	Retired  State = "retired"
)

// Generation is one state of the whole index, of all workspaces.
type Generation struct {
	ID         uuid.UUID
	Engine     string // pgvector, weaviate; "" without vectors
	Embedder   string // "" without vectors
	Dimensions int    // 0 without vectors
	Chunker    string // version of how documents are cut and their words are found
	State      State
	Documents  int64
	Chunks     int64
	Recall     *float64  // of the 10 nearest, 0 to 1, against exact search over a sample; nil when not measured
	MeasuredAt time.Time // of Recall; zero when not measured
	CreatedAt  time.Time
	FinishedAt time.Time // zero while it is built
}

// Generations gives the generations, newest first. They are the installation's: every workspace has its part in each.
func (s *Catalog) Generations(ctx context.Context, _ auth.Principal) ([]Generation, error) {
	if _, err := s.live(ctx); err != nil {
		return nil, err
	}
	rows, err := s.q.ListGenerations(ctx, s.db)
	if err != nil {
		return nil, postgres.Translate(err, "index")
	}
	out := make([]Generation, len(rows))
	for i, r := range rows {
		g := r.IndexGeneration
		out[i] = Generation{
			ID: g.ID, Engine: g.Engine, Embedder: g.Embedder, Dimensions: int(g.Dimensions), Chunker: g.Chunker, State: State(g.State),
			Documents: r.Documents, Chunks: r.Chunks, Recall: g.Recall, MeasuredAt: postgres.Deref(g.MeasuredAt),
			CreatedAt: g.CreatedAt, FinishedAt: postgres.Deref(g.FinishedAt),
		}
	}
	return out, nil
}

// wanted is the generation that the settings ask for, without id and state.
func (s *Catalog) wanted() db.IndexGeneration {
	g := db.IndexGeneration{Chunker: analysis}
	if s.cut != "" {
		g.Chunker = s.cut + "+" + analysis
	}
	if s.embedder != nil && s.vectors != nil {
		g.Engine, g.Embedder, g.Dimensions = s.vectors.Engine(), s.embedder.ID(), int32(s.embedder.Dimensions()) // some thousands
	}
	return g
}

// live finds the generation that searches use. The first one is made when it is asked for.
func (s *Catalog) live(ctx context.Context) (db.IndexGeneration, error) {
	g, err := s.q.GetLiveGeneration(ctx, s.db)
	if !errors.Is(err, pgx.ErrNoRows) {
		return g, postgres.Translate(err, "index")
	}
	if err := s.begin(ctx, s.db, Live, nil); err != nil {
		return g, err
	}
	g, err = s.q.GetLiveGeneration(ctx, s.db)
	return g, postgres.Translate(err, "index")
}

// begin makes a generation as the settings ask for, unless there is one of its state.
func (s *Catalog) begin(ctx context.Context, conn db.DBTX, state State, jobID *uuid.UUID) error {
	g := s.wanted()
	id := uuid.Must(uuid.NewV7())
	if g.Embedder != "" {
		if err := s.vectors.Prepare(ctx, id, int(g.Dimensions)); err != nil {
			return err
		}
	}
	made, err := s.q.InsertGeneration(ctx, conn, db.InsertGenerationParams{
		ID: id, Engine: g.Engine, Embedder: g.Embedder, Dimensions: g.Dimensions, Chunker: g.Chunker, State: string(state), JobID: jobID,
	})
	if err == nil && made == 0 && g.Embedder != "" { // another process was quicker
		return s.vectors.Drop(ctx, id)
	}
	return postgres.Translate(err, "index")
}

// writable are the generations that documents go into: the live one and the one that is built.
func (s *Catalog) writable(ctx context.Context) ([]db.IndexGeneration, error) {
	rows, err := s.q.ListWritableGenerations(ctx, s.db)
	return rows, postgres.Translate(err, "index")
}
