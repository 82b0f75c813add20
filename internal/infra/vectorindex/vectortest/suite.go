package vectortest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

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

func keepsAndFinds(t *testing.T, f *fixture) {
	items := f.space.Items(300)
	f.put(t, f.Scope, items)
	f.count(t, 300)
	for _, it := range items[:5] {
		question := f.space.Near(it.Vector)
		for _, exact := range []bool{true, false} {
			got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: question, K: 10, Exact: exact})
			same(t, "nearest", got, truth(items, question, 10, nil))
		}
	}
	if got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: items[0].Vector, K: 1000}); len(got) != 300 {
		t.Errorf("asked for more than there are: %d of 300", len(got))
	}
}

func replaces(t *testing.T, f *fixture) {
	items := f.space.Items(20)
	f.put(t, f.Scope, items)
	items[3].Vector, items[3].Language = f.space.Vector(), "pl"
	f.put(t, f.Scope, items[3:4])
	f.put(t, f.Scope, items) // again, as a retried job does
	f.count(t, 20)
	got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: items[3].Vector, K: 20, Filter: vector.Filter{Languages: []string{"pl"}}})
	same(t, "replaced", got, []vector.Neighbour{{ChunkID: items[3].ChunkID, Similarity: 1}})
}

func deletes(t *testing.T, f *fixture) {
	items := f.space.Items(50)
	f.put(t, f.Scope, items)
	gone := items[10].DocumentID
	for range 2 {
		if err := f.Delete(t.Context(), f.Scope, gone); err != nil {
			t.Fatalf("delete: %v", err)
		}
	}
	f.count(t, 40)
	got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: items[10].Vector, K: 50})
	same(t, "after delete", got, truth(items, items[10].Vector, 50, func(it vector.Item) bool { return it.DocumentID != gone }))
}

func filters(t *testing.T, f *fixture) {
	items := f.space.Items(400)
	f.put(t, f.Scope, items)
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	in := func(it vector.Item, from, before time.Time) bool {
		return !it.CreatedAt.Before(from) && it.CreatedAt.Before(before)
	}
	none := func(vector.Item) bool { return false }
	docs := []uuid.UUID{items[0].DocumentID, items[50].DocumentID, uuid.New()}
	for name, tc := range map[string]struct {
		filter vector.Filter
		keep   func(vector.Item) bool
	}{
		"documents":  {vector.Filter{DocumentIDs: docs}, func(it vector.Item) bool { return slices.Contains(docs, it.DocumentID) }},
		"language":   {vector.Filter{Languages: []string{"de", "fr"}}, func(it vector.Item) bool { return it.Language == "de" || it.Language == "fr" }},
		"unknown":    {vector.Filter{Languages: []string{""}}, func(it vector.Item) bool { return it.Language == "" }},
		"media type": {vector.Filter{MediaTypes: []string{"text/plain"}}, func(it vector.Item) bool { return it.MediaType == "text/plain" }},
		"from":       {vector.Filter{CreatedFrom: items[0].CreatedAt}, func(it vector.Item) bool { return !it.CreatedAt.Before(items[0].CreatedAt) }},
		"before":     {vector.Filter{CreatedBefore: items[0].CreatedAt}, func(it vector.Item) bool { return it.CreatedAt.Before(items[0].CreatedAt) }},
		"all": {vector.Filter{Languages: []string{"en"}, MediaTypes: []string{"application/pdf"}, CreatedFrom: day(10), CreatedBefore: day(60)},
			func(it vector.Item) bool {
				return it.Language == "en" && it.MediaType == "application/pdf" && in(it, day(10), day(60))
			}},
		"no documents":   {vector.Filter{DocumentIDs: []uuid.UUID{}}, none},
		"no languages":   {vector.Filter{Languages: []string{}}, none},
		"no media types": {vector.Filter{MediaTypes: []string{}, CreatedFrom: day(1)}, none},
		"nothing passes": {vector.Filter{Languages: []string{"xx"}}, none},
	} {
		for _, exact := range []bool{true, false} {
			got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: items[0].Vector, K: 15, Filter: tc.filter, Exact: exact})
			same(t, name, got, truth(items, items[0].Vector, 15, tc.keep))
		}
	}
}

func similarities(t *testing.T, f *fixture) {
	items := f.space.Items(30)
	f.put(t, f.Scope, items)
	question := f.space.Vector()
	got, err := f.Similarities(t.Context(), f.Scope, question, []uuid.UUID{items[4].ChunkID, uuid.New(), items[7].ChunkID})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b vector.Neighbour) int { return cmp.Compare(b.Similarity, a.Similarity) })
	same(t, "similarities", got, truth([]vector.Item{items[4], items[7]}, question, 2, nil))
	if got, err := f.Similarities(t.Context(), f.Scope, question, nil); err != nil || len(got) != 0 {
		t.Errorf("of no chunks: %v %v", got, err)
	}
}

