//go:build unix

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// errStale says that a worker was dead before it took a request.
var errStale = errors.New("helper had ended")

// worker is the parent's side of one helper process.
type worker struct {
	opt      PoolOptions
	cmd      *exec.Cmd
	requests *os.File
	answers  *os.File
	stderr   *tailWriter
	dir      *Dir
	rest     *time.Timer
	calls    int
	broken   bool
}

// startWorker starts a helper and waits until it is ready for requests. It tries twice: a process that dies at start
// may have met a machine short of memory for a moment.
func startWorker(ctx context.Context, opt PoolOptions) (*worker, error) {
	if !ready.Load() {
		return nil, errors.New("sandbox.Main has not run: it must be the first statement of main or TestMain")
	}
	w, err := startOnce(ctx, opt)
	if errors.Is(err, errStale) {
		w, err = startOnce(ctx, opt)
	}
	if err != nil {
		return nil, fmt.Errorf("start helper %s: %w", opt.Helper, err)
	}
	return w, nil
}

func startOnce(ctx context.Context, opt PoolOptions) (*worker, error) {
	w, err := spawn(opt)
	if err != nil {
		return nil, err
	}
	_, err = w.exchange(ctx, frameSetup, opt.Setup, opt.Start)
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func spawn(opt PoolOptions) (*worker, error) {
	self, err := selfPath()
	if err != nil {
		return nil, fmt.Errorf("find own executable: %w", err)
	}
	dir, err := NewDir()
	if err != nil {
		return nil, err
	}
	requestsIn, requests, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	answers, answersOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, requestsIn.Close(), requests.Close(), dir.Close())
	}
	w := &worker{opt: opt, requests: requests, answers: answers, stderr: &tailWriter{}, dir: dir}
	o := workOrder{Name: opt.Helper, Parent: os.Getpid()}
	w.cmd = exec.Command(self, argWorker, o.String()) //nolint:noctx // lives longer than one call; exchange ends it
	w.cmd.Args = append(w.cmd.Args, opt.Helper)       // for people who look at the process list
	w.cmd.Dir, w.cmd.Env, w.cmd.SysProcAttr = dir.Path(), environment(dir.Path()), attributes()
	w.cmd.Stdout, w.cmd.Stderr = w.stderr, w.stderr
	w.cmd.ExtraFiles = []*os.File{requestsIn, answersOut}
	w.cmd.WaitDelay = time.Second
	err = start(w.cmd)
	_ = errors.Join(requestsIn.Close(), answersOut.Close())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start helper %s: %w", opt.Helper, err), requests.Close(), answers.Close(), dir.Close())
	}
	return w, nil
}

func (w *worker) pid() int { return w.cmd.Process.Pid }

// call sends one request. After an error other than the helper's own answer the worker is broken.
func (w *worker) call(ctx context.Context, request []byte) ([]byte, error) {
	w.calls++
	return w.exchange(ctx, frameRequest, request, w.opt.Call)
}

type reply struct {
	kind frameKind
	body []byte
	sent bool // the whole request went into the pipe
	err  error
}

// exchange writes a frame and waits for its answer, under limits on time and memory.
func (w *worker) exchange(ctx context.Context, kind frameKind, body []byte, limit time.Duration) ([]byte, error) {
	got := make(chan reply, 1)
	go func() {
		if err := writeFrame(w.requests, kind, body); err != nil {
			got <- reply{err: err}
			return
		}
		k, b, err := readFrame(w.answers, nil)
		got <- reply{kind: k, body: b, sent: true, err: err}
	}()
	wall := time.NewTimer(limit)
	defer wall.Stop()
	poll := time.NewTicker(pollMemory)
	defer poll.Stop()
	for {
		select {
		case r := <-got:
			return w.resultOf(r, kind)
		case <-ctx.Done():
			return nil, w.kill(got, ctx.Err())
		case <-wall.C:
			return nil, w.kill(got, fault.New(fault.CodeReadTimeout, "%s took longer than %s", w.opt.Helper, limit))
		case <-poll.C:
			if resident(w.pid()) > w.opt.Memory {
				return nil, w.kill(got, fault.New(fault.CodeReadMemory, "%s needed more than %d MiB", w.opt.Helper, w.opt.Memory>>20))
			}
		}
	}
}

// resultOf reads a reply. A worker that died at start, or before it had the whole request, is stale.
func (w *worker) resultOf(r reply, asked frameKind) ([]byte, error) {
	switch {
	case r.err != nil:
		w.broken = true
		if !r.sent || asked == frameSetup {
			return nil, fmt.Errorf("%w: %s", errStale, w.lastWords())
		}
		return nil, fmt.Errorf("helper %s crashed: %s", w.opt.Helper, w.lastWords())
	case r.kind == frameError:
		w.broken = asked == frameSetup
		return nil, decodeFailure(r.body)
	case r.kind == frameAnswer && asked == frameRequest, r.kind == frameReady && asked == frameSetup:
		return r.body, nil
	}
	w.broken = true
	return nil, fmt.Errorf("read answer of helper %s: %w", w.opt.Helper, errFrame)
}

// kill ends the worker and waits for the exchange's goroutine, so that the request's bytes are free again.
func (w *worker) kill(got <-chan reply, why error) error {
	w.broken = true
	killGroup(w.pid())
	<-got
	return why
}

// lastWords is how the process ended and the end of what it printed.
func (w *worker) lastWords() string {
	killGroup(w.pid())
	_ = w.cmd.Wait()
	return strings.TrimSpace(w.cmd.ProcessState.String() + ": " + w.stderr.String())
}

// close lets the worker go: it ends when its pipe closes, and is killed if it does not.
func (w *worker) close() {
	_ = w.requests.Close()
	go func() {
		late := time.AfterFunc(time.Second, func() { killGroup(w.pid()) })
		if w.broken {
			killGroup(w.pid())
		}
		if w.cmd.ProcessState == nil {
			_ = w.cmd.Wait()
		}
		late.Stop()
		_ = errors.Join(w.answers.Close(), w.dir.Close())
	}()
}
