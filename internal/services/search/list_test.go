package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// TestOperators holds what quotes and dashes in a query mean.
func TestOperators(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{}).with(t, config{Config: search.Config{Embedder: &bag{id: "m"}}})
	exact := s.add(t, s.caller, "en", "The harbour master\nsigns the Pilot Licence every spring.")
	loose := s.add(t, s.caller, "en", "The licence of the pilot is signed by the master of the harbour.")
	credit := s.add(t, s.caller, "en", "Refund -500.00 for the pilot boat.")
	for query, want := range map[string][]uuid.UUID{
		`"pilot licence"`:                     {exact},
		`“PILOT LICENCE” spring`:              {exact},
		`"harbour master signs"`:              {exact},
		`"pilot licence" "of the harbour"`:    nil,
		`pilot -licence`:                      {credit},
		`pilot -"pilot licence"`:              {loose, credit},
		`licence -spring`:                     {loose},
		`-500.00`:                             {credit},
		`-licence`:                            {exact, loose},
		`"boat`:                               {credit},
		`"pilot licence" -harbour`:            nil,
		`"licence of the pilot" -nothinglike`: {loose},
	} {
		for _, mode := range []search.Mode{search.ModeText, search.ModeHybrid} {
			got := s.documents(t, s.caller, search.Query{Text: query, Mode: mode, Operators: true, Count: true})
			slices.SortFunc(got, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
			if mode == search.ModeHybrid && (!strings.ContainsAny(query, `"“`) || query == `"boat`) {
				continue // what is near is found, too
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: %v, want %v", query, mode, got, want)
			}
		}
	}
	// A program's text is words, whatever signs are in it.
	if got := s.documents(t, s.caller, search.Query{Text: `"pilot licence" -harbour`, Mode: search.ModeText}); len(got) != 3 {
		t.Errorf("without operators: %v", got)
	}
}

// TestPages reads all hits page by page, each once.
func TestPages(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{}).with(t, config{Config: search.Config{Embedder: &bag{id: "m"}}})
	var ids []uuid.UUID
	for i := range 23 {
		ids = append(ids, s.add(t, s.caller, []string{"en", "de"}[i%2], fmt.Sprintf("crane %s", strings.Repeat("load ", i)), "crane again"))
	}
	_, err := s.pool.Exec(t.Context(), `UPDATE documents SET created_at = timestamptz '2026-01-01' + row_number * interval '1 day'
		FROM (SELECT id, row_number() OVER (ORDER BY id) FROM documents) n WHERE n.id = documents.id`)
	must(t, err)
	for _, q := range []search.Query{
		{Text: "crane", Mode: search.ModeText},
		{Text: "crane", Mode: search.ModeHybrid},
		{Text: "crane", Mode: search.ModeText, ByDocument: true},
		{Text: "crane", Mode: search.ModeHybrid, ByDocument: true, Sort: search.SortNewest},
		{Text: "crane", Mode: search.ModeText, ByDocument: true, Sort: search.SortOldest, Filter: vector.Filter{Languages: []string{"en"}}},
	} {
		q.Limit, q.Count = 5, true
		q.Facets = []search.Facet{search.FacetKind, search.FacetLanguage}
		want := 46
		switch {
		case q.Sort == search.SortOldest:
			want = 12
		case q.ByDocument:
			want = 23
		}
		seen := map[uuid.UUID]bool{}
		var order []uuid.UUID
		for n := 0; n < 20; n++ {
			r, err := s.Search(t.Context(), s.caller, q)
			must(t, err)
			if r.Total != want || q.ByDocument && len(r.Hits) > 0 && r.Hits[0].Passages != 2 {
				t.Fatalf("%+v: total %d, want %d", q, r.Total, want)
			}
			if r.Facets[search.FacetKind][0] != (search.Count{Value: "text", Hits: want}) {
				t.Errorf("%+v: facets %v", q, r.Facets)
			}
			for _, h := range r.Hits {
				if seen[h.ChunkID] {
					t.Fatalf("%+v: a hit twice", q)
				}
				seen[h.ChunkID] = true
				order = append(order, h.DocumentID)
			}
			if q.Cursor = r.NextCursor; q.Cursor == "" {
				break
			}
		}
		if len(order) != want {
			t.Errorf("%+v: %d hits, want %d", q, len(order), want)
		}
		if q.Sort == search.SortNewest && (order[0] != ids[22] || order[22] != ids[0]) || q.Sort == search.SortOldest && order[0] != ids[0] {
			t.Errorf("%+v: in another order", q)
		}
	}
	first, err := s.Search(t.Context(), s.caller, search.Query{Text: "crane", Mode: search.ModeText, Count: true})
	must(t, err)
	if first.Total != 46 || first.NextCursor == "" {
		t.Errorf("first page: %d, %q", first.Total, first.NextCursor)
	}
	_, err = s.Search(t.Context(), s.caller, search.Query{Text: "load", Mode: search.ModeText, Count: true, Cursor: first.NextCursor})
	if fault.CodeOf(err) != fault.CodeInvalidCursor {
		t.Errorf("another search's cursor: %v", err)
	}
}