func tenantsAreApart(t *testing.T, f *fixture) {
	mine, theirs := f.space.Items(20), f.space.Items(20)
	theirs[0].ChunkID, theirs[0].DocumentID = mine[0].ChunkID, mine[0].DocumentID // even the same ids
	other := vector.Scope{Generation: f.Generation, Workspace: uuid.New()}
	f.put(t, f.Scope, mine)
	f.put(t, other, theirs)
	f.count(t, 40)
	for _, exact := range []bool{true, false} {
		got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: theirs[0].Vector, K: 100, Exact: exact})
		same(t, "mine", got, truth(mine, theirs[0].Vector, 100, nil))
	}
	got, err := f.Similarities(t.Context(), f.Scope, theirs[1].Vector, []uuid.UUID{theirs[1].ChunkID})
	if err != nil || len(got) != 0 {
		t.Errorf("similarity of another tenant's chunk: %v %v", got, err)
	}
	if err := f.Delete(t.Context(), other, mine[0].DocumentID); err != nil {
		t.Fatal(err)
	}
	if got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: mine[0].Vector, K: 100}); len(got) != 20 {
		t.Errorf("another tenant deleted mine: %d of 20 left", len(got))
	}
}

func generationsAreApart(t *testing.T, f *fixture) {
	old, next := f.space.Items(20), f.space.Items(30)
	f.put(t, f.Scope, old)
	second := vector.Scope{Generation: uuid.New(), Workspace: f.Workspace}
	f.prepare(t, second.Generation)
	f.put(t, second, next)
	same(t, "the old one", f.nearest(t, vector.Query{Scope: f.Scope, Vector: next[0].Vector, K: 50}), truth(old, next[0].Vector, 50, nil))
	if err := f.Drop(t.Context(), f.Generation); err != nil {
		t.Fatal(err)
	}
	f.count(t, 0)
	if got, err := f.Nearest(t.Context(), vector.Query{Scope: f.Scope, Vector: old[0].Vector, K: 5}); err == nil && len(got) != 0 {
		t.Errorf("a dropped generation still has %d", len(got))
	}
	same(t, "the new one", f.nearest(t, vector.Query{Scope: second, Vector: old[0].Vector, K: 50}), truth(next, old[0].Vector, 50, nil))
}

func manyAtOnce(t *testing.T, f *fixture) {
	group, ctx := errgroup.WithContext(t.Context())
	all := f.space.Items(400)
	scopes := []vector.Scope{f.Scope, {Generation: f.Generation, Workspace: uuid.New()}}
	for i := range 8 {
		part := all[i*50 : (i+1)*50]
		group.Go(func() error {
			for range 2 { // the second time they are replaced
				if err := f.Put(ctx, scopes[i%2], part); err != nil {
					return err
				}
			}
			_, err := f.Nearest(ctx, vector.Query{Scope: scopes[i%2], Vector: part[0].Vector, K: 10})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	f.count(t, 400)
}

func nothingThere(t *testing.T, f *fixture) {
	if got := f.nearest(t, vector.Query{Scope: f.Scope, Vector: f.space.Vector(), K: 10}); len(got) != 0 {
		t.Errorf("an empty generation has %v", got)
	}
	f.count(t, 0)
	if err := f.Delete(t.Context(), f.Scope, uuid.New()); err != nil {
		t.Errorf("delete of nothing: %v", err)
	}
	if err := f.Put(t.Context(), f.Scope, nil); err != nil {
		t.Errorf("put of nothing: %v", err)
	}
	unknown := vector.Scope{Generation: uuid.New(), Workspace: f.Workspace}
	if err := f.Put(t.Context(), unknown, f.space.Items(1)); err == nil {
		t.Error("a generation that was not prepared takes items")
	}
	if err := f.Delete(t.Context(), unknown, uuid.New()); err != nil {
		t.Errorf("delete in a generation that is gone: %v", err)
	}
}

// smallAmongMany puts ten chunks of one workspace among many others': it gets its ten, and the large one, under any
// filter, as many as it asked for and nearly all of the true ones.
func smallAmongMany(t *testing.T, f *fixture, crowd int) {
	many := vector.Scope{Generation: f.Generation, Workspace: uuid.New()}
	items := f.space.Items(crowd)
	f.put(t, many, items)
	mine := f.space.Items(10)
	f.put(t, f.Scope, mine)
	for range 10 {
		question := f.space.Vector()
		same(t, "the small workspace", f.nearest(t, vector.Query{Scope: f.Scope, Vector: question, K: 10}), truth(mine, question, 10, nil))
	}
	day := time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		filter vector.Filter
		keep   func(vector.Item) bool
	}{
		"all":      {vector.Filter{}, nil},
		"language": {vector.Filter{Languages: []string{"fr"}}, func(it vector.Item) bool { return it.Language == "fr" }},
		"two days": {vector.Filter{CreatedBefore: day}, func(it vector.Item) bool { return it.CreatedAt.Before(day) }},
	} {
		var recall float64
		const questions = 20
		for range questions {
			question := f.space.Near(items[f.space.rand.IntN(len(items))].Vector)
			want := truth(items, question, 10, tc.keep)
			got := f.nearest(t, vector.Query{Scope: many, Vector: question, K: 10, Filter: tc.filter})
			if len(got) != len(want) {
				t.Errorf("%s: %d neighbours, want %d", name, len(got), len(want))
			}
			recall += Recall(got, want) / questions
			same(t, name+", exact", f.nearest(t, vector.Query{Scope: many, Vector: question, K: 10, Filter: tc.filter, Exact: true}), want)
		}
		if recall < 0.95 {
			t.Errorf("%s: recall %.3f of the ten nearest, want .95", name, recall)
		}
	}
}
