package main_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// testKey is an admin key in the form that DOCKET_API_KEY asks for.
const testKey = "test_key_0123456789_0123456789_0123456789"

// executable builds docket once a test run and gives its path.
var executable = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "docket-bin-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // the private Postgres runs as another user
		return "", err
	}
	path := filepath.Join(dir, "bin", "docket")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build docket: %w\n%s", err, out)
	}
	return path, nil
})

// process is a running docket.
type process struct {
	tb   testing.TB
	cmd  *exec.Cmd
	url  string
	logs *lockedBuffer
	done chan error
}

// lockedBuffer collects what the process prints while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// sharedDir is a folder that a server of another user can reach, unlike testing.TB's under a 0700 parent.
func sharedDir(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "docket-e2e-")
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// start runs `docket args...` with the settings given as NAME=value. It is stopped when the test ends.
func start(tb testing.TB, settings []string, args ...string) *process {
	tb.Helper()
	path, err := executable()
	if err != nil {
		tb.Fatal(err)
	}
	addr := freeAddr(tb)
	p := &process{tb: tb, url: "http://" + addr, logs: &lockedBuffer{}, done: make(chan error, 1)}
	p.cmd = exec.Command(path, args...)
	p.cmd.Env = append(os.Environ(), append([]string{"DOCKET_ADDR=" + addr, "DOCKET_API_KEY=" + testKey}, settings...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.logs, p.logs
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() { p.done <- p.cmd.Wait() }()
	tb.Cleanup(p.stop)
	return p
}

func freeAddr(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// ready waits until the process answers GET /readyz with 200.
func (p *process) ready() *process {
	p.tb.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-p.done:
			p.done <- err
			p.tb.Fatalf("docket ended: %v\n%s", err, p.logs)
		default:
		}
		if r, err := http.Get(p.url + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return p
			}
		}
	}
	p.tb.Fatalf("docket is not ready\n%s", p.logs)
	return p
}

// stop ends the process as an init system would, and as SIGKILL would when it does not listen.
func (p *process) stop() {
	p.end(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		p.tb.Errorf("docket did not end after SIGTERM\n%s", p.logs)
		p.end(syscall.SIGKILL)
		<-p.done
	}
	p.done <- nil
}

func (p *process) end(sig syscall.Signal) { _ = p.cmd.Process.Signal(sig) }

// kill ends the process the hard way and waits for it.
func (p *process) kill() {
	p.end(syscall.SIGKILL)
	<-p.done
	p.done <- nil
}

// rss is the resident memory of the process itself in bytes.
func (p *process) rss() int64 { return peakOf(p.cmd.Process.Pid) << 10 }

// do sends a request with the admin key.
func (p *process) do(ctx context.Context, method, path, contentType string, body any, header ...string) *http.Response {
	p.tb.Helper()
	req, err := http.NewRequestWithContext(ctx, method, p.url+path, reader(body))
	if err != nil {
		p.tb.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testKey)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.tb.Fatalf("%s %s: %v\n%s", method, path, err, p.logs)
	}
	return res
}
