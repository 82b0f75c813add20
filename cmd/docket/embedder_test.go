package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/config"
)

func models(tb testing.TB) string {
	tb.Helper()
	if dir := os.Getenv("DOCKET_MODELS_DIR"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "models")
}

func embedderOf(tb testing.TB, cli commandLine) embedding {
	tb.Helper()
	m, err := newEmbedding(&env{cli: &cli})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { m.Close() })
	return m
}

// TestLocalModelIsAutomatic runs the model in real helper processes.
func TestLocalModelIsAutomatic(t *testing.T) {
	t.Parallel()
	m := embedderOf(t, commandLine{Reading: config.Reading{ModelsDir: models(t)}})
	if m.Embedder == nil {
		t.Fatal(m.Missing)
	}
	texts := []string{"Payment is due within thirty days.", "The wing produces lift.", "Drill bits of cobalt steel.", "Überweisung bis Freitag."}
	passages, err := m.Passages(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	question, err := m.Question(t.Context(), "When must I pay?")
	if err != nil {
		t.Fatal(err)
	}
	nearest, best := 0, float32(-1)
	for i, p := range passages {
		var sum float32
		for j := range p {
			sum += p[j] * question[j]
		}
		if sum > best {
			nearest, best = i, sum
		}
	}
	if nearest != 0 || len(passages) != len(texts) || m.Dimensions() != len(question) {
		t.Errorf("nearest is %q at %.3f", texts[nearest], best)
	}
}

func TestWithoutModelSaysWhatMendsIt(t *testing.T) {
	t.Parallel()
	m := embedderOf(t, commandLine{Reading: config.Reading{ModelsDir: t.TempDir()}})
	if m.Embedder != nil || !strings.Contains(m.Missing, "make models") || !strings.Contains(m.Missing, "DOCKET_EMBEDDINGS_BASE_URL") {
		t.Errorf("%+v", m)
	}
}

func TestEndpointGoesBeforeTheLocalModel(t *testing.T) {
	t.Parallel()
	m := embedderOf(t, commandLine{Reading: config.Reading{ModelsDir: models(t)},
		Embeddings: config.Embeddings{BaseURL: "http://127.0.0.1:1/v1", Model: "m", Dimensions: 8}})
	if m.Embedder == nil || m.Dimensions() != 8 {
		t.Errorf("%+v", m)
	}
}

func BenchmarkEmbedInHelpers(b *testing.B) {
	m := embedderOf(b, commandLine{Reading: config.Reading{ModelsDir: models(b)}})
	text := strings.Repeat("The delivered drill bits were checked on arrival and invoiced at 38.90 EUR each. ", 5)
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = text
	}
	for b.Loop() {
		if _, err := m.Passages(b.Context(), texts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(texts))/b.Elapsed().Seconds(), "texts/s")
}
