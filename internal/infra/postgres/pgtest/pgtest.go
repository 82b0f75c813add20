// Package pgtest gives tests a real PostgreSQL: a transaction that is rolled back, or a database of their own.
//
// It owns the server (one private one for all test binaries, started from the installed binaries, gone when idle; or the
// one of DOCKET_TEST_DATABASE_URL) and the databases on it. Without a server tests fail; they never skip.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/infra/postgres"
)

// setUpPatience bounds starting the server and migrating the template, the first time on a machine that is busy.
const setUpPatience = 2 * time.Minute

// Pool is a pool over a migrated database of the test's own. What is committed there stays there; the database is dropped
// when the test ends. For tests of NOTIFY, of workers, of two transactions at once.
func Pool(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return open(t, URL(t))
}

// URL is the URL of a migrated database of the test's own, for a process that connects by itself.
func URL(t testing.TB) string {
	t.Helper()
	s := server(t)
	return s.create(t, s.template)
}

// EmptyURL is the URL of a database without any table.
func EmptyURL(t testing.TB) string {
	t.Helper()
	return server(t).create(t, "template0")
}

// Tx is a transaction in a migrated database that many tests share; it is rolled back when the test ends.
func Tx(t testing.TB) pgx.Tx {
	t.Helper()
	pool, err := server(t).sharedPool()
	if err != nil {
		t.Fatalf("open shared test database: %v", err)
	}
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatalf("begin test transaction: %v", err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) })
	return tx
}

func open(t testing.TB, dsn string) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// testServer is the server of this test binary.
type testServer struct {
	admin    string // URL of the database for administration
	keeper   *pgx.Conn
	mu       sync.Mutex // keeper serves one query at a time
	template string
	shared   string

	sharedOnce sync.Once
	pool       *pgxpool.Pool
	poolErr    error
}

var start = sync.OnceValues(func() (*testServer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), setUpPatience)
	defer cancel()
	s := &testServer{admin: os.Getenv("DOCKET_TEST_DATABASE_URL")}
	if s.admin == "" {
		if err := s.startPrivate(ctx); err != nil {
			return nil, err
		}
	} else if err := s.connect(ctx); err != nil {
		return nil, err
	}
	return s, s.prepareTemplate(ctx)
})

func server(t testing.TB) *testServer {
	t.Helper()
	s, err := start()
	if err != nil {
		t.Fatalf("tests need a PostgreSQL server: %v", err)
	}
	return s
}

// connect opens the connection that keeps the private server from being stopped while this binary runs.
func (s *testServer) connect(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.admin)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	s.keeper = conn
	return nil
}

func (s *testServer) create(t testing.TB, template string) string {
	t.Helper()
	name := "t_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := s.exec(t.Context(), `CREATE DATABASE `+name+` TEMPLATE `+template+` STRATEGY file_copy`); err != nil {
		t.Fatalf("make test database: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := s.exec(ctx, `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("drop test database: %v", err)
		}
	})
	return s.url(name)
}

func (s *testServer) exec(ctx context.Context, sql string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.keeper.Exec(ctx, sql)
	return err
}

// url is the administration URL with another database.
func (s *testServer) url(database string) string {
	u, err := url.Parse(s.admin)
	if err != nil {
		return s.admin + " dbname=" + database // a keyword string: the last one counts
	}
	u.Path = "/" + database
	return u.String()
}

func (s *testServer) sharedPool() (*pgxpool.Pool, error) {
	s.sharedOnce.Do(func() {
		s.pool, s.poolErr = postgres.Open(context.Background(), s.url(s.shared))
	})
	return s.pool, s.poolErr
}
