//go:build unix

package sandbox

import (
	"context"
	"errors"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// Why the parent ended a process.
var (
	errWall   = errors.New("time limit reached")
	errMemory = errors.New("memory limit reached")
	errOutput = errors.New("output limit reached")
)

// pollMemory is how often resident memory is looked at: a process that fills 1 GiB needs about ten times as long.
const pollMemory = 25 * time.Millisecond

// watch ends a process, with all it started, when a limit is reached or the context ends.
type watch struct {
	cmd    *exec.Cmd
	limits Limits
	once   sync.Once
	asked  chan error
}

func newWatch(cmd *exec.Cmd, l Limits) *watch {
	return &watch{cmd: cmd, limits: l, asked: make(chan error, 1)}
}

// stop asks for the end of the process; the first reason counts.
func (w *watch) stop(why error) { w.once.Do(func() { w.asked <- why }) }

// wait returns when the process has ended: nil when by itself, else why it was ended.
func (w *watch) wait(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = w.cmd.Wait() // its state says more than this error
	}()
	why := w.watch(ctx, done)
	if why != nil {
		killGroup(w.cmd.Process.Pid)
		<-done
		return why
	}
	select {
	case why = <-w.asked: // it ended while the limit was being reported
		return why
	default:
		return nil
	}
}

func (w *watch) watch(ctx context.Context, done <-chan struct{}) error {
	wall := time.NewTimer(w.limits.Wall)
	defer wall.Stop()
	poll := time.NewTicker(pollMemory)
	defer poll.Stop()
	for {
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-wall.C:
			return errWall
		case why := <-w.asked:
			return why
		case <-poll.C:
			if resident(w.cmd.Process.Pid) > w.limits.Memory {
				return errMemory
			}
		}
	}
}

// killGroup ends a process and all of its session: it was started as the leader of its own.
func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
