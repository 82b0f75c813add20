package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// server counts requests and answers through its handler.
type server struct {
	*httptest.Server
	calls atomic.Int64
}

func serve(t *testing.T, handle func(n int64, ask request, w http.ResponseWriter, r *http.Request)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var ask request
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			t.Error(err)
		}
		handle(s.calls.Add(1), ask, w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func client(t *testing.T, s *server, change func(*Options)) *Embedder {
	t.Helper()
	o := Options{BaseURL: s.URL + "/v1", Model: "m", Dimensions: 3, Backoff: time.Millisecond}
	if change != nil {
		change(&o)
	}
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// vectorOf is a vector that tells which text it belongs to: (length, 1, 0) before normalisation.
func vectorOf(text string, dimensions int) []float32 {
	v := make([]float32, dimensions)
	v[0], v[1] = float32(len(text)), 1
	return v
}

// reply answers in reverse order: index decides, not place.
func reply(w http.ResponseWriter, texts []string, dimensions int) {
	var items []string
	for i := len(texts) - 1; i >= 0; i-- {
		v, _ := json.Marshal(vectorOf(texts[i], dimensions))
		items = append(items, fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":%s}`, i, v))
	}
	fmt.Fprintf(w, `{"object":"list","model":"m","data":[%s],"usage":{"prompt_tokens":1}}`, strings.Join(items, ","))
}

func check(t *testing.T, texts []string, got [][]float32) {
	t.Helper()
	if len(got) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(got), len(texts))
	}
	for i, v := range got {
		ratio := v[0] / v[1]
		if diff := ratio - float32(len(texts[i])); diff > 0.01 || diff < -0.01 {
			t.Errorf("text %d has another one's vector: %v", i, v)
		}
		if l := v[0]*v[0] + v[1]*v[1] + v[2]*v[2]; l < 0.999 || l > 1.001 {
			t.Errorf("text %d: squared length %v", i, l)
		}
	}
}

func words(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = strings.Repeat("x", i+1)
	}
	return out
}

func TestBatchesKeepOrderAndPrefix(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var sizes []int
	s := serve(t, func(_ int64, ask request, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/embeddings" || r.Header.Get("Authorization") != "Bearer secret" || ask.Model != "m" || ask.Dimensions != 0 {
			t.Errorf("asked %s %q %+v", r.URL.Path, r.Header.Get("Authorization"), ask)
		}
		mu.Lock()
		sizes = append(sizes, len(ask.Input))
		mu.Unlock()
		for i, text := range ask.Input {
			if ask.Input[i] = strings.TrimPrefix(text, "passage: "); ask.Input[i] == text {
				t.Errorf("%q has no prefix", text)
			}
		}
		reply(w, ask.Input, 3)
	})
	e := client(t, s, func(o *Options) { o.APIKey, o.PassagePrefix = "secret", "passage: " })
	texts := words(100)
	got, err := e.Passages(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	check(t, texts, got)
	if len(sizes) != 4 {
		t.Errorf("batches of %v", sizes)
	}
	if none, err := e.Passages(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("no texts: %v %v", none, err)
	}
}

func TestQuestionsAreRemembered(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int64, ask request, w http.ResponseWriter, _ *http.Request) {
		if ask.Input[0] != "query: why" {
			t.Errorf("asked %q", ask.Input)
		}
		reply(w, ask.Input, 3)
	})
	e := client(t, s, func(o *Options) { o.QuestionPrefix = "query: " })
	for range 3 {
		if v, err := e.Question(t.Context(), "why"); err != nil || len(v) != 3 {
			t.Fatal(v, err)
		}
	}
	if n := s.calls.Load(); n != 1 {
		t.Errorf("%d requests for one question", n)
	}
}

func TestWhatPassesIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 429, 500, 502, 503, 504} {
		s := serve(t, func(n int64, ask request, w http.ResponseWriter, _ *http.Request) {
			if n < 3 {
				w.Header().Set("Retry-After", "0")
				http.Error(w, `{"error":{"message":"Loading model"}}`, status)
				return
			}
			reply(w, ask.Input, 3)
		})
		if _, err := client(t, s, nil).Passages(t.Context(), []string{"a"}); err != nil || s.calls.Load() != 3 {
			t.Errorf("%d: %v after %d", status, err, s.calls.Load())
		}
	}
}

func TestWhatDoesNotPassIsToldAtOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403, 404, 400, 501} {
		s := serve(t, func(_ int64, _ request, w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "secret detail", status)
		})
		_, err := client(t, s, nil).Passages(t.Context(), []string{"a"})
		f, ok := fault.As(err)
		if !ok || f.Code != fault.CodeUnavailable || s.calls.Load() != 1 || strings.Contains(f.Message, "secret") {
			t.Errorf("%d: %v after %d", status, err, s.calls.Load())
		}
	}
}

