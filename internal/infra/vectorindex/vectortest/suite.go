package vectortest

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/vector"
)

const dimensions = 64

// Run holds an engine to the port. open gives an empty one, or one shared by all tests: each has a generation of its own.
// crowd is how many chunks of others stand around a small workspace; enough for the engine to use its index.
func Run(t *testing.T, crowd int, open func(t *testing.T) Engine) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, f *fixture){
		"KeepsAndFinds":       keepsAndFinds,
		"Replaces":            replaces,
		"Deletes":             deletes,
		"Filters":             filters,
		"Similarities":        similarities,
		"TenantsAreApart":     tenantsAreApart,
		"GenerationsAreApart": generationsAreApart,
		"ManyAtOnce":          manyAtOnce,
		"NothingThere":        nothingThere,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newFixture(t, open(t)))
		})
	}
	t.Run("SmallAmongMany", func(t *testing.T) {
		t.Parallel()
		smallAmongMany(t, newFixture(t, open(t)), crowd)
	})
}

// fixture is a prepared generation.
type fixture struct {
	Engine
	space *Space
	vector.Scope
}

func newFixture(t *testing.T, e Engine) *fixture {
	t.Helper()
	f := &fixture{Engine: e, space: NewSpace(1, dimensions), Scope: vector.Scope{Generation: uuid.New(), Workspace: uuid.New()}}
	f.prepare(t, f.Generation)
	return f
}

func (f *fixture) prepare(t *testing.T, generation uuid.UUID) {
	t.Helper()
	for range 2 { // a second process does so too
		if err := f.Prepare(t.Context(), generation, dimensions); err != nil {
			t.Fatalf("prepare: %v", err)
		}
	}
	t.Cleanup(func() {
		for range 2 {
			if err := f.Drop(context.WithoutCancel(t.Context()), generation); err != nil {
				t.Errorf("drop: %v", err)
			}
		}
	})
}

func (f *fixture) put(t *testing.T, s vector.Scope, items []vector.Item) {
	t.Helper()
	for part := range slices.Chunk(items, 500) {
		if err := f.Put(t.Context(), s, part); err != nil {
			t.Fatalf("put: %v", err)
		}
	}
}

func (f *fixture) nearest(t *testing.T, q vector.Query) []vector.Neighbour {
	t.Helper()
	got, err := f.Nearest(t.Context(), q)
	if err != nil {
		t.Fatalf("nearest: %v", err)
	}
	return got
}

func (f *fixture) count(t *testing.T, want int64) {
	t.Helper()
	if n, err := f.Count(t.Context(), f.Generation); err != nil || n != want {
		t.Errorf("count %d, want %d: %v", n, want, err)
	}
}

// truth is what an exact search must find.
func truth(items []vector.Item, question []float32, k int, keep func(vector.Item) bool) []vector.Neighbour {
	var out []vector.Neighbour
	for _, it := range items {
		if keep == nil || keep(it) {
			out = append(out, vector.Neighbour{ChunkID: it.ChunkID, Similarity: Cosine(question, it.Vector)})
		}
	}
	slices.SortFunc(out, func(a, b vector.Neighbour) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return out[:min(k, len(out))]
}

// same compares with the truth; similarities to a ten-thousandth, so that an engine may keep single precision.
func same(t *testing.T, what string, got, want []vector.Neighbour) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d neighbours, want %d", what, len(got), len(want))
		return
	}
	for i := range want {
		if diff := got[i].Similarity - want[i].Similarity; diff > 1e-4 || diff < -1e-4 {
			t.Errorf("%s: neighbour %d is %s at %.5f, want %s at %.5f", what, i, got[i].ChunkID, got[i].Similarity, want[i].ChunkID, want[i].Similarity)
			return
		}
	}
}

// Recall is the share of want that got has.
func Recall(got, want []vector.Neighbour) float64 {
	has := map[uuid.UUID]bool{}
	for _, n := range got {
		has[n.ChunkID] = true
	}
	hits := 0
	for _, n := range want {
		if has[n.ChunkID] {
			hits++
		}
	}
	return float64(hits) / float64(max(1, len(want)))
}
