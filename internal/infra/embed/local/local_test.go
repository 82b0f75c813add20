package local

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
)

// inProcess is the helper's work without its process, one request at a time as in a helper.
type inProcess struct {
	mu     sync.Mutex
	handle func(context.Context, []byte) ([]byte, error)
}

func (p *inProcess) Call(ctx context.Context, request []byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.handle(ctx, request)
}

func modelsDir() string {
	if dir := os.Getenv("DOCKET_MODELS_DIR"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "..", "models")
}

var oneModel = sync.OnceValues(func() (*inProcess, error) {
	handle, err := Start(Setup(modelsDir()))
	return &inProcess{handle: handle}, err
})

func embedder(tb testing.TB) *Embedder {
	tb.Helper()
	helper, err := oneModel()
	if err != nil {
		tb.Fatal(err)
	}
	e, err := New(modelsDir(), helper, 2)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func cosine(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// TestVectorsAreTheReferences compares with onnxruntime 1.24.1 and the reference tokenizer in Python. int8 kernels differ
// between processors, hence the tolerance.
func TestVectorsAreTheReferences(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("testdata", "golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golden []struct {
		Text     string
		Question bool
		Vector   string
	}
	if err := json.Unmarshal(raw, &golden); err != nil {
		t.Fatal(err)
	}
	e := embedder(t)
	for _, g := range golden {
		var got []float32
		if g.Question {
			got, err = e.Question(t.Context(), g.Text)
		} else {
			var all [][]float32
			if all, err = e.Passages(t.Context(), []string{g.Text}); err == nil {
				got = all[0]
			}
		}
		if err != nil {
			t.Fatalf("%.40q: %v", g.Text, err)
		}
		b, err := base64.StdEncoding.DecodeString(g.Vector)
		if err != nil {
			t.Fatal(err)
		}
		want, err := decodeVector(b)
		if err != nil {
			t.Fatal(err)
		}
		if c := cosine(got, want); c < 0.99 {
			t.Errorf("%.40q: cosine %.4f to the reference", g.Text, c)
		}
		if c := cosine(got, got); c < 0.9999 || c > 1.0001 {
			t.Errorf("%.40q: length %.5f", g.Text, c)
		}
	}
}

func TestMeaningIsFound(t *testing.T) {
	t.Parallel()
	e := embedder(t)
	texts := []string{"The invoice is payable within thirty days.", "Wings of aircraft produce lift.", "Cats sleep most of the day.", "\xff\xfe\x00", strings.Repeat("long ", 50_000)}
	got, err := e.Passages(t.Context(), texts)
	if err != nil || len(got) != len(texts) {
		t.Fatalf("%d vectors, %v", len(got), err)
	}
	q, err := e.Question(t.Context(), "When do I have to pay?")
	if err != nil {
		t.Fatal(err)
	}
	for i := range texts[1:] {
		if cosine(q, got[i+1]) >= cosine(q, got[0]) {
			t.Errorf("%.30q is nearer to the question than %q", texts[i+1], texts[0])
		}
	}
	if again, err := e.Passages(t.Context(), texts[:1]); err != nil || cosine(again[0], got[0]) < 0.99999 {
		t.Errorf("the same text in another batch has another vector: %v", err)
	}
}

// scripted answers as it is told.
type scripted func(ctx context.Context, request []byte) ([]byte, error)

func (s scripted) Call(ctx context.Context, request []byte) ([]byte, error) { return s(ctx, request) }

func TestFailureIsUnavailableAndCancelIsCancel(t *testing.T) {
	t.Parallel()
	broken := scripted(func(context.Context, []byte) ([]byte, error) { return nil, errors.New("helper crashed") })
	short := scripted(func(context.Context, []byte) ([]byte, error) { return []byte("abc"), nil })
	waits := scripted(func(ctx context.Context, _ []byte) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() })
	for name, c := range map[string]Caller{"broken": broken, "short": short} {
		e, err := New(modelsDir(), c, 2)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Passages(t.Context(), []string{"a", "b", "c"}); fault.CodeOf(err) != fault.CodeUnavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
	e, err := New(modelsDir(), waits, 2)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := e.Passages(ctx, []string{"a", "b", "c"})
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestQuestionsPassDocuments fills every place for passages: a question still reaches the helpers, and one that was asked
// before does not even do that.
func TestQuestionsPassDocuments(t *testing.T) {
	t.Parallel()
	let := make(chan struct{})
	calls := make(chan string, 16)
	helper := scripted(func(ctx context.Context, request []byte) ([]byte, error) {
		calls <- string(request)
		if !strings.HasPrefix(string(request), questionPrefix) {
			<-let
		}
		return encodeVector(make([]float32, Dimensions)), nil
	})
	e, err := New(modelsDir(), helper, 2)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := e.Passages(t.Context(), []string{"a", "b", "c", "d"})
		done <- err
	}()
	<-calls
	<-calls
	for range 2 {
		if _, err := e.Question(t.Context(), "why"); err != nil {
			t.Fatal(err)
		}
	}
	if got := <-calls; got != questionPrefix+"why" || len(calls) != 0 {
		t.Errorf("helpers saw %q and %d more", got, len(calls))
	}
	close(let)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestMissingModelSaysWhatMendsIt(t *testing.T) {
	t.Parallel()
	_, err := New(t.TempDir(), nil, 1)
	if fault.CodeOf(err) != fault.CodeReaderMissing || !strings.Contains(err.Error(), "make models") {
		t.Errorf("%v", err)
	}
}

func BenchmarkPassage(b *testing.B) {
	e := embedder(b)
	sentence := "The delivered drill bits were checked on arrival and invoiced at 38.90 EUR each. "
	for name, n := range map[string]int{"1sentence": 1, "5sentences": 5, "25sentences": 25} {
		text := strings.Repeat(sentence, n)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Passages(b.Context(), []string{text}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
		})
	}
}
