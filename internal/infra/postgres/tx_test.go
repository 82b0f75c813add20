package postgres_test

import (
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// TestDeadlockRunsAgain lets two transactions take two rows in opposite order: the database ends one, which runs again.
func TestDeadlockRunsAgain(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	if _, err := pool.Exec(t.Context(), "CREATE TABLE pairs (id int PRIMARY KEY, n int NOT NULL); INSERT INTO pairs VALUES (1, 0), (2, 0)"); err != nil {
		t.Fatal(err)
	}
	var met sync.WaitGroup // both hold their first row before either asks for its second
	met.Add(2)
	swap := func(first, second int) error {
		once := sync.OnceFunc(met.Done)
		return postgres.Exec(t.Context(), pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(t.Context(), "UPDATE pairs SET n = n + 1 WHERE id = $1", first); err != nil {
				return err
			}
			once()
			met.Wait()
			_, err := tx.Exec(t.Context(), "UPDATE pairs SET n = n + 1 WHERE id = $1", second)
			return err
		})
	}
	errs := make(chan error, 2)
	go func() { errs <- swap(1, 2) }()
	go func() { errs <- swap(2, 1) }()
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	var least, most int
	if err := pool.QueryRow(t.Context(), "SELECT min(n), max(n) FROM pairs").Scan(&least, &most); err != nil {
		t.Fatal(err)
	}
	if least != 2 || most != 2 {
		t.Errorf("rows were counted %d and %d times, want twice each", least, most)
	}
}