// TestNamesAndDays holds that documents are found by the names of their files, and days in every spelling.
func TestNamesAndDays(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	named := s.document(t, s.caller, "Mietvertrag_Speicher-7.pdf", "application/pdf")
	_, err := s.pool.Exec(t.Context(), `INSERT INTO document_names (workspace_id, document_id, name) VALUES ($1, $2, 'lagerhaus.pdf')`, s.caller.WorkspaceID, named)
	must(t, err)
	s.index(t, s.caller, named, "de", "Der Turm wird vermietet.", "Anlage zum Turm.")
	written := s.add(t, s.caller, "en", "The lease ends on October 7, 2026.")
	s.add(t, s.caller, "en", "The lease ends on July 10, 2027.")
	hits := s.add(t, s.caller, "zh", strings.Repeat("本章说明仓库的一般规定和安全要求。", 30)+"叉车司机必须持有执照。"+strings.Repeat("其他事项由站长决定。", 30))
	for query, want := range map[string]uuid.UUID{
		"Mietvertrag": named, "Speicher": named, "Mietvertrag_Speicher-7": named, "Lagerhaus": named,
		"7.10.2026": written, "2026-10-07": written, "7 octobre 2026": written, "07/10/2026": written, "7 de octubre de 2026": written,
		"叉车司机": hits, "叉": hits,
	} {
		got := s.documents(t, s.caller, search.Query{Text: query, Mode: search.ModeText, Limit: 1})
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	r, err := s.Search(t.Context(), s.caller, search.Query{Text: "叉车司机", Mode: search.ModeText, Limit: 1})
	must(t, err)
	if !strings.Contains(r.Hits[0].Snippet, "叉车司机必须持有执照") {
		t.Errorf("snippet %q", r.Hits[0].Snippet)
	}
}

// TestTheHitsPage holds that a hit names the page of its words, not that on which its passage begins.
func TestTheHitsPage(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	id := s.document(t, s.caller, "a.pdf", "application/pdf")
	text := strings.Repeat("The first page speaks of ropes. ", 20) + "\nThe capstan stands aft."
	at := strings.Index(text, "\n") + 1
	spans := []search.Span{{Start: 0, End: at - 1, Box: search.Box{Page: 1, X1: 1, Y1: .5}}, {Start: at, End: len(text), Box: search.Box{Page: 2, X1: 1, Y1: .1}}}
	must(t, s.Index(t.Context(), search.Document{WorkspaceID: s.caller.WorkspaceID, ID: id, MediaType: "application/pdf", Commit: s.commit,
		Chunks: []chunking.Chunk{{Text: text, Language: "en", Page: 1, Spans: spans, Pieces: 1}}}))
	for query, want := range map[string]int{"capstan": 2, "ropes": 1} {
		r, err := s.Search(t.Context(), s.caller, search.Query{Text: query, Mode: search.ModeText})
		must(t, err)
		if len(r.Hits) != 1 || r.Hits[0].Page != want || r.Hits[0].Score == 0 {
			t.Errorf("%s: %+v", query, r.Hits)
		}
	}
}
