// Package llamatest runs a real OpenAI-compatible server, llama.cpp's, for the tests that make test-external runs.
//
// It owns the server's process and a model of random weights for it. It does not build the server: tools/external/llm.sh does,
// and names it in DOCKET_TEST_LLAMA_SERVER, and SmolLM2's weights in DOCKET_TEST_SMOLLM.
package llamatest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// ModelName is the name of the model that the server has.
const ModelName = "docket-test"

// How many tokens one request may have, and at a server that Wide started. The tiny model's tokens are characters.
const (
	ContextTokens = 4096
	WideTokens    = 16384
)

// patience is how long a server may take to load its model.
const patience = time.Minute

// Server is a server with a model. Make one with Tiny or SmolLM.
type Server struct {
	URL  string // base URL for clients, ends in /v1
	root string
}

// Tiny starts a server with a model of random weights, which lives as long as the test.
func Tiny(t testing.TB) *Server {
	t.Helper()
	return tiny(t, ContextTokens)
}

// Wide is Tiny with room for prompts that hold tools.
func Wide(t testing.TB) *Server {
	t.Helper()
	return tiny(t, WideTokens)
}

func tiny(t testing.TB, context int) *Server {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tiny.gguf")
	if err := os.WriteFile(path, tinyModel(), 0o600); err != nil {
		t.Fatal(err)
	}
	return start(t, path, context)
}

// SmolLM starts a server with SmolLM2, a model of 135 million weights that speaks English.
func SmolLM(t testing.TB) *Server {
	t.Helper()
	return start(t, variable(t, "DOCKET_TEST_SMOLLM"), ContextTokens)
}

func variable(t testing.TB, name string) string {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		t.Fatalf("%s is not set: run tools/external/llm.sh", name)
	}
	return v
}

func start(t testing.TB, model string, context int) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	var log lockedBuffer
	cmd := exec.CommandContext(t.Context(), variable(t, "DOCKET_TEST_LLAMA_SERVER"), "-m", model, "--host", "127.0.0.1", "--port", strconv.Itoa(port),
		"-c", strconv.Itoa(2*context), "-np", "2", "-b", "128", "-t", "1", "-tb", "1", "--offline", "--no-warmup", "--alias", ModelName)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
	})
	root := fmt.Sprintf("http://127.0.0.1:%d", port)
	for late := time.After(patience); ; {
		if status, _ := get(t.Context(), root+"/health"); status == http.StatusOK {
			return &Server{URL: root + "/v1", root: root}
		}
		select {
		case <-ended:
			t.Fatalf("the server ended:\n%s", log.String())
		case <-late:
			t.Fatalf("the server does not come up:\n%s", log.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Busy tells how many requests the server is working on.
func (s *Server) Busy(t testing.TB) int {
	t.Helper()
	status, body := get(t.Context(), s.root+"/slots")
	var slots []struct {
		Working bool `json:"is_processing"`
	}
	if err := json.Unmarshal(body, &slots); err != nil || len(slots) == 0 {
		t.Fatalf("slots: %d %s", status, body)
	}
	n := 0
	for _, slot := range slots {
		if slot.Working {
			n++
		}
	}
	return n
}

func get(ctx context.Context, url string) (int, []byte) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, nil
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil
	}
	return res.StatusCode, body
}

// Adding is an HTTP client that adds members to the body of each request: a bias, a seed, what a client has no setting for.
func Adding(members map[string]any) *http.Client {
	return &http.Client{Transport: adding{members}}
}

type adding struct{ members map[string]any }

// RoundTrip sends the request with its added members.
func (a adding) RoundTrip(r *http.Request) (*http.Response, error) {
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	for name, v := range a.members {
		body[name] = v
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	return http.DefaultTransport.RoundTrip(r)
}

// lockedBuffer is what a process says, for two writers.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write adds to the buffer.
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
