package search_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/search"
)

// TestMergeLeavesFewSegmentsAndNoDead holds what merging is for.
func TestMergeLeavesFewSegmentsAndNoDead(t *testing.T) {
	t.Parallel()
	s := newStack(t, config{})
	var ids []uuid.UUID
	for i := range 8 {
		texts := make([]string, 300) // longer than a tail: each is a segment
		for j := range texts {
			texts[j] = fmt.Sprintf("Beleg %d Posten %d", i, j)
		}
		ids = append(ids, s.add(t, s.caller, "de", texts...))
	}
	figures := func() (segments, dead, blocks int) {
		must(t, s.pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM index_segments), (SELECT count(*) FROM index_dead),
			(SELECT count(*) FROM index_postings)`).Scan(&segments, &dead, &blocks))
		return segments, dead, blocks
	}
	before, _, blocks := figures()
	must(t, s.MergeSegments(t.Context()))
	segments, _, fewer := figures()
	if before != 8 || segments != 1 || fewer >= blocks/3 {
		t.Fatalf("%d segments with %d blocks became %d with %d", before, blocks, segments, fewer)
	}
	must(t, s.MergeSegments(t.Context()))
	for _, id := range ids[:6] {
		_, err := s.pool.Exec(t.Context(), `DELETE FROM documents WHERE id = $1`, id)
		must(t, err)
	}
	if _, dead, _ := figures(); dead != 1800 {
		t.Fatalf("%d dead", dead)
	}
	must(t, s.MergeSegments(t.Context()))
	if segments, dead, _ := figures(); segments != 1 || dead != 0 {
		t.Fatalf("%d segments, %d dead after all", segments, dead)
	}
	if got := s.documents(t, s.caller, search.Query{Text: "Beleg 7", Mode: search.ModeText, Limit: 1}); len(got) != 1 || got[0] != ids[7] {
		t.Errorf("found %v", got)
	}
	if got := s.documents(t, s.caller, search.Query{Text: "Posten 299", Mode: search.ModeText, Limit: 100}); len(got) != 100 {
		t.Errorf("%d hits", len(got))
	}
}
