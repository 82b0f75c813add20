package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	docketsql "github.com/docketapi/docket/sql"
)

// QueueSchema is the schema of River's tables.
const QueueSchema = "river"

// migrateLock is the advisory lock that only one migration holds ("docket" in hexadecimal).
const migrateLock = 0x646f636b6574

// Migrate brings River's and our tables up to date. Two at once are safe: the second waits and finds nothing to do.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	return withMigrateLock(ctx, pool, func() error {
		if err := migrateQueue(ctx, pool, rivermigrate.DirectionUp); err != nil {
			return err
		}
		return withGoose(pool, func(p *goose.Provider) error {
			_, err := p.Up(ctx)
			return err
		})
	})
}

// Rollback undoes every migration, ours and River's. All data is lost.
func Rollback(ctx context.Context, pool *pgxpool.Pool) error {
	return withMigrateLock(ctx, pool, func() error {
		err := withGoose(pool, func(p *goose.Provider) error {
			_, err := p.DownTo(ctx, 0)
			return err
		})
		if err != nil {
			return err
		}
		return migrateQueue(ctx, pool, rivermigrate.DirectionDown)
	})
}

// ErrSchemaOld is what CheckSchema says of a database that waits for `docket migrate`.
var ErrSchemaOld = errors.New("the database's schema is older than this program: run docket migrate")

// CheckSchema tells whether the schema is at least as new as this program wants it. A newer one is fine: while versions
// are rolled out old processes run beside new ones.
func CheckSchema(ctx context.Context, pool *pgxpool.Pool) error {
	return withGoose(pool, func(p *goose.Provider) error {
		current, target, err := p.GetVersions(ctx)
		if err == nil && current < target {
			return ErrSchemaOld
		}
		return err
	})
}

func migrateQueue(ctx context.Context, pool *pgxpool.Pool, dir rivermigrate.Direction) error {
	if _, err := pool.Exec(ctx, `CREATE SCHEMA IF NOT EXISTS `+QueueSchema); err != nil {
		return fmt.Errorf("make schema of the queue: %w", err)
	}
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: QueueSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("load migrations of the queue: %w", err)
	}
	opts := &rivermigrate.MigrateOpts{}
	if dir == rivermigrate.DirectionDown {
		opts.TargetVersion = -1
	}
	if _, err := m.Migrate(ctx, dir, opts); err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	return nil
}

func withGoose(pool *pgxpool.Pool, fn func(*goose.Provider) error) error {
	files, err := fs.Sub(docketsql.Migrations, "migrations")
	if err != nil {
		return fmt.Errorf("open migrations: %w", err)
	}
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("load migrations: %w", err)
	}
	if err := fn(p); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func withMigrateLock(ctx context.Context, pool *pgxpool.Pool, fn func() error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connect to migrate: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(migrateLock)); err != nil {
		return fmt.Errorf("wait for other migrations: %w", err)
	}
	defer func() {
		// The lock ends with its session too, so a lost connection leaves nothing locked.
		_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(migrateLock))
	}()
	return fn()
}
