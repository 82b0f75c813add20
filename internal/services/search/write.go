package search

import (
	"context"
	"encoding/json"
	"errors"
	"github.com/docketapi/docket/internal/services/search/stemming"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// Document is what Index writes of a document.
type Document struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	MediaType   string
	CreatedAt   time.Time
	Chunks      []chunking.Chunk // none is fine: the document counts as indexed
	// Write runs what writes the words of a long document in a transaction, before its vectors are made: (*job.Run).Write. Without
	// it words and vectors come together.
	Write func(ctx context.Context, fn func(tx pgx.Tx) error) error
	// Commit runs what writes the last in a transaction, with whatever else belongs there: (*job.Run).Complete.
	Commit func(ctx context.Context, fn func(tx pgx.Tx) error) error
	// Progress hears how many of the chunks have their vectors. May be nil.
	Progress func(done, total int)
}

// passage is a chunk with what the index says of it.
type passage struct {
	chunking.Chunk
	id     uuid.UUID
	terms  stemming.Analysis
	vector []float32 // nil without one
}

// errMoved says that the generations are no longer those that the vectors were made for.
var errMoved = errors.New("another generation of the index has begun")

// movesAtOnce is how often Index begins anew because a generation has begun meanwhile. Twice in a row is a matter of seconds.
const movesAtOnce = 5

// Index makes a document's vectors and puts its chunks into every generation that is written to, in place of those that are
// there. When it returns the document is found. A context that ends leaves the index as it was. An embedder that fails is an
// error, for the job to try again.
func (s *Writer) Index(ctx context.Context, d Document) error {
	if _, err := s.catalog.live(ctx); err != nil {
		return err
	}
	list, err := s.prepare(ctx, d, d.Chunks, nil)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err := s.indexOnce(ctx, d, list)
		if !errors.Is(err, errMoved) || n == movesAtOnce {
			return err
		}
	}
}

// prepare finds the terms of a document's chunks; the first is found by the names of its file too. ids are theirs, or nil for new
// ones.
func (s *Writer) prepare(ctx context.Context, d Document, chunks []chunking.Chunk, ids []uuid.UUID) ([]passage, error) {
	names, err := s.namesOf(ctx, d)
	if err != nil {
		return nil, err
	}
	list := make([]passage, len(chunks))
	byLanguage := map[string][]int{}
	for i, c := range chunks {
		c.Text, c.Heading = postgres.Text(c.Text), postgres.Text(c.Heading)
		list[i] = passage{Chunk: c}
		if ids != nil {
			list[i].id = ids[i]
		} else {
			list[i].id = uuid.Must(uuid.NewV7())
		}
		byLanguage[c.Language] = append(byLanguage[c.Language], i)
	}
	for language, at := range byLanguage {
		texts := make([]string, len(at))
		for i, n := range at {
			texts[i] = list[n].Heading + "\n" + list[n].Text
		}
		found, err := s.catalog.stems.Analyse(ctx, s.catalog.db, language, texts)
		if err != nil {
			return nil, err
		}
		for i, n := range at {
			list[n].terms = found[i]
			if list[n].Ordinal == 0 {
				if err := s.addNames(ctx, &list[n], names); err != nil {
					return nil, err
				}
			}
		}
	}
	return list, nil
}

// addNames lets a passage be found by names. They are no part of its text and do not count for its length.
func (s *Writer) addNames(ctx context.Context, p *passage, names string) error {
	found, err := s.catalog.stems.Analyse(ctx, s.catalog.db, p.Language, []string{names})
	if err != nil {
		return err
	}
	for term, n := range found[0].Terms {
		p.terms.Terms[term] += n
	}
	for _, w := range found[0].Vocabulary {
		if !slices.Contains(p.terms.Vocabulary, w) {
			p.terms.Vocabulary = append(p.terms.Vocabulary, w)
		}
	}
	return nil
}

// namesOf are the names of a document's file, a line each: as they are without what tells the form, and in words.
func (s *Writer) namesOf(ctx context.Context, d Document) (string, error) {
	names, err := s.catalog.q.ListDocumentNames(ctx, s.catalog.db, db.ListDocumentNamesParams{WorkspaceID: d.WorkspaceID, DocumentID: d.ID})
	if err != nil {
		return "", postgres.Translate(err, "document")
	}
	var out strings.Builder
	for _, n := range names[:min(len(names), mostNames)] {
		if ext := path.Ext(n); len(ext) <= longestExt {
			n = strings.TrimSuffix(n, ext)
		}
		out.WriteString(postgres.Text(n) + "\n")
		if apart := strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(n); apart != n {
			out.WriteString(postgres.Text(apart) + "\n")
		}
	}
	return out.String(), nil
}

const (
	// mostNames is how many names of a document it is found by.
	mostNames = 20
	// longestExt is how many bytes the ending of a name has that tells a form, with its point.
	longestExt = 6
)

