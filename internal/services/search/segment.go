package search

import (
	"context"
	"github.com/docketapi/docket/internal/services/search/stemming"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/postings"
	"github.com/docketapi/docket/internal/services/search/terms"
)

// longestTail is how many chunks a tail has before it becomes a segment. Searches read a tail whole.
const longestTail = 256

// addPostings puts the terms of passages behind those of a shard that the caller holds.
func (s *Writer) addPostings(ctx context.Context, tx pgx.Tx, shard db.IndexShard, list []passage) error {
	var data []byte
	words := map[string]bool{}
	total, languages := 0, []string{}
	for _, p := range list {
		data = postings.AppendChunk(data, uint32(p.terms.Words), sortedTerms(p.terms.Terms))
		total += p.terms.Words
		for _, w := range p.terms.Vocabulary {
			words[w] = true
		}
		if !slices.Contains(languages, p.Language) {
			languages = append(languages, stemming.LanguagesOf(p.Language)...)
		}
	}
	if err := s.addWords(ctx, tx, shard.ID, words); err != nil {
		return err
	}
	added := int32(len(list)) // as in store
	tail := shard.TailChunks + added
	if tail >= longestTail {
		if err := s.flush(ctx, tx, shard, postings.Tail{First: uint32(shard.NextNumber), Data: data}, shard.NextNumber+added); err != nil {
			return err
		}
		tail = 0
	} else if err := s.catalog.q.InsertTail(ctx, tx, db.InsertTailParams{ShardID: shard.ID, First: shard.NextNumber, Chunks: added, Data: data}); err != nil {
		return postgres.Translate(err, "index")
	}
	return postgres.Translate(s.catalog.q.GrowShard(ctx, tx, db.GrowShardParams{
		ID: shard.ID, WorkspaceID: shard.WorkspaceID, Chunks: added, Words: int64(total), TailChunks: tail, Languages: languages,
	}), "index")
}

func sortedTerms(counts map[string]int) []postings.Term {
	list := make([]postings.Term, 0, len(counts))
	for t, n := range counts {
		list = append(list, postings.Term{Text: t, Times: uint32(n)}) // below the words of a chunk
	}
	slices.SortFunc(list, func(a, b postings.Term) int { return strings.Compare(a.Text, b.Text) })
	return list
}

// addWords adds what was not seen yet, in one order, so that the rows of the same words are always locked in it.
func (s *Writer) addWords(ctx context.Context, tx pgx.Tx, shard int64, words map[string]bool) error {
	in := db.InsertWordsParams{ShardID: shard, Words: make([]string, 0, len(words))}
	for w := range words {
		in.Words = append(in.Words, w)
	}
	slices.Sort(in.Words)
	for _, w := range in.Words {
		in.Folded = append(in.Folded, terms.Folded(w))
	}
	return postgres.Translate(s.catalog.q.InsertWords(ctx, tx, in), "index")
}

// flush makes a segment of the tail and what is to be added behind it.
func (s *Writer) flush(ctx context.Context, tx pgx.Tx, shard db.IndexShard, more postings.Tail, beyond int32) error {
	rows, err := s.catalog.q.TakeTail(ctx, tx, shard.ID)
	if err != nil {
		return postgres.Translate(err, "index")
	}
	tails := make([]postings.Tail, 0, len(rows)+1)
	first := int32(more.First)
	for _, r := range rows {
		tails = append(tails, postings.Tail{First: uint32(r.First), Data: r.Data})
		first = min(first, r.First)
	}
	inverted, err := postings.Invert(append(tails, more))
	if err != nil {
		return err
	}
	return s.insertSegment(ctx, tx, shard.ID, first, beyond, inverted)
}

// insertSegment writes postings by terms as a new segment.
func (s *Writer) insertSegment(ctx context.Context, tx pgx.Tx, shard int64, first, beyond int32, inverted map[string][]postings.Posting) error {
	var rows []db.InsertPostingsParams
	size := int64(0)
	for term, list := range inverted {
		for block := int32(0); len(list) > 0; block++ {
			n := min(len(list), postings.BlockSize)
			data := postings.AppendBlock(nil, list[:n])
			rows = append(rows, db.InsertPostingsParams{ShardID: shard, Term: term, Block: block, Data: data})
			size += int64(len(data) + len(term))
			list = list[n:]
		}
	}
	slices.SortFunc(rows, func(a, b db.InsertPostingsParams) int {
		if c := strings.Compare(a.Term, b.Term); c != 0 {
			return c
		}
		return int(a.Block - b.Block)
	})
	number, err := s.catalog.q.NextSegment(ctx, tx, shard)
	if err != nil {
		return postgres.Translate(err, "index")
	}
	for i := range rows {
		rows[i].Segment = number
	}
	if _, err = s.catalog.q.InsertPostings(ctx, tx, rows); err != nil {
		return postgres.Translate(err, "index")
	}
	return postgres.Translate(s.catalog.q.InsertSegment(ctx, tx, db.InsertSegmentParams{
		ShardID: shard, Segment: number, First: first, Beyond: beyond, Bytes: size,
	}), "index")
}
