// Package cluster runs a private PostgreSQL server from the binaries that are installed, for `docket dev` and for tests.
//
// It owns one data directory: making it, starting the server on it, taking over a server that a killed process left
// behind, and stopping it. It listens on a unix socket only, in a folder that nobody else may enter. What is in the
// databases is not its business.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// The superuser of a private server and the database of `docket dev`.
const (
	User     = "docket"
	Database = "docket"
	port     = 5432
)

// Options say where and how a server runs.
type Options struct {
	Dir string // made when missing; the server's files stand below it
	Log *slog.Logger
	// Unsafe gives up durability for speed: for tests only.
	Unsafe bool
	// Detached leaves the server running when the process ends without Stop, and takes no lock: many processes share it.
	Detached bool
}

// Cluster is a running server. Make one with Start.
type Cluster struct {
	folder
	bin    Binaries
	owner  *owner
	socket string
	lock   *os.File
	pid    int
	exited <-chan struct{} // closed when the server, a child of ours, has ended; nil for an adopted one
	log    *slog.Logger
}

// folder is where everything of the server stands.
type folder struct{ dir string }

// ErrInUse is what Start says when another process runs the server of the same directory.
var ErrInUse = errors.New("another docket uses this data directory")

// Start makes the data directory when it is missing, and starts or adopts its server. It returns when the server
// answers. The caller stops it with Stop.
func Start(ctx context.Context, opts Options) (*Cluster, error) {
	c := &Cluster{log: opts.Log}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if opts.Dir, err = filepath.Abs(opts.Dir); err != nil {
		return nil, fmt.Errorf("find data directory: %w", err)
	}
	c.dir = filepath.Join(opts.Dir, "postgres")
	if c.owner, err = findOwner(); err != nil {
		return nil, err
	}
	if err := c.prepare(opts); err != nil {
		return nil, err
	}
	if err := c.start(ctx, opts); err != nil {
		c.unlock()
		return nil, err
	}
	return c, nil
}

// URL is the connection URL of one of the server's databases.
func (c *Cluster) URL(database string) string {
	q := url.Values{"host": {c.socket}, "port": {strconv.Itoa(port)}, "sslmode": {"disable"}}
	return "postgres://" + User + "@/" + url.PathEscape(database) + "?" + q.Encode()
}

// BinDir is the folder of the server's programs.
func (c *Cluster) BinDir() string { return c.bin.Dir }

// Socket is the folder of the server's socket.
func (c *Cluster) Socket() string { return c.socket }

// Adopted tells whether the server ran already.
func (c *Cluster) Adopted() bool { return c.exited == nil }

// PID is the server's process id.
func (c *Cluster) PID() int { return c.pid }

// prepare makes the folders, takes the lock and settles which binaries serve.
func (c *Cluster) prepare(opts Options) error {
	if err := os.MkdirAll(opts.Dir, 0o711); err != nil { // the server's user has to pass through
		return fmt.Errorf("make data directory: %w", err)
	}
	if err := c.owner.canReach(opts.Dir); err != nil {
		return err
	}
	if !opts.Detached {
		lock, err := lockFile(filepath.Join(opts.Dir, "postgres.lock"))
		if err != nil {
			return fmt.Errorf("%s: %w", opts.Dir, err)
		}
		c.lock = lock
	}
	err := c.owner.mkdir(c.dir)
	if err == nil {
		c.bin, err = binariesFor(c.data())
	}
	if err == nil {
		c.socket, err = c.socketDir()
	}
	if err != nil {
		c.unlock()
	}
	return err
}

func (c *Cluster) start(ctx context.Context, opts Options) error {
	if _, err := os.Stat(filepath.Join(c.data(), "PG_VERSION")); errors.Is(err, os.ErrNotExist) {
		if err := c.init(ctx, opts.Unsafe); err != nil {
			return err
		}
	}
	adopted, err := c.adopt(ctx)
	if err != nil {
		return err
	}
	if !adopted {
		if err := c.launch(ctx, opts); err != nil {
			return err
		}
	}
	return c.ensureDatabase(ctx)
}

// init makes the data directory beside its place and moves it there when it is whole, so that a killed initdb leaves
// nothing that looks like a data directory.
func (c *Cluster) init(ctx context.Context, unsafe bool) error {
	fresh := c.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("remove half-made data directory: %w", err)
	}
	args := []string{"--pgdata", fresh, "--username", User, "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8"}
	args = append(args, c.bin.localeArgs()...)
	if unsafe {
		args = append(args, "--no-sync")
	}
	started := time.Now()
	cmd := exec.CommandContext(ctx, c.bin.path("initdb"), args...) // a binary we searched for
	c.owner.run(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make data directory with initdb: %w: %s", err, tail(out))
	}
	if err := os.Rename(fresh, c.data()); err != nil {
		return fmt.Errorf("put data directory in its place: %w", err)
	}
	c.log.InfoContext(ctx, "made a private database", "dir", c.data(), "postgres", c.bin.Major, "took", time.Since(started).Round(time.Millisecond))
	return nil
}

func (d *folder) data() string    { return filepath.Join(d.dir, "data") }
func (d *folder) logFile() string { return filepath.Join(d.dir, "server.log") }

func (c *Cluster) unlock() {
	if c.lock != nil {
		_ = c.lock.Close()
		c.lock = nil
	}
}