func TestServerThatStaysAwayIsUnavailable(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int64, _ request, w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	_, err := client(t, s, nil).Question(t.Context(), "a")
	if fault.CodeOf(err) != fault.CodeUnavailable || s.calls.Load() != attempts {
		t.Errorf("%v after %d", err, s.calls.Load())
	}
	s.Close()
	if _, err := client(t, s, nil).Question(t.Context(), "a"); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("nobody there: %v", err)
	}
}

func TestTooMuchIsHalved(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int64, ask request, w http.ResponseWriter, _ *http.Request) {
		if len(ask.Input) > 5 || len(strings.Join(ask.Input, "")) > 2000 {
			http.Error(w, "too much", http.StatusRequestEntityTooLarge)
			return
		}
		reply(w, ask.Input, 3)
	})
	e := client(t, s, nil)
	texts := words(30)
	got, err := e.Passages(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	check(t, texts, got)
	if _, err := e.Passages(t.Context(), []string{strings.Repeat("ü", 3000)}); err != nil {
		t.Errorf("a long text: %v", err)
	}
}

func TestDimensions(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int64, ask request, w http.ResponseWriter, _ *http.Request) {
		reply(w, ask.Input, map[bool]int{true: 8, false: ask.Dimensions}[ask.Dimensions == 0])
	})
	e := client(t, s, nil)
	for range 2 {
		if _, err := e.Passages(t.Context(), []string{"a"}); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.calls.Load(); n != 3 {
		t.Errorf("%d requests, want one long answer and two shortened", n)
	}
	stubborn := serve(t, func(_ int64, ask request, w http.ResponseWriter, _ *http.Request) { reply(w, ask.Input, 8) })
	if _, err := client(t, stubborn, nil).Passages(t.Context(), []string{"a"}); fault.CodeOf(err) != fault.CodeUnavailable || !strings.Contains(err.Error(), "DOCKET_EMBEDDINGS_DIMENSIONS") {
		t.Errorf("8 for 3: %v", err)
	}
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"no JSON":      `<html>`,
		"cut":          `{"data":[{"index":0,"embedding":[1,2`,
		"nothing":      `{}`,
		"too few":      `{"data":[{"index":0,"embedding":[1,2,3]}]}`,
		"twice":        `{"data":[{"index":0,"embedding":[1,2,3]},{"index":0,"embedding":[1,2,3]}]}`,
		"out of range": `{"data":[{"index":0,"embedding":[1,2,3]},{"index":-1,"embedding":[1,2,3]}]}`,
		"zeros":        `{"data":[{"index":0,"embedding":[0,0,0]},{"index":1,"embedding":[1,2,3]}]}`,
		"base64":       `{"data":[{"index":0,"embedding":"AAAA"},{"index":1,"embedding":"AAAA"}]}`,
	} {
		s := serve(t, func(_ int64, _ request, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		if _, err := client(t, s, nil).Passages(t.Context(), []string{"a", "b"}); fault.CodeOf(err) != fault.CodeUnavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCancelAndTimeout(t *testing.T) {
	t.Parallel()
	over := make(chan struct{})
	s := serve(t, func(_ int64, _ request, _ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-over:
		}
	})
	defer close(over)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := client(t, s, nil).Passages(ctx, []string{"a"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the caller's end: %v", err)
	}
	e := client(t, s, func(o *Options) { o.Timeout = 5 * time.Millisecond })
	if _, err := e.Passages(t.Context(), []string{"a"}); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("the server's silence: %v", err)
	}
}

func TestIDTellsVectorsApartAndNoSecret(t *testing.T) {
	t.Parallel()
	base := Options{BaseURL: "https://user:pass@host/v1/?key=k", Model: "m", Dimensions: 3}
	seen := map[string]bool{}
	for _, change := range []func(*Options){
		func(*Options) {}, func(o *Options) { o.Model = "n" }, func(o *Options) { o.Dimensions = 4 }, func(o *Options) { o.BaseURL = "https://other/v1" },
		func(o *Options) { o.PassagePrefix = "p" }, func(o *Options) { o.QuestionPrefix = "p" },
	} {
		o := base
		change(&o)
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		if seen[e.ID()] || strings.Contains(e.ID(), "pass@") || strings.Contains(e.ID(), "key") {
			t.Errorf("id %s", e.ID())
		}
		seen[e.ID()] = true
	}
	for _, bad := range []Options{{}, {BaseURL: "ftp://x", Model: "m", Dimensions: 1}, {BaseURL: "http://x", Dimensions: 1}, {BaseURL: "http://x", Model: "m"}} {
		if _, err := New(bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
