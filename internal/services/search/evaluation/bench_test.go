//go:build evaluation

package evaluation_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/vectorindex/pgvector"
	"github.com/docketapi/docket/internal/infra/vectorindex/vectortest"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

const (
	chunksOfDocument = 10
	basesOfVectors   = 5000
	benchDimensions  = 384
)

// synthetic makes texts of a vocabulary as uneven as a language's, and vectors that are one of 5,000 with noise. The questions
// are embedded by the real model, whose time counts; its vectors would be near nothing here, so a made one takes their place.
type synthetic struct {
	real  search.Embedder
	mu    sync.Mutex
	rand  *rand.Rand
	words []string
	space *vectortest.Space
	bases [][]float32
}

func newSynthetic(real search.Embedder) *synthetic {
	s := &synthetic{real: real, rand: rand.New(rand.NewPCG(11, 13)), space: vectortest.NewSpace(5, benchDimensions)}
	begin := []string{"ab", "ver", "be", "un", "auf", "ge", "mit", "vor", "zu", "an", "ent", "er"}
	middle := []string{"rech", "lief", "zahl", "steuer", "konto", "ware", "last", "bau", "schiff", "werk", "holz", "stahl", "glas", "kauf", "miet", "druck"}
	end := []string{"ung", "ungen", "en", "heit", "er", "bar", "lich", "schaft", "s", "e", "te", "nis"}
	for len(s.words) < 40_000 {
		w := begin[s.rand.IntN(len(begin))]
		for range 1 + s.rand.IntN(3) {
			w += middle[s.rand.IntN(len(middle))]
		}
		s.words = append(s.words, w+end[s.rand.IntN(len(end))])
	}
	for i, w := range strings.Fields("der die das und in von zu mit den auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach bei") {
		s.words[i] = w
	}
	for range basesOfVectors {
		s.bases = append(s.bases, s.space.Vector())
	}
	return s
}

// word is the n-th most frequent one with a likelihood of about 1/n.
func (s *synthetic) word() string {
	return s.words[int(math.Exp(s.rand.Float64()*math.Log(float64(len(s.words)))))-1]
}

func (s *synthetic) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for range 5 { // sentences
		for range 15 {
			b.WriteString(s.word())
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "RE-%d.\n", s.rand.IntN(1e6))
	}
	return b.String()
}

func (s *synthetic) question(words int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]string, words)
	for i := range out {
		out[i] = s.word()
	}
	return strings.Join(out, " ")
}

func (s *synthetic) vector() []float32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.space.Near(s.bases[s.rand.IntN(len(s.bases))])
}

func (s *synthetic) ID() string      { return "synthetic" }
func (s *synthetic) Dimensions() int { return benchDimensions }

func (s *synthetic) Passages(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = s.vector()
	}
	return out, nil
}

func (s *synthetic) Question(ctx context.Context, text string) ([]float32, error) {
	if _, err := s.real.Question(ctx, text); err != nil {
		return nil, err
	}
	return s.vector(), nil
}

// filled is an index of DOCKET_BENCH_CHUNKS chunks (100,000): nine tenths of them in one workspace, some in another one, and ten.
type filled struct {
	*stack
	*synthetic
	large, other, small auth.Principal
	engine              *pgvector.Engine
}

func index(b *testing.B, vectors bool) *filled {
	b.Helper()
	f := &filled{}
	n := 100_000
	if s := os.Getenv("DOCKET_BENCH_CHUNKS"); s != "" {
		var err error
		n, err = strconv.Atoi(s)
		must(b, err)
	}
	real := newModel(b)
	real.cache = ""
	f.synthetic = newSynthetic(real)
	if vectors {
		f.stack = newStack(b, f.synthetic)
	} else {
		f.stack = newStack(b, nil)
	}
	f.engine = pgvector.New(f.pool)
	f.large, f.other, f.small = f.newCaller(b), f.newCaller(b), f.newCaller(b)
	began := time.Now()
	stop, maintained := make(chan struct{}), make(chan error, 1)
	go func() { maintained <- f.maintain(b, stop) }()
	f.fill(b, f.large, n*9/10)
	f.fill(b, f.other, n/10-chunksOfDocument)
	f.fill(b, f.small, chunksOfDocument)
	took := time.Since(began)
	close(stop)
	must(b, <-maintained)
	_, err := f.pool.Exec(b.Context(), "VACUUM ANALYZE")
	must(b, err)
	fmt.Printf("indexed %d chunks (vectors: %t) in %s: %.0f a second\n", n, vectors, took.Round(time.Second), float64(n)/took.Seconds())
	f.sizes(b)
	return f
}

// maintain does what workers do beside their jobs, as often as they do, and once more at the end.
func (f *filled) maintain(b *testing.B, stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return f.Maintain(b.Context())
		case <-time.After(30 * time.Second):
		}
		if err := f.Maintain(b.Context()); err != nil {
			return err
		}
	}
}

