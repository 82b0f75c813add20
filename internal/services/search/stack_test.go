package search_test

import (
	"context"
	"crypto/sha256"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// config is what the parts of a test's index are made of.
type config struct {
	search.Config
	Jobs search.Jobs
}

// stack is the index over a database of the test's own.
type stack struct {
	*search.Catalog
	*search.Service
	*search.Writer
	*search.Maintainer
	*search.Rebuilder
	pool   *pgxpool.Pool
	caller auth.Principal
}

// noJobs and noChunker stand for parts that a test does not call.
type noJobs struct{ search.Jobs }
type noChunker struct{ search.Chunker }

func newStack(tb testing.TB, c config) *stack {
	tb.Helper()
	s := stackOver(tb, pgtest.Pool(tb), c)
	s.caller = s.newCaller(tb)
	return s
}

func stackOver(tb testing.TB, pool *pgxpool.Pool, c config) *stack {
	tb.Helper()
	c.DB = pool
	if c.Jobs == nil {
		c.Jobs = noJobs{}
	}
	catalog := search.NewCatalog(c.Config)
	writer := search.NewWriter(catalog)
	rebuilder, err := search.NewRebuilder(catalog, writer, c.Jobs, noChunker{})
	must(tb, err)
	return &stack{Catalog: catalog, Service: search.New(catalog), Writer: writer, Maintainer: search.NewMaintainer(catalog), Rebuilder: rebuilder, pool: pool}
}

func (s *stack) newCaller(tb testing.TB) auth.Principal {
	tb.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := db.New().InsertWorkspace(tb.Context(), s.pool, db.InsertWorkspaceParams{WorkspaceID: id, Name: "test"})
	must(tb, err)
	return auth.Principal{WorkspaceID: id, UserID: uuid.New(), Role: auth.Admin, Installation: true}
}

// document adds a document's row.
func (s *stack) document(tb testing.TB, p auth.Principal, name, mediaType string) uuid.UUID {
	tb.Helper()
	id := uuid.Must(uuid.NewV7())
	sum := sha256.Sum256(id[:])
	_, err := s.pool.Exec(tb.Context(), `INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256)
		VALUES ($1, $2, $3, $4, 'text', 1, $5)`, id, p.WorkspaceID, name, mediaType, sum[:])
	must(tb, err)
	return id
}

// add indexes a document of one chunk for each text.
func (s *stack) add(tb testing.TB, p auth.Principal, language string, texts ...string) uuid.UUID {
	tb.Helper()
	id := s.document(tb, p, "note.txt", "text/plain")
	s.index(tb, p, id, language, texts...)
	return id
}

func (s *stack) index(tb testing.TB, p auth.Principal, id uuid.UUID, language string, texts ...string) {
	tb.Helper()
	must(tb, s.Index(tb.Context(), search.Document{
		WorkspaceID: p.WorkspaceID, ID: id, MediaType: "text/plain", Chunks: chunksOf(language, texts...), Commit: s.commit,
	}))
}

func (s *stack) commit(ctx context.Context, fn func(pgx.Tx) error) error {
	return postgres.Exec(ctx, s.pool, fn)
}

func chunksOf(language string, texts ...string) []chunking.Chunk {
	out := make([]chunking.Chunk, len(texts))
	for i, t := range texts {
		out[i] = chunking.Chunk{Ordinal: i, Text: t, Language: language, Pieces: 1}
	}
	return out
}

// documents are the documents of the hits, in their order.
func (s *stack) documents(tb testing.TB, p auth.Principal, q search.Query) []uuid.UUID {
	tb.Helper()
	r, err := s.Search(tb.Context(), p, q)
	must(tb, err)
	var out []uuid.UUID
	for _, h := range r.Hits {
		out = append(out, h.DocumentID)
	}
	return out
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
