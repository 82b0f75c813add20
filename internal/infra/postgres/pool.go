// Package postgres is the way to the database: the pool, transactions, migrations and what constraint violations mean.
//
// It owns connections and the schema's state. It does not own queries (sql/ and gen/db) or rules (services). The private
// server of `docket dev` is in cluster, databases of tests are in pgtest.
package postgres

import (
	"context"
	"fmt"
	"runtime"
	"time"

	pgxdecimal "github.com/jackc/pgx-shopspring-decimal"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/core/fault"
)

// connectTimeout bounds one attempt to connect: a request must not hang on a database that is away.
const connectTimeout = 5 * time.Second

// Open makes a pool over the Postgres at the URL or keyword string and asks it once, so that a wrong URL is told at start.
func Open(ctx context.Context, url string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read DATABASE_URL: %w", err)
	}
	configure(cfg)
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fault.Wrap(err, fault.CodeUnavailable, "the database does not answer")
	}
	return pool, nil
}

// Unflushed opens a second pool over the database of another one, of at most so many connections. What is committed there does not
// wait for the disk: the last half second of it may be lost with the server, never a part of a transaction. It is for what can be
// done again.
func Unflushed(ctx context.Context, of *pgxpool.Pool, most int32) (*pgxpool.Pool, error) {
	cfg := of.Config()
	cfg.MaxConns, cfg.MinConns = most, 0
	prepare := cfg.AfterConnect
	cfg.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		if prepare != nil {
			if err := prepare(ctx, conn); err != nil {
				return err
			}
		}
		_, err := conn.Exec(ctx, "SET synchronous_commit = off")
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return pool, nil
}

func configure(cfg *pgxpool.Config) {
	cfg.ConnConfig.ConnectTimeout = connectTimeout
	cfg.MaxConns = max(cfg.MaxConns, int32(min(8+4*runtime.NumCPU(), 40))) // at most 40
	cfg.MaxConnIdleTime = 5 * time.Minute
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "docket"
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		pgxdecimal.Register(conn.TypeMap())
		return nil
	}
}
