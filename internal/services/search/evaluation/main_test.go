//go:build evaluation

package evaluation_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/embed/local"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/infra/vectorindex/pgvector"
	"github.com/docketapi/docket/internal/reading/sandbox"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

func TestMain(m *testing.M) {
	sandbox.Main(sandbox.Helper{Name: local.HelperName, Start: local.Start})
	os.Exit(m.Run())
}

// model is the local model, whose vectors are kept in the folder DOCKET_VECTOR_CACHE where that is set: a second run is then
// a matter of seconds.
type model struct {
	search.Embedder
	cache string
}

func newModel(tb testing.TB) model {
	tb.Helper()
	workers := sandbox.DefaultSize()
	dir := os.Getenv("DOCKET_MODELS_DIR")
	helpers := sandbox.NewPool(sandbox.PoolOptions{Helper: local.HelperName, Setup: local.Setup(dir), Size: local.Helpers(workers),
		Memory: local.HelperMemory, Calls: local.HelperCalls})
	tb.Cleanup(func() { helpers.Close() })
	e, err := local.New(dir, helpers, workers)
	must(tb, err)
	return model{e, os.Getenv("DOCKET_VECTOR_CACHE")}
}

func (m model) path(kind, text string) string {
	sum := sha256.Sum256([]byte(m.ID() + "\x00" + kind + "\x00" + text))
	return filepath.Join(m.cache, uuid.UUID(sum[:16]).String())
}

func (m model) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	var missing []string
	for i, t := range texts {
		if out[i] = m.read(m.path("passage", t)); out[i] == nil {
			missing = append(missing, t)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	made, err := m.Embedder.Passages(ctx, missing)
	if err != nil {
		return nil, err
	}
	for i, t := range texts {
		if out[i] == nil {
			out[i], made = made[0], made[1:]
			m.write(m.path("passage", t), out[i])
		}
	}
	return out, nil
}

func (m model) Question(ctx context.Context, text string) ([]float32, error) {
	p := m.path("question", text)
	if v := m.read(p); v != nil {
		return v, nil
	}
	v, err := m.Embedder.Question(ctx, text)
	if err == nil {
		m.write(p, v)
	}
	return v, err
}

func (m model) read(path string) []float32 {
	b, err := os.ReadFile(path)
	if m.cache == "" || err != nil {
		return nil
	}
	v := make([]float32, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}

func (m model) write(path string, v []float32) {
	if m.cache == "" {
		return
	}
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	_ = os.WriteFile(path, b, 0o600) // only a cache
}

// stack is the service over a database of its own.
type stack struct {
	*search.Catalog
	*search.Service
	*search.Writer
	*search.Maintainer
	pool *pgxpool.Pool
}

func newStack(tb testing.TB, e search.Embedder) *stack {
	tb.Helper()
	pool := pgtest.Pool(tb)
	c := search.Config{DB: pool}
	if e != nil {
		c.Embedder, c.Vectors = e, pgvector.New(pool)
	}
	catalog := search.NewCatalog(c)
	return &stack{catalog, search.New(catalog), search.NewWriter(catalog), search.NewMaintainer(catalog), pool}
}

func (s *stack) newCaller(tb testing.TB) auth.Principal {
	tb.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := db.New().InsertWorkspace(tb.Context(), s.pool, db.InsertWorkspaceParams{WorkspaceID: id, Name: "evaluation"})
	must(tb, err)
	return auth.Principal{WorkspaceID: id, Role: auth.Admin}
}

// add keeps a document and indexes it.
func (s *stack) add(tb testing.TB, p auth.Principal, chunks []chunking.Chunk) uuid.UUID {
	tb.Helper()
	id := uuid.Must(uuid.NewV7())
	sum := sha256.Sum256(id[:])
	_, err := s.pool.Exec(tb.Context(), `INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256)
		VALUES ($1, $2, 'record.txt', 'text/plain', 'text', 1, $3)`, id, p.WorkspaceID, sum[:])
	must(tb, err)
	must(tb, s.Index(tb.Context(), search.Document{
		WorkspaceID: p.WorkspaceID, ID: id, MediaType: "text/plain", CreatedAt: time.Now(), Chunks: chunks,
		Commit: func(ctx context.Context, fn func(pgx.Tx) error) error { return postgres.Exec(ctx, s.pool, fn) },
	}))
	return id
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
