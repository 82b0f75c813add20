package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// pidFile is what postmaster.pid says (PostgreSQL, miscadmin.h): one value a line.
type pidFile struct {
	pid    int
	socket string
	status string // starting, ready, stopping; "" in its first moments
}

// adopt takes over the server that a killed process left running on our data. It tells whether there was one. A pid file
// whose process is gone, or is another program by now, is removed: the server itself would refuse to start.
func (c *Cluster) adopt(ctx context.Context) (bool, error) {
	f, err := c.readPIDFile()
	if err != nil || f == nil {
		return false, err
	}
	if !c.isOurServer(ctx, f.pid) {
		if err := os.Remove(c.pidPath()); err != nil && !errors.Is(err, os.ErrNotExist) {
			return false, fmt.Errorf("remove stale pid file: %w", err)
		}
		return false, nil
	}
	c.pid = f.pid
	if f.socket != "" {
		c.socket = f.socket
	}
	if f.status == "stopping" {
		if !c.awaitEnd(ctx, stopPatience) {
			return false, fmt.Errorf("the database (process %d) is stopping and does not end", c.pid)
		}
		return false, nil
	}
	if err := c.awaitReady(ctx); err != nil {
		if !alive(c.pid) {
			return false, nil // it was on its way out
		}
		return false, err
	}
	c.log.InfoContext(ctx, "adopted the database that an ended process left running", "pid", c.pid)
	return true, nil
}

func (d *folder) pidPath() string { return filepath.Join(d.data(), "postmaster.pid") }

// readPIDFile gives nil when there is none. One that is being written has fewer lines for a moment.
func (d *folder) readPIDFile() (*pidFile, error) {
	for range 20 {
		b, err := os.ReadFile(d.pidPath())
		if errors.Is(err, os.ErrNotExist) {
			return nil, nil // no file, no error
		}
		if err != nil {
			return nil, fmt.Errorf("read pid file: %w", err)
		}
		lines := strings.Split(string(b), "\n")
		if pid, err := strconv.Atoi(strings.TrimSpace(lines[0])); err == nil && len(lines) >= 5 {
			f := &pidFile{pid: max(pid, -pid), socket: strings.TrimSpace(lines[4])}
			if len(lines) >= 8 {
				f.status = strings.TrimSpace(lines[7])
			}
			return f, nil
		}
		time.Sleep(pollEvery)
	}
	return &pidFile{}, nil // cut short by a crash
}

// isOurServer tells whether a process is a PostgreSQL server on our data: process ids are used again.
func (c *Cluster) isOurServer(ctx context.Context, pid int) bool {
	if pid <= 1 || !alive(pid) {
		return false
	}
	if runtime.GOOS == "linux" {
		b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
		return err == nil && c.isOurCommand(strings.Split(string(b), "\x00"))
	}
	out, err := exec.CommandContext(ctx, "ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output() // a number
	return err == nil && strings.Contains(string(out), "postgres") && strings.Contains(string(out), c.data())
}

func (c *Cluster) isOurCommand(args []string) bool {
	for i, a := range args {
		if a == "-D" && i+1 < len(args) && args[i+1] == c.data() {
			return filepath.Base(args[0]) == "postgres"
		}
	}
	return false
}

// alive tells whether a process runs. A process of another user does.
func alive(pid int) bool {
	if pid <= 1 {
		return false
	}
	err := syscall.Kill(pid, 0)
	if err != nil && !errors.Is(err, syscall.EPERM) {
		return false
	}
	return !zombie(pid)
}

// zombie tells whether a process has ended and only waits for its parent to ask how.
func zombie(pid int) bool {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return false
	}
	_, rest, ok := strings.Cut(string(b), ") ")
	return ok && strings.HasPrefix(rest, "Z")
}

// RunningURL is the connection URL of a database of the server that another process runs in the directory.
func RunningURL(dir, database string) (string, error) {
	of := folder{dir: filepath.Join(dir, "postgres")}
	f, err := of.readPIDFile()
	if err != nil {
		return "", err
	}
	if f == nil || f.socket == "" {
		return "", errors.New("the private Postgres is being started or stopped: try again")
	}
	c := Cluster{socket: f.socket}
	return c.URL(database), nil
}