func (s *Writer) indexOnce(ctx context.Context, d Document, list []passage) error {
	written, err := s.catalog.writable(ctx)
	if err != nil {
		return err
	}
	before, err := s.indexed(ctx, s.catalog.db, written, d)
	if err != nil {
		return err
	}
	storeAll := func(tx pgx.Tx) error {
		for _, g := range written {
			if err := s.store(ctx, tx, g.ID, d, list, before[g.ID]); err != nil {
				return err
			}
		}
		return nil
	}
	last := storeAll
	if d.Write != nil && len(list) > batch && slices.ContainsFunc(written, s.catalog.embedsFor) {
		if err := d.Write(ctx, s.unmoved(ctx, written, storeAll)); err != nil {
			return err
		}
		stored, err := s.indexed(ctx, s.catalog.db, written, d)
		if err != nil {
			return err
		}
		last = func(tx pgx.Tx) error { return s.still(ctx, tx, written, d, stored) }
	}
	for _, g := range written {
		if err := s.putVectors(ctx, g, d, list); err != nil {
			return err
		}
	}
	err = d.Commit(ctx, s.unmoved(ctx, written, last))
	if err != nil && !errors.Is(err, errMoved) {
		s.dropOrphans(context.WithoutCancel(ctx), written, d)
	}
	return err
}

// unmoved does fn while the generations are those that are written to; errMoved otherwise.
func (s *Writer) unmoved(ctx context.Context, written []db.IndexGeneration, fn func(pgx.Tx) error) func(pgx.Tx) error {
	return func(tx pgx.Tx) error {
		now, err := s.catalog.q.LockGenerations(ctx, tx)
		if err != nil {
			return postgres.Translate(err, "index")
		}
		if !slices.EqualFunc(now, written, func(a, b db.IndexGeneration) bool { return a.ID == b.ID }) {
			return errMoved
		}
		return fn(tx)
	}
}

// still tells that nobody else has put the document into the generations since its words were; errMoved otherwise.
func (s *Writer) still(ctx context.Context, tx pgx.Tx, written []db.IndexGeneration, d Document, stored map[uuid.UUID]time.Time) error {
	now, err := s.indexed(ctx, tx, written, d)
	if err != nil {
		return err
	}
	for _, g := range written {
		if !now[g.ID].Equal(stored[g.ID]) {
			return errMoved
		}
	}
	return nil
}

// indexed tells when each generation got the document; the zero time where it has not.
func (s *Writer) indexed(ctx context.Context, conn db.DBTX, generations []db.IndexGeneration, d Document) (map[uuid.UUID]time.Time, error) {
	ids := make([]uuid.UUID, len(generations))
	for i, g := range generations {
		ids[i] = g.ID
	}
	rows, err := s.catalog.q.ListIndexed(ctx, conn, db.ListIndexedParams{WorkspaceID: d.WorkspaceID, DocumentID: d.ID, Generations: ids})
	if err != nil {
		return nil, postgres.Translate(err, "index")
	}
	out := make(map[uuid.UUID]time.Time, len(rows))
	for _, r := range rows {
		out[r.GenerationID] = r.IndexedAt
	}
	return out, nil
}

// batch is how many chunks are embedded between two reports of progress.
const batch = 16

// store puts passages into a generation in place of the document's. before is when the generation got the document as of when
// the vectors were put: when somebody else has put it there since, the vectors may be theirs, and errMoved comes back.
func (s *Writer) store(ctx context.Context, tx pgx.Tx, generation uuid.UUID, d Document, list []passage, before time.Time) error {
	workspace, document := d.WorkspaceID, d.ID
	shard, err := s.catalog.q.LockShard(ctx, tx, db.LockShardParams{GenerationID: generation, WorkspaceID: workspace})
	if err != nil {
		return postgres.Translate(err, "workspace")
	}
	now, err := s.indexed(ctx, tx, []db.IndexGeneration{{ID: generation}}, d)
	if err != nil {
		return err
	}
	if !now[generation].Equal(before) {
		return errMoved
	}
	if !before.IsZero() {
		_, err := s.catalog.q.DeleteDocumentChunks(ctx, tx, db.DeleteDocumentChunksParams{WorkspaceID: workspace, GenerationID: generation, DocumentID: document})
		if err != nil {
			return postgres.Translate(err, "chunks")
		}
	}
	err = s.catalog.q.PutIndexDocument(ctx, tx, db.PutIndexDocumentParams{
		GenerationID: generation, DocumentID: document, WorkspaceID: workspace, Chunks: int32(len(list)), // bounded by the size of a document
	})
	if err != nil {
		return postgres.Translate(err, "document")
	}
	if len(list) == 0 {
		return nil
	}
	rows := make([]db.InsertChunksParams, len(list))
	for i, p := range list {
		if rows[i], err = chunkRow(p); err != nil {
			return err
		}
		rows[i].GenerationID, rows[i].WorkspaceID, rows[i].DocumentID = generation, workspace, document
		rows[i].Number = shard.NextNumber + int32(i) // counts up to 2^31 chunks of a workspace
	}
	if _, err := s.catalog.q.InsertChunks(ctx, tx, rows); err != nil {
		return postgres.Translate(err, "document")
	}
	return s.addPostings(ctx, tx, shard, list)
}

func chunkRow(p passage) (db.InsertChunksParams, error) {
	spans := p.Spans
	if spans == nil {
		spans = []Span{}
	}
	b, err := json.Marshal(spans)
	if err != nil {
		return db.InsertChunksParams{}, err
	}
	return db.InsertChunksParams{
		ID: p.id, Ordinal: int32(p.Ordinal), Heading: p.Heading, Text: p.Text, Page: int32(p.Page), Spans: b, Language: p.Language, // all small
		Pieces: int32(p.Pieces), Words: int32(p.terms.Words),
	}, nil
}
