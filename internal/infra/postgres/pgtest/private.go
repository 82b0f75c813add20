package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/docketapi/docket/internal/infra/postgres/cluster"
)

// inUseLock is the advisory lock that every test binary shares and the watchdog wants for itself: who gets it alone may
// stop the server.
const inUseLock = 0x706774657374

// startPrivate starts or joins the server that all test binaries of this user share.
func (s *testServer) startPrivate(ctx context.Context) error {
	dir := filepath.Join(tempDir(), "docket-pgtest-"+strconv.Itoa(os.Geteuid()))
	if err := os.MkdirAll(dir, 0o711); err != nil { // the server's user has to pass through
		return fmt.Errorf("make folder of the test server: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "start.lock"), os.O_CREATE|os.O_RDWR, 0o600) // our folder
	if err != nil {
		return fmt.Errorf("open lock of the test server: %w", err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil { // descriptors are small
		return fmt.Errorf("wait for other test binaries: %w", err)
	}
	var last error
	for ctx.Err() == nil {
		if last = s.join(ctx, dir); last == nil {
			return nil
		}
		if errors.Is(last, errStopping) {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		// What a crash of the machine left of a server without fsync may not start: it holds nothing worth keeping.
		if err := os.RemoveAll(filepath.Join(dir, "postgres")); err != nil {
			return errors.Join(last, err)
		}
		return errors.Join(s.join(ctx, dir))
	}
	return last
}

var errStopping = errors.New("the test server is stopping")

func (s *testServer) join(ctx context.Context, dir string) error {
	c, err := cluster.Start(ctx, cluster.Options{Dir: dir, Unsafe: true, Detached: true})
	if err != nil {
		return err
	}
	s.admin = c.URL("postgres")
	if err := s.connect(ctx); err != nil {
		return errStopping
	}
	var got bool
	if err := s.keeper.QueryRow(ctx, `SELECT pg_try_advisory_lock_shared($1)`, int64(inUseLock)).Scan(&got); err != nil || !got {
		return errStopping
	}
	if c.Adopted() {
		return nil
	}
	return errors.Join(s.dropLeftOvers(ctx), watch(c))
}

// dropLeftOvers removes databases of tests that were killed. The server has just started: nobody uses them.
func (s *testServer) dropLeftOvers(ctx context.Context) error {
	rows, err := s.keeper.Query(ctx, `SELECT datname FROM pg_database WHERE datname LIKE 't\_%'`)
	if err != nil {
		return fmt.Errorf("list left-over test databases: %w", err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			return fmt.Errorf("list left-over test databases: %w", err)
		}
		names = append(names, n)
	}
	rows.Close()
	for _, n := range names {
		if err := s.exec(ctx, `DROP DATABASE IF EXISTS `+n+` WITH (FORCE)`); err != nil {
			return fmt.Errorf("drop left-over test database: %w", err)
		}
	}
	return rows.Err()
}

// watchdog stops the server when no test binary has held the lock at two looks in a row. It runs beside the tests as a
// process of its own: the last test binary cannot know that it is the last.
const watchdog = `
idle=0
while sleep 15; do
  kill -0 "$PID" 2>/dev/null || exit 0
  got=$("$BIN/psql" -XAtq -h "$SOCKET" -U docket -d postgres -c "select pg_try_advisory_lock($LOCK)") || exit 0
  if [ "$got" = t ]; then idle=$((idle+1)); else idle=0; fi
  [ $idle -lt 2 ] || "$BIN/psql" -XAtq -h "$SOCKET" -U docket -d postgres <<EOS
select pg_try_advisory_lock($LOCK) as alone \gset
\if :alone
\! kill -INT $PID
select pg_sleep(60);
\endif
EOS
done
`

func watch(c *cluster.Cluster) error {
	cmd := exec.Command("/bin/sh", "-c", watchdog) // it outlives the test binary
	cmd.Env = []string{
		"PATH=" + strings.Join([]string{"/usr/bin", "/bin"}, ":"), "PID=" + strconv.Itoa(c.PID()), "SOCKET=" + c.Socket(),
		"BIN=" + c.BinDir(), "LOCK=" + strconv.FormatInt(inUseLock, 10),
	}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start watchdog of the test server: %w", err)
	}
	return cmd.Process.Release()
}

// tempDir is a temporary folder that every user may pass through, and whose path leaves room for a socket's.
func tempDir() string {
	if os.Geteuid() == 0 {
		return "/tmp"
	}
	return os.TempDir()
}
