package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/infra/postgres/cluster"
)

// dataDir is a folder that user postgres can reach: t.TempDir is closed to others.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "docket-cluster-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func start(t *testing.T, dir string) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Start(t.Context(), cluster.Options{Dir: dir, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop(context.Background()) })
	return c
}

func query(t *testing.T, c *cluster.Cluster, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL(cluster.Database))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var out string
	if err := conn.QueryRow(t.Context(), sql).Scan(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLife is what a data directory goes through: made, stopped, started again, its owner killed, the server killed.
func TestLife(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	c := start(t, dir)
	query(t, c, `SELECT set_config('x.y', (SELECT count(*)::text FROM pg_class), false)`)
	conn, err := pgx.Connect(t.Context(), c.URL(cluster.Database))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `CREATE TABLE kept AS SELECT 'yes' AS value; CHECKPOINT`); err != nil {
		t.Fatal(err)
	}
	_ = conn.Close(t.Context())
	if got := query(t, c, `SELECT lower('ÄÖ') || current_setting('listen_addresses')`); got != "äö" {
		t.Errorf("lower case of letters beyond ASCII, then addresses: %q", got)
	}
	if _, err := cluster.Start(t.Context(), cluster.Options{Dir: dir}); !errors.Is(err, cluster.ErrInUse) {
		t.Fatalf("second start: %v", err)
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	c = start(t, dir)
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("start on existing data took %s", took)
	}
	if got := query(t, c, `SELECT value FROM kept`); got != "yes" || c.Adopted() {
		t.Fatalf("after restart: %q, adopted %v", got, c.Adopted())
	}
	// The server dies, and its pid file stays.
	if err := syscall.Kill(c.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	c = start(t, dir)
	if got := query(t, c, `SELECT value FROM kept`); got != "yes" {
		t.Fatalf("after a crash: %q", got)
	}
}

// TestAdopt takes over a server whose process went away without stopping it.
func TestAdopt(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	left, err := cluster.Start(t.Context(), cluster.Options{Dir: dir, Unsafe: true, Detached: true}) // holds no lock, as if killed
	if err != nil {
		t.Fatal(err)
	}
	c := start(t, dir)
	if !c.Adopted() || c.PID() != left.PID() {
		t.Fatalf("adopted %v, process %d, want %d", c.Adopted(), c.PID(), left.PID())
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Its parent, which is this process, may still have to take note of its end.
	for until := time.Now().Add(10 * time.Second); !errors.Is(syscall.Kill(left.PID(), 0), syscall.ESRCH); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("the adopted server still runs")
		}
	}
}

// TestStalePIDFile starts although the pid file names a process that is something else by now.
func TestStalePIDFile(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	c := start(t, dir)
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	pid := filepath.Join(dir, "postgres", "data", "postmaster.pid")
	if err := os.WriteFile(pid, fmt.Appendf(nil, "%d\n%s\n1\n5432\n/nowhere\n\n1 1\nready\n", os.Getpid(), dir), 0o644); err != nil {
		t.Fatal(err)
	}
	if c := start(t, dir); c.Adopted() {
		t.Fatal("adopted the test itself")
	}
}

// TestHalfMade starts where an initdb was killed.
func TestHalfMade(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "postgres", "data.new", "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
}

func TestOtherMajorVersionIsTold(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	data := filepath.Join(dir, "postgres", "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("9\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "made by PostgreSQL 9") {
		t.Fatalf("got %v", err)
	}
	if _, err := cluster.Start(t.Context(), cluster.Options{Dir: dir}); errors.Is(err, cluster.ErrInUse) {
		t.Fatal("a failed start keeps the lock")
	}
}

// TestLongPath puts the socket elsewhere when the data directory's path is too long for one.
func TestLongPath(t *testing.T) {
	t.Parallel()
	above := dataDir(t)
	if err := os.Chmod(above, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(above, strings.Repeat("long", 30))
	c := start(t, dir)
	if got := query(t, c, `SELECT 'reached'`); got != "reached" {
		t.Fatal(got)
	}
}

func TestClosedParentIsTold(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return // the server runs as ourselves: nothing is closed to it
	}
	dir := dataDir(t)
	_, err := cluster.Start(t.Context(), cluster.Options{Dir: filepath.Join(dir, "below")})
	if err == nil || !strings.Contains(err.Error(), "closed to user postgres") {
		t.Fatalf("got %v", err)
	}
}
