package vectortest

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/vector"
)

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
