package search_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// TestFilterComesBeforeTheCut looks for few chunks that pass among many that are better.
func TestFilterComesBeforeTheCut(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{}).with(t, config{Config: search.Config{Embedder: &bag{id: "m"}}})
	many := make([]string, 1500)
	for i := range many {
		many[i] = "dock dock dock"
	}
	s.add(t, s.caller, "en", many...)
	rare := s.add(t, s.caller, "de", "dock und noch sehr viele andere Worte von hier bis dort", "dock am Ende")
	picture := s.document(t, s.caller, "scan.png", "image/png")
	s.index(t, s.caller, picture, "fr", "dock ailleurs avec beaucoup de mots autour")
	_, err := s.pool.Exec(t.Context(), `UPDATE documents SET created_at = '2020-05-01' WHERE id = $1`, picture)
	must(t, err)
	for name, c := range map[string]struct {
		filter vector.Filter
		want   []uuid.UUID
	}{
		"document":    {vector.Filter{DocumentIDs: []uuid.UUID{rare}}, []uuid.UUID{rare, rare}},
		"language":    {vector.Filter{Languages: []string{"de", "fr"}}, []uuid.UUID{rare, rare, picture}},
		"media type":  {vector.Filter{MediaTypes: []string{"image/png"}}, []uuid.UUID{picture}},
		"before":      {vector.Filter{CreatedBefore: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)}, []uuid.UUID{picture}},
		"nothing":     {vector.Filter{Languages: []string{"it"}}, nil},
		"another's":   {vector.Filter{DocumentIDs: []uuid.UUID{uuid.New()}}, nil},
		"none":        {vector.Filter{DocumentIDs: []uuid.UUID{}}, nil},
		"no language": {vector.Filter{Languages: []string{}}, nil},
		"no type":     {vector.Filter{MediaTypes: []string{}}, nil},
	} {
		for _, mode := range []search.Mode{search.ModeText, search.ModeHybrid, search.ModeVector} {
			if len(c.want) > 0 && mode != search.ModeText {
				continue // vectors find what is near, too
			}
			got := s.documents(t, s.caller, search.Query{Text: "dock", Mode: mode, Filter: c.filter, Limit: 100})
			slices.SortFunc(got, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, %s: %v, want %v", name, mode, got, c.want)
			}
		}
	}
	if got := s.documents(t, s.caller, search.Query{Text: "dock", Mode: search.ModeHybrid, Filter: vector.Filter{Languages: []string{"de"}}}); len(got) != 2 {
		t.Errorf("hybrid: %v", got)
	}
}

// TestSmallWorkspaceAmongLargeOnes holds that a workspace with ten chunks gets its ten, whatever others have.
func TestSmallWorkspaceAmongLargeOnes(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{}).with(t, config{Config: search.Config{Embedder: &bag{id: "m"}}})
	for range 3 {
		texts := make([]string, 700)
		for i := range texts {
			texts[i] = fmt.Sprintf("ledger entry %d of the harbour", i)
		}
		s.add(t, s.newCaller(t), "en", texts...)
	}
	small := s.newCaller(t)
	for i := range 10 {
		s.add(t, small, "en", fmt.Sprintf("ledger entry %d", i))
	}
	for _, mode := range []search.Mode{search.ModeText, search.ModeVector, search.ModeHybrid} {
		r, err := s.Search(t.Context(), small, search.Query{Text: "harbour ledger", Mode: mode, Limit: 10})
		must(t, err)
		if len(r.Hits) != 10 || r.Degraded {
			t.Errorf("%s: %d hits, %s", mode, len(r.Hits), r.Detail)
		}
	}
}

