//go:build unix

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// Command is one run of an external program.
type Command struct {
	Program string // looked up in PATH
	Args    []string
	Stdin   io.Reader // nil is empty
	Stdout  io.Writer // where standard output goes; nil keeps it in Result.Stdout. Counted against Limits.Output either way
	Dir     string    // working directory; empty is a new one that is removed
	Limits  Limits
}

// Result is how a program ended by itself.
type Result struct {
	ExitCode int  // -1 when a signal ended it
	Crashed  bool // a signal of its own doing: a fault in the program
	Stdout   []byte
	Stderr   string        // its last 4 KiB
	CPU      time.Duration // user and system
}

// Run starts a program under limits and waits for its end. A program that ran and failed is no error: see
// Result.ExitCode. Errors: reader_missing (not installed), reading_timeout, reading_out_of_memory,
// reading_output_limit; the context's own error when it was cancelled.
func Run(ctx context.Context, c Command) (Result, error) {
	path, err := exec.LookPath(c.Program)
	if err != nil {
		return Result{}, fault.Wrap(err, fault.CodeReaderMissing, "%s is not installed: make setup installs it", c.Program)
	}
	if c.Dir == "" {
		dir, err := NewDir()
		if err != nil {
			return Result{}, err
		}
		defer dir.Close()
		c.Dir = dir.Path()
	}
	c.Limits = c.Limits.orDefaults()
	return c.run(ctx, path)
}

func (c Command) run(ctx context.Context, path string) (Result, error) {
	l := c.Limits
	cmd := exec.Command("/bin/sh", append([]string{"-c", l.script(), "sandbox", path}, c.Args...)...) //nolint:noctx // watch ends it, with its whole group
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.SysProcAttr = c.Dir, environment(c.Dir), c.Stdin, attributes()
	cmd.WaitDelay = time.Second
	w := newWatch(cmd, l)
	out := &limitedWriter{to: c.Stdout, left: l.Output, over: func() { w.stop(errOutput) }}
	tail := &tailWriter{}
	cmd.Stdout, cmd.Stderr = out, tail
	if err := start(cmd); err != nil {
		return Result{}, fmt.Errorf("start %s: %w", c.Program, err)
	}
	stopped := w.wait(ctx)
	res := Result{ExitCode: cmd.ProcessState.ExitCode(), Stdout: out.kept.Bytes(), Stderr: tail.String(),
		CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	return res, c.verdict(&res, cmd.ProcessState, stopped)
}

func environment(dir string) []string {
	return []string{"PATH=/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" + dir, "TMPDIR=" + dir,
		"OMP_THREAD_LIMIT=1"}
}

// verdict is the error of a run that did not end by itself.
func (c Command) verdict(res *Result, state *os.ProcessState, stopped error) error {
	name := c.Program
	switch {
	case errors.Is(stopped, errWall):
		return fault.Wrap(stopped, fault.CodeReadTimeout, "%s took longer than %s", name, c.Limits.Wall)
	case errors.Is(stopped, errMemory):
		return fault.Wrap(stopped, fault.CodeReadMemory, "%s needed more than %d MiB", name, c.Limits.Memory>>20)
	case errors.Is(stopped, errOutput):
		return fault.Wrap(stopped, fault.CodeReadOutput, "%s wrote more than %d MiB", name, c.Limits.Output>>20)
	case stopped != nil:
		return stopped
	}
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		switch ws.Signal() {
		case syscall.SIGXCPU:
			return fault.New(fault.CodeReadTimeout, "%s used more than %s of processor time", name, c.Limits.CPU)
		case syscall.SIGXFSZ:
			return fault.New(fault.CodeReadOutput, "%s wrote a file of more than %d MiB", name, c.Limits.FileSize>>20)
		case syscall.SIGKILL: // not by us: the hard CPU limit, or the kernel is out of memory
			if res.CPU >= c.Limits.CPU {
				return fault.New(fault.CodeReadTimeout, "%s used more than %s of processor time", name, c.Limits.CPU)
			}
			return fault.New(fault.CodeReadMemory, "%s was killed: the machine is out of memory", name)
		}
		res.Crashed = true
	}
	if res.ExitCode != 0 && allocationFailed(res.Stderr) {
		return fault.New(fault.CodeReadMemory, "%s needed more than %d MiB", name, c.Limits.Memory>>20)
	}
	if res.ExitCode == exitNotStarted && strings.HasPrefix(res.Stderr, "sandbox:") {
		return fmt.Errorf("start %s: %s", name, strings.TrimSpace(res.Stderr))
	}
	return nil
}

// allocationFailed knows how programs say that an allocation under the address-space limit failed.
func allocationFailed(stderr string) bool {
	s := strings.ToLower(stderr)
	for _, sign := range []string{"bad_alloc", "out of memory", "cannot allocate memory", "failed to map segment", "memory exhausted"} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return false
}
