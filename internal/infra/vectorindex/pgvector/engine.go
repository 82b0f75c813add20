package pgvector

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/mod/semver"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// Name is the engine's name.
const Name = "pgvector"

// MaxDimensions is the most that the index carries.
const MaxDimensions = 4000

// LeastVersion of pgvector: the first that goes on searching where a filter hides the nearest.
const LeastVersion = "0.8.0"

// Serves tells whether a version of pgvector is recent enough.
func Serves(version string) bool {
	return semver.Compare("v"+version, "v"+LeastVersion) >= 0
}

// DB is a pool, or in tests a transaction.
type DB interface {
	postgres.DB
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// Engine is safe for use by several goroutines.
type Engine struct {
	db DB
	// exactRows is how many candidates are compared one by one rather than by the index.
	exactRows int
	// effort is how many neighbours the index looks at for a small k.
	effort int
}

// New makes an engine over a database whose schema is up to date.
func New(db DB) *Engine { return &Engine{db: db, exactRows: exactRows, effort: leastEffort} }

// Engine is pgvector.
func (e *Engine) Engine() string { return Name }

// partition is the table of a generation.
func partition(generation uuid.UUID) string {
	return "vectors_" + hex.EncodeToString(generation[:])
}

// Prepare makes the generation's partition with its index. It may be called again.
func (e *Engine) Prepare(ctx context.Context, generation uuid.UUID, dimensions int) error {
	if dimensions < 1 || dimensions > MaxDimensions {
		return fault.New(fault.CodeValidation, "pgvector indexes 1 to %d dimensions, not %d", MaxDimensions, dimensions)
	}
	name := partition(generation)
	return translate(postgres.Exec(ctx, e.db, func(tx pgx.Tx) error {
		// Two processes may start at once; the second finds the first one's.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, name); err != nil {
			return err
		}
		var exists bool
		var version string
		row := tx.QueryRow(ctx, `SELECT to_regclass($1) IS NOT NULL, (SELECT extversion FROM pg_extension WHERE extname = 'vector')`, name)
		if err := row.Scan(&exists, &version); err != nil || exists {
			return err
		}
		if !Serves(version) {
			return fault.New(fault.CodeUnavailable, "pgvector %s is older than %s: install a newer one, then ALTER EXTENSION vector UPDATE", version, LeastVersion)
		}
		// A table is attached, not made as a partition: that would keep searches of the other generations waiting. The
		// index holds half precision: half the size, and no other neighbours within what models can tell apart.
		for _, sql := range []string{
			fmt.Sprintf(`CREATE TABLE %s (LIKE vectors INCLUDING DEFAULTS)`, name),
			fmt.Sprintf(`CREATE INDEX %s_hnsw ON %s USING hnsw ((embedding::halfvec(%d)) halfvec_cosine_ops)`, name, name, dimensions),
			fmt.Sprintf(`ALTER TABLE vectors ATTACH PARTITION %s FOR VALUES IN ('%s')`, name, generation),
		} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Put keeps items, all or none; those that are there already are replaced. The generation must be prepared.
func (e *Engine) Put(ctx context.Context, s vector.Scope, items []vector.Item) error {
	batch := &pgx.Batch{}
	for _, it := range items {
		batch.Queue(`
INSERT INTO vectors (generation_id, workspace_id, chunk_id, document_id, language, media_type, created_at, embedding)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::real[]::vector)
ON CONFLICT (generation_id, workspace_id, chunk_id) DO UPDATE
SET document_id = excluded.document_id, language = excluded.language, media_type = excluded.media_type,
    created_at = excluded.created_at, embedding = excluded.embedding`,
			s.Generation, s.Workspace, it.ChunkID, it.DocumentID, it.Language, it.MediaType, it.CreatedAt, it.Vector)
	}
	return translate(postgres.Exec(ctx, e.db, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() }))
}

// Delete forgets a document's items.
func (e *Engine) Delete(ctx context.Context, s vector.Scope, document uuid.UUID) error {
	_, err := e.db.Exec(ctx, `DELETE FROM vectors WHERE generation_id = $1 AND workspace_id = $2 AND document_id = $3`,
		s.Generation, s.Workspace, document)
	return translate(err)
}

// Count is how many items a generation has, over all workspaces.
func (e *Engine) Count(ctx context.Context, generation uuid.UUID) (int64, error) {
	var n int64
	err := e.db.QueryRow(ctx, `SELECT count(*) FROM vectors WHERE generation_id = $1`, generation).Scan(&n)
	return n, translate(err)
}

// Drop forgets a generation. Searches that run keep it for as long as they need; one that has not begun then fails.
func (e *Engine) Drop(ctx context.Context, generation uuid.UUID) error {
	_, err := e.db.Exec(ctx, `DROP TABLE IF EXISTS `+partition(generation))
	return translate(err)
}

// SQLSTATEs of a generation without its partition.
const (
	undefinedTable = "42P01"
	checkViolation = "23514" // no partition takes the row
)

func translate(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == undefinedTable || pg.Code == checkViolation) {
		return fault.Wrap(err, fault.CodeUnavailable, "this generation of the index is not there")
	}
	return postgres.Translate(err, "vectors")
}
