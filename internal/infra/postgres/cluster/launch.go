package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// startPatience is for recovery after a crash, which reads the write-ahead log since the last checkpoint.
	startPatience = 2 * time.Minute
	stopPatience  = 30 * time.Second
	// orphanPatience is for what a killed server leaves running.
	orphanPatience = 15 * time.Second
	pollEvery      = 15 * time.Millisecond
	maxLogBytes    = 8 << 20
)

// settings are for one machine with few cores: many short transactions, no replicas, no network.
var settings = map[string]string{
	"listen_addresses":                "",
	"unix_socket_permissions":         "0700",
	"port":                            strconv.Itoa(port),
	"max_connections":                 "100",
	"shared_buffers":                  "128MB",
	"effective_cache_size":            "1GB",
	"maintenance_work_mem":            "128MB",
	"wal_level":                       "minimal",
	"max_wal_senders":                 "0",
	"max_wal_size":                    "1GB",
	"checkpoint_timeout":              "15min",
	"jit":                             "off",
	"max_parallel_workers_per_gather": "1",
	"random_page_cost":                "1.1",
	"log_min_messages":                "warning",
	"log_checkpoints":                 "off",
	"log_timezone":                    "UTC",
	"timezone":                        "UTC",
}

// unsafeSettings give up durability: a test's data needs none.
var unsafeSettings = map[string]string{
	"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300", "autovacuum": "off",
}

// errOrphans says that processes of a server whose main process was killed still hold its memory. They end within moments.
var errOrphans = errors.New("processes of a killed server are still ending")

// launch starts the server and waits until it answers.
func (c *Cluster) launch(ctx context.Context, opts Options) error {
	for until := time.Now().Add(orphanPatience); ; time.Sleep(10 * pollEvery) {
		err := c.launchOnce(ctx, opts)
		if !errors.Is(err, errOrphans) || time.Now().After(until) || ctx.Err() != nil {
			return err
		}
	}
}

func (c *Cluster) launchOnce(ctx context.Context, opts Options) error {
	out, err := c.openLog()
	if err != nil {
		return err
	}
	defer out.Close()
	// Not bound to ctx: the server is stopped by Stop, in order, when everything else has ended.
	cmd := exec.Command(c.bin.path("postgres"), c.args(opts.Unsafe)...) //nolint:noctx // see above
	c.owner.run(cmd)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the database: %w", err)
	}
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		_ = cmd.Wait() // the log has what it died of
	}()
	c.pid, c.exited = cmd.Process.Pid, exited
	if err := c.awaitReady(ctx); err != nil {
		return errors.Join(err, c.end(context.WithoutCancel(ctx)))
	}
	return nil
}

func (c *Cluster) args(unsafe bool) []string {
	args := []string{"-D", c.data(), "-k", c.socket}
	for k, v := range settings {
		if _, replaced := unsafeSettings[k]; !unsafe || !replaced {
			args = append(args, "-c", k+"="+v)
		}
	}
	if unsafe {
		for k, v := range unsafeSettings {
			args = append(args, "-c", k+"="+v)
		}
	}
	return args
}

func (d *folder) openLog() (*os.File, error) {
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if st, err := os.Stat(d.logFile()); err == nil && st.Size() > maxLogBytes {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(d.logFile(), flags, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the database's log: %w", err)
	}
	return f, nil
}

// awaitReady returns when the server answers a query, or with what it wrote when it ends before.
func (c *Cluster) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		err := c.ping(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-c.exited:
			log := c.logTail()
			if strings.Contains(log[strings.LastIndex(log, "FATAL")+1:], "is still in use") {
				return errOrphans
			}
			return fmt.Errorf("the database ended at its start; its log says: %s", log)
		case <-ctx.Done():
			return fmt.Errorf("the database does not answer: %w", errors.Join(ctx.Err(), err))
		case <-tick.C:
		}
		if c.exited == nil && !alive(c.pid) {
			return errors.New("the database that was to be adopted has ended")
		}
	}
}

func (c *Cluster) ping(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// ensureDatabase makes our database in a server that has none yet.
func (c *Cluster) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("connect to the private database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var exists bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, Database).Scan(&exists); err != nil {
		return fmt.Errorf("look for our database: %w", err)
	}
	if !exists {
		if _, err := conn.Exec(ctx, `CREATE DATABASE `+Database); err != nil {
			return fmt.Errorf("make our database: %w", err)
		}
	}
	return nil
}

// Stop ends the server in order: open transactions are rolled back, everything is written, no recovery is needed.
func (c *Cluster) Stop(ctx context.Context) error {
	defer c.unlock()
	return c.end(ctx)
}

func (c *Cluster) end(ctx context.Context) error {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} { // fast, then immediate
		if err := syscall.Kill(c.pid, sig); errors.Is(err, syscall.ESRCH) {
			return nil
		} else if err != nil {
			return fmt.Errorf("stop the database: %w", err)
		}
		if c.awaitEnd(ctx, stopPatience) {
			return nil
		}
		c.log.WarnContext(ctx, "the database does not stop", "pid", c.pid)
	}
	return fmt.Errorf("the database (process %d) does not end", c.pid)
}

// awaitEnd tells whether the server ended in time.
func (c *Cluster) awaitEnd(ctx context.Context, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-c.exited:
			return true
		case <-ctx.Done():
			return false
		case <-tick.C:
			if c.exited == nil && !alive(c.pid) {
				return true
			}
		}
	}
}

func (d *folder) logTail() string {
	b, err := os.ReadFile(d.logFile())
	if err != nil {
		return err.Error()
	}
	return tail(b)
}

// tail is the end of a program's output, short enough for an error.
func tail(b []byte) string {
	b = bytes.TrimSpace(b)
	if len(b) > 600 {
		b = b[len(b)-600:]
	}
	return string(b)
}
