package pgvector

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/infra/vectorindex/vectortest"
)

const benchDimensions = 384

// large is a generation of 100,000 chunks: a workspace of 70,000, one of 29,990 and one of ten.
type large struct {
	*Engine
	space         *vectortest.Space
	most, rest    vector.Scope
	ten           vector.Scope
	items         []vector.Item // of most
	putsPerSecond float64
	indexBytes    int64
	tableBytes    int64
}

const (
	mostChunks = 70_000
	restChunks = 29_990
)

var largeOnce sync.Once
var theLarge large

// openLarge fills it once for all benchmarks: by Put, as the jobs do, with two at once.
func openLarge(b *testing.B) *large {
	b.Helper()
	largeOnce.Do(func() {
		pool := pgtest.Pool(b)
		l := large{Engine: New(pool), space: vectortest.NewSpace(7, benchDimensions)}
		generation := uuid.New()
		if err := l.Prepare(b.Context(), generation, benchDimensions); err != nil {
			b.Fatal(err)
		}
		began, n := time.Now(), 0
		fill := func(count int) (vector.Scope, []vector.Item) {
			scope, items := vector.Scope{Generation: generation, Workspace: uuid.New()}, l.space.Items(count)
			group, ctx := errgroup.WithContext(b.Context())
			group.SetLimit(2)
			for part := range slices.Chunk(items, 100) {
				group.Go(func() error { return l.Put(ctx, scope, part) })
			}
			if err := group.Wait(); err != nil {
				b.Fatal(err)
			}
			n += count
			return scope, items
		}
		l.most, l.items = fill(mostChunks)
		l.rest, _ = fill(restChunks)
		l.ten, _ = fill(10)
		l.putsPerSecond = float64(n) / time.Since(began).Seconds()
		name := partition(generation)
		if _, err := pool.Exec(b.Context(), `VACUUM ANALYZE `+name); err != nil {
			b.Fatal(err)
		}
		if err := pool.QueryRow(b.Context(), `SELECT pg_relation_size($1), pg_table_size($2)`, name+"_hnsw", name).Scan(&l.indexBytes, &l.tableBytes); err != nil {
			b.Fatal(err)
		}
		theLarge = l
	})
	return &theLarge
}

// BenchmarkNearest says how long a search takes among 100,000 chunks, and how many of the true ten nearest it finds.
func BenchmarkNearest(b *testing.B) {
	l := openLarge(b)
	b.Run("put", func(b *testing.B) {
		for b.Loop() {
			continue // it is filled: these are its figures
		}
		b.ReportMetric(l.putsPerSecond, "puts/s")
		b.ReportMetric(float64(l.indexBytes)/(1<<20), "index-MB")
		b.ReportMetric(float64(l.tableBytes)/(1<<20), "table-MB")
	})
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	for _, tc := range []struct {
		name   string
		scope  vector.Scope
		filter vector.Filter
	}{
		{"70000", l.most, vector.Filter{}},
		{"70000_half", l.most, vector.Filter{MediaTypes: []string{"application/pdf"}}},
		{"70000_language", l.most, vector.Filter{Languages: []string{"de"}}},
		{"70000_tenth", l.most, vector.Filter{CreatedBefore: day(11)}},
		{"70000_hundredth", l.most, vector.Filter{CreatedBefore: day(2)}},
		{"30000", l.rest, vector.Filter{}},
		{"30000_language", l.rest, vector.Filter{Languages: []string{"de"}}},
		{"ten", l.ten, vector.Filter{}},
	} {
		for _, k := range []int{10, 100} {
			b.Run(fmt.Sprintf("%s/k=%d", tc.name, k), func(b *testing.B) { l.measure(b, vector.Query{Scope: tc.scope, Filter: tc.filter, K: k}) })
		}
	}
}

func (l *large) measure(b *testing.B, q vector.Query) {
	var took []time.Duration
	var recall float64
	for i := 0; b.Loop(); i++ {
		q.Vector, q.Exact = l.space.Near(l.items[i*7919%len(l.items)].Vector), false
		t := time.Now()
		got, err := l.Nearest(b.Context(), q)
		took = append(took, time.Since(t))
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		q.Exact = true
		want, err := l.Nearest(b.Context(), q)
		if err != nil || len(got) != len(want) {
			b.Fatalf("%d neighbours, want %d: %v", len(got), len(want), err)
		}
		recall += vectortest.Recall(got, want)
		b.StartTimer()
	}
	slices.Sort(took)
	b.ReportMetric(recall/float64(len(took)), "recall")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
}