// TestWritersAtOnce lets many write into one workspace, delete and merge at the same time.
func TestWritersAtOnce(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{}).with(t, config{Config: search.Config{Embedder: &bag{id: "m"}}})
	var all sync.WaitGroup
	for w := range 6 {
		all.Go(func() {
			for i := range 12 {
				texts := make([]string, 40)
				for j := range texts {
					texts[j] = fmt.Sprintf("common writer%d document%d", w, i)
				}
				id := s.add(t, s.caller, "xx", texts...)
				switch i % 4 {
				case 1:
					if _, err := s.pool.Exec(t.Context(), `DELETE FROM documents WHERE id = $1`, id); err != nil {
						t.Error(err)
					}
				case 2:
					s.index(t, s.caller, id, "xx", texts[:20]...)
				case 3:
					if err := s.MergeSegments(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	g, err := s.Generations(t.Context(), s.caller)
	must(t, err)
	const want = 6 * 3 * (40 + 20 + 40)
	if g[0].Chunks != want || chunksIn(t, s, g[0].ID) != want {
		t.Errorf("%d chunks are counted, %d are there, want %d", g[0].Chunks, chunksIn(t, s, g[0].ID), want)
	}
	each(t, s, g[0].ID)
	got := s.documents(t, s.caller, search.Query{Text: "writer3 document6", Mode: search.ModeText, Limit: 100})
	if len(got) != 100 || got[0] != got[19] || got[0] == got[20] {
		t.Errorf("%d hits, not 20 of one document first", len(got))
	}
	if again := s.documents(t, s.caller, search.Query{Text: "writer3 document6", Mode: search.ModeText, Limit: 100}); !slices.Equal(again, got) {
		t.Error("the same search gives another order")
	}
}

func TestSnippet(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	var text strings.Builder
	var spans []search.Span
	for i := range 40 {
		line := fmt.Sprintf("Zeile %d handelt von gewöhnlichen Dingen im Büro.\n", i)
		if i == 31 {
			line = "Die Kündigungsfrist beträgt drei Monate zum Quartal.\n"
		}
		spans = append(spans, search.Span{Start: text.Len(), End: text.Len() + len(line) - 1, Box: search.Box{Page: 1, Y0: float64(i) / 40}})
		text.WriteString(line)
	}
	id := s.document(t, s.caller, "Vertrag.pdf", "application/pdf")
	must(t, s.Index(t.Context(), search.Document{WorkspaceID: s.caller.WorkspaceID, ID: id, Commit: s.commit, Chunks: []chunking.Chunk{
		{Text: text.String(), Heading: "Mietvertrag", Page: 1, Spans: spans, Language: "de"},
	}}))
	r, err := s.Search(t.Context(), s.caller, search.Query{Text: "Kündigungsfristen in Monaten", Mode: search.ModeText})
	must(t, err)
	if len(r.Hits) != 1 {
		t.Fatalf("%d hits", len(r.Hits))
	}
	h := r.Hits[0]
	if !strings.Contains(h.Snippet, "Kündigungsfrist beträgt drei Monate") || utf8.RuneCountInString(h.Snippet) > 300 || h.Name != "Vertrag.pdf" {
		t.Errorf("%s: %q", h.Name, h.Snippet)
	}
	if !slices.ContainsFunc(h.Boxes, func(b search.Box) bool { return b.Y0 == 31.0/40 }) || len(h.Boxes) > 8 {
		t.Errorf("boxes %v", h.Boxes)
	}
	if got := s.documents(t, s.caller, search.Query{Text: "Mietverträge", Mode: search.ModeText}); len(got) != 1 {
		t.Error("its heading is not found")
	}
	var lines int
	must(t, s.pool.QueryRow(t.Context(), `SELECT json_array_length(spans::json) FROM chunks WHERE document_id = $1 AND id = $2`, id, h.ChunkID).Scan(&lines))
	if lines != 40 {
		t.Errorf("%d lines are kept", lines)
	}
	if r, err := s.Search(t.Context(), s.newCaller(t), search.Query{Text: "Kündigungsfristen in Monaten", Mode: search.ModeText}); err != nil || len(r.Hits) != 0 {
		t.Errorf("another workspace: %d hits, %v", len(r.Hits), err)
	}
}

func TestBadQueries(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	for name, q := range map[string]search.Query{
		"empty": {Text: " \n"}, "mode": {Text: "a", Mode: "both"}, "limit": {Text: "a", Limit: 101}, "negative": {Text: "a", Limit: -1},
		"long": {Text: strings.Repeat("ab ", 2000)},
	} {
		if _, err := s.Search(t.Context(), s.caller, q); fault.CodeOf(err) != fault.CodeValidation {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"\x00", "%", "_", `\`, "'", "\xff\xfe", strings.Repeat("ü", 3999), strings.Repeat("1 ", 1900), "ﬀ ⅷ ٣"} {
		if _, err := s.Search(t.Context(), s.caller, search.Query{Text: text + "x", Mode: search.ModeText}); err != nil {
			t.Errorf("%.10q: %v", text, err)
		}
	}
}

// TestLanguagesSideBySide holds that a word is found in each language by that language's stem, and counted over all of them.
func TestLanguagesSideBySide(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	german := s.add(t, s.caller, "de", "Die Lieferungen im Hafen")
	english := s.add(t, s.caller, "en", "Deliveries in the harbour")
	unknown := s.add(t, s.caller, "", "hafen 12")
	for q, want := range map[string][]uuid.UUID{
		"Lieferung": {german}, "delivery": {english}, "Hafen": {german, unknown}, "harbour": {english},
	} {
		if got := s.documents(t, s.caller, search.Query{Text: q, Mode: search.ModeText}); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", q, got, want)
		}
	}
}

// TestStrayTextInAnotherLanguage holds that the small words of a question do not find the one text of another language, where
// they would pass for rare: a list of names that was taken for Spanish.
func TestStrayTextInAnotherLanguage(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	for i := range 30 {
		s.add(t, s.caller, "en", fmt.Sprintf("The harbour has berth %d and what is in the store of the port", i))
	}
	want := s.add(t, s.caller, "en", "The crane of the harbour was repaired")
	stray := s.add(t, s.caller, "es", "What is the Los Robles of the San Marcos and who was in the El Paso")
	for _, q := range []string{"What was the crane of the port and who is in it?", "the crane"} {
		if got := s.documents(t, s.caller, search.Query{Text: q, Mode: search.ModeText}); len(got) == 0 || got[0] != want || slices.Contains(got, stray) {
			t.Errorf("%q finds %v first of %d, want %v; stray at %d", q, got[:min(1, len(got))], len(got), want, slices.Index(got, stray))
		}
	}
	if got := s.documents(t, s.caller, search.Query{Text: "what is the", Mode: search.ModeText}); !slices.Equal(got, []uuid.UUID{stray}) {
		t.Errorf("small words alone find %v", got)
	}
}
