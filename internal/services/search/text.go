package search

import (
	"context"
	"errors"
	"fmt"
	"github.com/docketapi/docket/internal/services/search/stemming"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/bm25"
	"github.com/docketapi/docket/internal/services/search/postings"
)

// target is a workspace's part of the live generation.
type target struct {
	generation db.IndexGeneration
	workspace  uuid.UUID
	shard      int64 // 0 while nothing was indexed
	languages  []string
}

func (t target) scope() vector.Scope {
	return vector.Scope{Generation: t.generation.ID, Workspace: t.workspace}
}

// target finds the caller's part of the live generation.
func (c *Catalog) target(ctx context.Context, workspace uuid.UUID) (target, error) {
	row, err := c.q.GetLiveShard(ctx, c.db, workspace)
	if errors.Is(err, pgx.ErrNoRows) { // the first search of all
		if _, err := c.live(ctx); err != nil {
			return target{}, err
		}
		row, err = c.q.GetLiveShard(ctx, c.db, workspace)
	}
	if err != nil {
		return target{}, postgres.Translate(err, "index")
	}
	return target{generation: row.IndexGeneration, workspace: workspace, shard: postgres.Deref(row.ShardID), languages: row.Languages}, nil
}

// scored is a chunk that may be a hit.
type scored struct {
	id     uuid.UUID
	number uint32
	score  float64
}

// ranking is what the words of a question say about all chunks of a workspace.
type ranking struct {
	*bm25.Scores
	found map[string]bool // terms that chunks were found by
}

// rank sums up BM25 over all chunks that have a word of the question. Words that no chunk has are looked for inside others.
func (s *Service) rank(ctx context.Context, at target, text string) (ranking, error) {
	none := ranking{Scores: bm25.New(bm25.Stats{}, 0)}
	if at.shard == 0 {
		return none, nil
	}
	words, err := s.catalog.stems.Question(ctx, s.catalog.db, at.languages, text)
	if err != nil || len(words) == 0 {
		return none, err
	}
	var list []string
	for _, w := range words {
		list = append(list, w.Terms...)
	}
	in, err := s.catalog.read(ctx, at, list)
	if err != nil {
		return none, err
	}
	more, err := s.catalog.partsOfMissing(ctx, at, words, in)
	if err != nil {
		return none, err
	}
	if len(more) > 0 {
		// Read anew as a whole, as of one moment: the words that were found may be others by now.
		if in, err = s.catalog.read(ctx, at, append(list, more...)); err != nil {
			return none, err
		}
	}
	r := ranking{Scores: bm25.New(in.stats, in.size), found: map[string]bool{}}
	for _, w := range words {
		lists := make([][]postings.Posting, len(w.Terms))
		for i, t := range w.Terms {
			lists[i] = in.postings[t]
			r.found[t] = true
		}
		r.Add(lists...)
	}
	return r, nil
}

// partsOfMissing gives the words that no chunk has the terms of words that contain them.
func (c *Catalog) partsOfMissing(ctx context.Context, at target, words []stemming.Word, in postingLists) (more []string, err error) {
	missing := 0
	for i, w := range words {
		if in.has(w.Terms) {
			continue
		}
		if missing++; missing > mostParts {
			break
		}
		if words[i].Terms, err = c.parts(ctx, at, w); err != nil {
			return nil, err
		}
		more = append(more, words[i].Terms...)
	}
	return more, nil
}

// postingLists are the postings of terms as of one moment, without the dead.
type postingLists struct {
	stats    bm25.Stats
	size     uint32 // above every number
	postings map[string][]postings.Posting
}

func (r postingLists) has(list []string) bool {
	for _, t := range list {
		if len(r.postings[t]) > 0 {
			return true
		}
	}
	return false
}

// The kinds of rows of ReadPostings.
const (
	rowFigures = iota
	rowDead
	rowTail
	rowBlock
)

func (c *Catalog) read(ctx context.Context, at target, list []string) (postingLists, error) {
	rows, err := c.q.ReadPostings(ctx, c.db, db.ReadPostingsParams{ShardID: at.shard, WorkspaceID: at.workspace, Terms: list})
	if err != nil {
		return postingLists{}, postgres.Translate(err, "index")
	}
	if len(rows) == 0 {
		return postingLists{}, errMoved
	}
	in := postingLists{postings: make(map[string][]postings.Posting, len(list))}
	for _, t := range list {
		in.postings[t] = nil
	}
	var dead bm25.Set
	for _, r := range rows {
		switch r.Kind {
		case rowFigures:
			in.stats, in.size = bm25.Stats{Chunks: r.A, Words: r.B}, uint32(r.Numbers[0])
		case rowDead:
			dead = bm25.NewSet(r.Numbers)
		case rowTail:
			err = in.tail(r)
		default:
			in.postings[r.Term], err = postings.ReadBlock(in.postings[r.Term], r.Data)
		}
		if err != nil {
			return in, fmt.Errorf("read postings of shard %d: %w", at.shard, err)
		}
	}
	for t, l := range in.postings {
		if in.postings[t], err = dead.Without(l, in.size); err != nil {
			return in, fmt.Errorf("read postings of shard %d: %w", at.shard, err)
		}
	}
	return in, nil
}

// tail adds the postings of a tail that belong to terms that were asked for.
func (r postingLists) tail(row db.ReadPostingsRow) error {
	return postings.ReadTail(row.Data, uint32(row.A), func(text []byte, p postings.Posting) {
		if list, wanted := r.postings[string(text)]; wanted {
			r.postings[string(text)] = append(list, p)
		}
	})
}
