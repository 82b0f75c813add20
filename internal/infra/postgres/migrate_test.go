package postgres_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

func TestMigrateUpDownUp(t *testing.T) {
	t.Parallel()
	pool := openEmpty(t)
	if err := postgres.CheckSchema(t.Context(), pool); !errors.Is(err, postgres.ErrSchemaOld) {
		t.Fatalf("empty database: got %v, want ErrSchemaOld", err)
	}
	first := migrated(t, pool)
	if len(first) < 10 {
		t.Fatalf("tables after up: %v", first)
	}
	if err := postgres.Rollback(t.Context(), pool); err != nil {
		t.Fatalf("down: %v", err)
	}
	if left := tables(t, pool); len(left) > 2 { // the two version tables may stay
		t.Fatalf("tables after down: %v", left)
	}
	second := migrated(t, pool)
	if len(first) != len(second) {
		t.Fatalf("up again made %v, first %v", second, first)
	}
}

func TestMigrateTwoAtOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.EmptyURL(t)
	g, ctx := errgroup.WithContext(t.Context())
	for range 3 {
		g.Go(func() error {
			pool, err := postgres.Open(ctx, url)
			if err != nil {
				return err
			}
			defer pool.Close()
			return postgres.Migrate(ctx, pool)
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestInTxLeavesNothingOnError(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	boom := errors.New("boom")
	n, err := postgres.InTx(t.Context(), tx, func(in pgx.Tx) (int, error) {
		if _, err := in.Exec(t.Context(), `INSERT INTO workspaces (id, name) VALUES (gen_random_uuid(), 'gone')`); err != nil {
			t.Fatal(err)
		}
		return 7, boom
	})
	if n != 0 || !errors.Is(err, boom) {
		t.Fatalf("got %d, %v", n, err)
	}
	var count int
	if err := tx.QueryRow(t.Context(), `SELECT count(*) FROM workspaces WHERE name = 'gone'`).Scan(&count); err != nil || count != 0 {
		t.Fatalf("rows left: %d, %v", count, err)
	}
}

func TestTranslate(t *testing.T) {
	t.Parallel()
	if err := postgres.Translate(pgx.ErrNoRows, "invoice"); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("no rows: %v", err)
	}
	if err := postgres.Translate(nil, "invoice"); err != nil {
		t.Errorf("nil: %v", err)
	}
	if _, err := postgres.Open(t.Context(), "postgres:///nothing?host=/nonexistent"); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("no server: %v", err)
	}
	_, err := pgtest.Tx(t).Exec(t.Context(), `INSERT INTO users (id, workspace_id, email, role)
		VALUES (gen_random_uuid(), gen_random_uuid(), 'a@b.example', 'viewer')`)
	if got := postgres.Translate(err, "workspace"); fault.CodeOf(got) != fault.CodeNotFound {
		t.Errorf("foreign key: %v", got)
	}
}

func openEmpty(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), pgtest.EmptyURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func migrated(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	if err := postgres.Migrate(t.Context(), pool); err != nil {
		t.Fatalf("up: %v", err)
	}
	if err := postgres.CheckSchema(t.Context(), pool); err != nil {
		t.Fatalf("schema after up: %v", err)
	}
	return tables(t, pool)
}

func tables(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	rows, err := pool.Query(context.Background(), `SELECT schemaname || '.' || tablename FROM pg_tables
		WHERE schemaname IN ('public', 'river') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return names
}
