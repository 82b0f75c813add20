package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// DB is where queries run: a pool, or in tests a transaction that is rolled back.
type DB interface {
	Beginner
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error)
}

// Beginner starts transactions: a pool, a connection, or a transaction (then it is a savepoint).
type Beginner interface {
	Begin(ctx context.Context) (pgx.Tx, error)
}

// InTx runs fn in a transaction and commits it when fn returns no error. On an error nothing stays and the zero value
// comes back. fn must not use the pool: with all connections in transactions that wait for one more, none ends. It runs again
// when the database gave it up for another transaction (see Exec).
func InTx[T any](ctx context.Context, db Beginner, fn func(tx pgx.Tx) (T, error)) (T, error) {
	var out, zero T
	err := Exec(ctx, db, func(tx pgx.Tx) error {
		var err error
		out, err = fn(tx)
		return err
	})
	if err != nil {
		return zero, err
	}
	return out, nil
}

// attempts is how often a transaction runs that the database gives up for another one. Two rarely meet twice.
const attempts = 4

// Exec is InTx for what gives only an error. Of two transactions that wait for each other's rows, such as a deletion and the
// result of the job it deletes, the database ends one; nothing of it stays, so it runs again.
func Exec(ctx context.Context, db Beginner, fn func(tx pgx.Tx) error) error {
	_, nested := db.(pgx.Tx) // its outer transaction cannot go on either
	for n := 1; ; n++ {
		err := pgx.BeginFunc(ctx, db, fn)
		if n == attempts || nested || !givenUp(err) || ctx.Err() != nil {
			return err
		}
	}
}

func givenUp(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == deadlockDetected || pg.Code == serializationFailure)
}

// Ref is a pointer for a nullable column: nil for the zero value.
func Ref[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// Deref is the value behind a nullable column's pointer, the zero value for nil.
func Deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
