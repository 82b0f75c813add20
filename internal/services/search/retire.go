package search

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

var noTime time.Time

// dropRetired removes generations that no search uses any more, with their vectors.
func (s *Maintainer) dropRetired(ctx context.Context) error {
	rows, err := s.catalog.q.ListRetired(ctx, s.catalog.db, retiredGrace)
	if err != nil {
		return postgres.Translate(err, "index")
	}
	var errs []error
	for _, g := range rows {
		errs = append(errs, s.drop(ctx, g))
	}
	return errors.Join(errs...)
}

func (s *Maintainer) drop(ctx context.Context, g db.IndexGeneration) error {
	switch {
	case g.Engine == "":
	case s.catalog.vectors != nil && s.catalog.vectors.Engine() == g.Engine:
		if err := s.catalog.vectors.Drop(ctx, g.ID); err != nil {
			return err
		}
	default:
		s.catalog.log.WarnContext(ctx, "vectors stay in an engine that is no longer in the settings", "engine", g.Engine, "generation", g.ID)
	}
	return postgres.Exec(ctx, s.catalog.db, func(tx pgx.Tx) error {
		// The shards first: what takes care of their figures has nothing to do then.
		return postgres.Translate(errors.Join(s.catalog.q.DropShards(ctx, tx, g.ID), s.catalog.q.DropChunks(ctx, tx, g.ID), s.catalog.q.DropGeneration(ctx, tx, g.ID)), "index")
	})
}

const (
	recallOf      = 10 // nearest chunks
	recallSample  = 40 // questions
	recallShards  = 4  // workspaces, the largest
	recallPerEach = recallSample / recallShards
)

// measureLive measures the recall of the live generation when that is long ago.
func (s *Maintainer) measureLive(ctx context.Context) error {
	g, err := s.catalog.live(ctx)
	if err != nil || !s.catalog.embedsFor(g) || time.Since(postgres.Deref(g.MeasuredAt)) < measureAgain {
		return err
	}
	return s.catalog.measureRecall(ctx, g)
}

// measureRecall holds the nearest chunks that the engine gives against those that it finds by comparing with every chunk, over
// a sample of the chunks themselves. Without chunks there is nothing to measure.
func (s *Catalog) measureRecall(ctx context.Context, g db.IndexGeneration) error {
	if !s.embedsFor(g) {
		return nil
	}
	shards, err := s.q.ListLargestShards(ctx, s.db, db.ListLargestShardsParams{GenerationID: g.ID, PageSize: recallShards})
	if err != nil {
		return postgres.Translate(err, "index")
	}
	found, expected := 0, 0
	for _, shard := range shards {
		f, e, err := s.recall(ctx, g, shard)
		if err != nil {
			return err
		}
		found, expected = found+f, expected+e
	}
	if expected == 0 {
		return nil
	}
	return postgres.Translate(s.q.SetRecall(ctx, s.db, db.SetRecallParams{ID: g.ID, Recall: float64(found) / float64(expected)}), "index")
}

func (s *Catalog) recall(ctx context.Context, g db.IndexGeneration, shard db.ListLargestShardsRow) (found, expected int, err error) {
	numbers := make([]int32, 4*recallPerEach) // some are dead
	for i := range numbers {
		numbers[i] = rand.Int32N(shard.NextNumber)
	}
	rows, err := s.q.ListTextsByNumber(ctx, s.db, db.ListTextsByNumberParams{WorkspaceID: shard.WorkspaceID, GenerationID: g.ID, Numbers: numbers})
	if err != nil {
		return 0, 0, postgres.Translate(err, "chunks")
	}
	for _, r := range rows[:min(len(rows), recallPerEach)] {
		made, err := s.embedder.Passages(ctx, []string{embedded(chunking.Chunk{Heading: r.Heading, Text: r.Text})})
		if err != nil {
			return 0, 0, err
		}
		q := vector.Query{Scope: vector.Scope{Generation: g.ID, Workspace: shard.WorkspaceID}, Vector: made[0], K: recallOf}
		near, err := s.vectors.Nearest(ctx, q)
		if err != nil {
			return 0, 0, err
		}
		q.Exact = true
		exact, err := s.vectors.Nearest(ctx, q)
		if err != nil {
			return 0, 0, err
		}
		found, expected = found+common(near, exact), expected+len(exact)
	}
	return found, expected, nil
}

func common(a, b []vector.Neighbour) int {
	in := make(map[uuid.UUID]bool, len(a))
	for _, n := range a {
		in[n.ChunkID] = true
	}
	n := 0
	for _, x := range b {
		if in[x.ChunkID] {
			n++
		}
	}
	return n
}
