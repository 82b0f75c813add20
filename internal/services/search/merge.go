package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/bm25"
	"github.com/docketapi/docket/internal/services/search/postings"
)

const (
	// fewestMerged is how many segments are worth a merge: each one costs a search a row for every term.
	fewestMerged = 4
	// growth is how much larger than all newer segments together one is that is left as it is. So every posting is written
	// again only a few times while a workspace grows.
	growth = 2
	// deadShare: a shard is written anew when one chunk in so many is dead.
	deadShare = 5
	// mergeRows is how many blocks are read at a time.
	mergeRows = 4000
	// retiredGrace is how long a generation stays after its successor is live: searches that began before go on in it.
	retiredGrace = time.Minute
	// measureAgain is how old the recall of the live generation gets.
	measureAgain = 24 * time.Hour
)

// Maintain merges segments, drops retired generations and measures the recall now and then. It is for a periodic job; what fails
// does not keep the rest from being done.
func (s *Maintainer) Maintain(ctx context.Context) error {
	return errors.Join(s.MergeSegments(ctx), s.dropRetired(ctx), s.measureLive(ctx))
}

// MergeSegments merges the segments of all shards that have too many, or too many dead chunks in them. Searches and writers
// go on meanwhile.
func (s *Maintainer) MergeSegments(ctx context.Context) error {
	rows, err := s.catalog.q.ListShardsToMerge(ctx, s.catalog.db, db.ListShardsToMergeParams{Segments: fewestMerged, Share: deadShare})
	if err != nil {
		return postgres.Translate(err, "index")
	}
	var errs []error
	for _, r := range rows {
		if err := s.mergeShard(ctx, r.ID, r.Chunks); err != nil {
			errs = append(errs, fmt.Errorf("merge segments of shard %d: %w", r.ID, err))
		}
	}
	return errors.Join(errs...)
}

func (s *Maintainer) mergeShard(ctx context.Context, shard, chunks int64) error {
	// A number of its own, before the transaction: it must not hold the row that writers need.
	number, err := s.catalog.q.NextSegment(ctx, s.catalog.db, shard)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return postgres.Translate(err, "index")
	}
	return postgres.Exec(ctx, s.catalog.db, func(tx pgx.Tx) error {
		if alone, err := s.catalog.q.TryLockShardMerge(ctx, tx, shard); err != nil || !alone {
			return postgres.Translate(err, "index")
		}
		if _, err := s.catalog.q.KeepShard(ctx, tx, shard); err != nil {
			if errors.Is(err, pgx.ErrNoRows) {
				return nil
			}
			return postgres.Translate(err, "index")
		}
		all, err := s.catalog.q.ListSegments(ctx, tx, shard)
		if err != nil || len(all) == 0 {
			return postgres.Translate(err, "index")
		}
		dead, err := s.catalog.q.ListDead(ctx, tx, db.ListDeadParams{ShardID: shard, First: all[0].First, Beyond: all[len(all)-1].Beyond})
		if err != nil {
			return postgres.Translate(err, "index")
		}
		merged := toMerge(all, int64(len(dead))*deadShare > chunks+1000)
		if len(merged) == 0 {
			return nil
		}
		return s.merge(ctx, tx, shard, number, merged, dead)
	})
}

// toMerge gives the newest segments, as many as are not much larger than all newer ones together; all of them when everything
// is to be written anew.
func toMerge(all []db.IndexSegment, everything bool) []db.IndexSegment {
	if everything {
		return all
	}
	from, sum := len(all), int64(0)
	for from > 0 && (from == len(all) || all[from-1].Bytes <= growth*sum) {
		from--
		sum += all[from].Bytes
	}
	if len(all)-from < fewestMerged {
		return nil
	}
	return all[from:]
}

// merge writes segments, without their dead, as one.
func (s *Maintainer) merge(ctx context.Context, tx pgx.Tx, shard int64, number int32, old []db.IndexSegment, dead []int32) error {
	first, beyond := old[0].First, old[len(old)-1].Beyond
	dead = slices.DeleteFunc(dead, func(n int32) bool { return n < first || n >= beyond })
	m := merger{gone: bm25.NewSet(dead), shard: shard, segment: number, beyond: uint32(beyond)}
	numbers := make([]int32, len(old))
	for i, g := range old {
		numbers[i] = g.Segment
	}
	page := int32(mergeRows)
	for after := ""; ; {
		rows, err := s.catalog.q.ListPostings(ctx, tx, db.ListPostingsParams{ShardID: shard, Segments: numbers, After: after, PageSize: page})
		if err != nil {
			return postgres.Translate(err, "index")
		}
		last := len(rows) < int(page)
		if !last {
			if rows = wholeTerms(rows); len(rows) == 0 {
				page *= 2
				continue
			}
		}
		if len(rows) > 0 {
			after = rows[len(rows)-1].Term
		}
		out, err := m.merge(rows)
		if err != nil {
			return err
		}
		if _, err := s.catalog.q.InsertPostings(ctx, tx, out); err != nil {
			return postgres.Translate(err, "index")
		}
		if last {
			break
		}
	}
	err := errors.Join(
		s.catalog.q.DeletePostings(ctx, tx, db.DeletePostingsParams{ShardID: shard, Segments: numbers}),
		s.catalog.q.DeleteSegments(ctx, tx, db.DeleteSegmentsParams{ShardID: shard, Segments: numbers}),
		s.catalog.q.InsertSegment(ctx, tx, db.InsertSegmentParams{ShardID: shard, Segment: number, First: first, Beyond: beyond, Bytes: m.bytes}),
		s.catalog.q.DeleteDead(ctx, tx, db.DeleteDeadParams{ShardID: shard, Numbers: dead}),
	)
	return postgres.Translate(err, "index")
}

// wholeTerms leaves out the last term of a page, of which more may come.
func wholeTerms(rows []db.ListPostingsRow) []db.ListPostingsRow {
	last := rows[len(rows)-1].Term
	end := slices.IndexFunc(rows, func(r db.ListPostingsRow) bool { return r.Term == last })
	return rows[:end]
}

// merger writes the blocks of one new segment.
type merger struct {
	gone    bm25.Set
	shard   int64
	segment int32
	beyond  uint32
	bytes   int64
}

func (m *merger) merge(rows []db.ListPostingsRow) ([]db.InsertPostingsParams, error) {
	var out []db.InsertPostingsParams
	for len(rows) > 0 {
		term := rows[0].Term
		var list []postings.Posting
		var err error
		for len(rows) > 0 && rows[0].Term == term {
			if list, err = postings.ReadBlock(list, rows[0].Data); err != nil {
				return nil, err
			}
			rows = rows[1:]
		}
		if list, err = m.gone.Without(list, m.beyond); err != nil {
			return nil, err
		}
		// Segments come in the order they were written in, which is not that of their chunks.
		slices.SortFunc(list, func(a, b postings.Posting) int { return cmp.Compare(a.Number, b.Number) })
		for block := int32(0); len(list) > 0; block++ {
			n := min(len(list), postings.BlockSize)
			data := postings.AppendBlock(nil, list[:n])
			m.bytes += int64(len(data) + len(term))
			out = append(out, db.InsertPostingsParams{ShardID: m.shard, Term: term, Segment: m.segment, Block: block, Data: data})
			list = list[n:]
		}
	}
	return out, nil
}