// sizes says what the index takes on disk.
func (f *filled) sizes(b *testing.B) {
	for name, sql := range map[string]string{
		"postings": "pg_total_relation_size('index_postings')", "words": "pg_total_relation_size('index_words')",
		"chunks": "pg_total_relation_size('chunks')", "postings, packed": "(SELECT sum(bytes)::bigint FROM index_segments)",
		"vectors": "(SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c WHERE c.relname LIKE 'vectors%' AND c.relkind = 'r')::bigint",
	} {
		var size int64
		must(b, f.pool.QueryRow(b.Context(), "SELECT "+sql).Scan(&size))
		fmt.Printf("%s: %d MB\n", name, size>>20)
	}
}

func (f *filled) fill(b *testing.B, p auth.Principal, chunks int) {
	g := errgroup.Group{}
	g.SetLimit(2)
	for n := range chunks / chunksOfDocument {
		language := "de"
		if n%10 == 0 { // lists and tables
			language = ""
		}
		g.Go(func() error {
			list := make([]chunking.Chunk, chunksOfDocument)
			for i := range list {
				list[i] = chunking.Chunk{Ordinal: i, Text: f.text(), Language: language, Pieces: 200}
			}
			f.add(b, p, list)
			return nil
		})
	}
	must(b, g.Wait())
}

// question is one kind of search that is measured.
type question struct {
	name   string
	mode   search.Mode
	words  int
	filter vector.Filter
	who    auth.Principal
	least  int // hits
}

// BenchmarkText says how long searches by words take in the service, and how fast and how large the index without vectors is.
func BenchmarkText(b *testing.B) {
	f := index(b, false)
	half := f.half(b)
	f.measure(b, []question{
		{"words=3", search.ModeText, 3, vector.Filter{}, f.large, 0},
		{"words=10", search.ModeText, 10, vector.Filter{}, f.large, 10},
		{"words=10/half", search.ModeText, 10, half, f.large, 10},
		{"part", search.ModeText, 0, vector.Filter{}, f.large, 0},
	})
}

// BenchmarkHybrid says how long searches with vectors take, with the question's embedding, and what the engine finds of the
// true neighbours.
func BenchmarkHybrid(b *testing.B) {
	f := index(b, true)
	half := f.half(b)
	f.measure(b, []question{
		{"text/words=3", search.ModeText, 3, vector.Filter{}, f.large, 0},
		{"text", search.ModeText, 10, vector.Filter{}, f.large, 10},
		{"text/half", search.ModeText, 10, half, f.large, 10},
		{"text/part", search.ModeText, 0, vector.Filter{}, f.large, 0},
		{"vector", search.ModeVector, 8, vector.Filter{}, f.large, 10},
		{"vector/half", search.ModeVector, 8, half, f.large, 10},
		{"hybrid", search.ModeHybrid, 8, vector.Filter{}, f.large, 10},
		{"hybrid/half", search.ModeHybrid, 8, half, f.large, 10},
		{"ten/vector", search.ModeVector, 8, vector.Filter{}, f.small, 10},
		{"ten/hybrid", search.ModeHybrid, 8, vector.Filter{}, f.small, 10},
	})
	b.Run("engine/half", func(b *testing.B) { f.recall(b, half) })
}

// half lets the newer half of the large workspace's documents through.
func (f *filled) half(b *testing.B) (half vector.Filter) {
	must(b, f.pool.QueryRow(b.Context(), `SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY created_at) FROM documents WHERE workspace_id = $1`,
		f.large.WorkspaceID).Scan(&half.CreatedFrom))
	return half
}

func (f *filled) measure(b *testing.B, list []question) {
	for _, c := range list {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				q := search.Query{Text: f.question(c.words), Mode: c.mode, Filter: c.filter, Limit: 10}
				if c.words == 0 { // part of a number
					q.Text = strconv.Itoa(rand.IntN(1e6))[1:]
				}
				t := time.Now()
				r, err := f.Search(b.Context(), c.who, q)
				took = append(took, time.Since(t))
				must(b, err)
				if r.Degraded || len(r.Hits) < c.least {
					b.Fatalf("%d hits of %d, %s", len(r.Hits), c.least, r.Detail)
				}
			}
			report(b, took)
		})
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("memory of this process: %d MB from the system, %d MB in use\n", m.Sys>>20, m.HeapInuse>>20)
}

// recall measures the engine alone, without the question's embedding.
func (f *filled) recall(b *testing.B, filter vector.Filter) {
	g, err := f.Generations(b.Context(), f.large)
	must(b, err)
	var took []time.Duration
	found, expected := 0, 0
	for b.Loop() {
		q := vector.Query{Scope: vector.Scope{Generation: g[0].ID, Workspace: f.large.WorkspaceID}, Vector: f.vector(), K: 10, Filter: filter}
		t := time.Now()
		near, err := f.engine.Nearest(b.Context(), q)
		took = append(took, time.Since(t))
		must(b, err)
		q.Exact = true
		exact, err := f.engine.Nearest(b.Context(), q)
		must(b, err)
		for _, e := range exact {
			expected++
			if slices.ContainsFunc(near, func(n vector.Neighbour) bool { return n.ChunkID == e.ChunkID }) {
				found++
			}
		}
	}
	report(b, took)
	b.ReportMetric(float64(found)/float64(expected), "recall@10")
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
