package search

import (
	"fmt"
	"strings"
	"testing"
)

// TestSnippetShowsWholeRows holds that a row found by its key is shown with all its cells, wherever it stands in its chunk.
func TestSnippetShowsWholeRows(t *testing.T) {
	t.Parallel()
	var rows []string
	for i := range 40 {
		rows = append(rows, fmt.Sprintf("K%03d | Boiler %s %d | %d | 2026-04-%02d | %d", i, strings.Repeat("x", i%5), i, 1000+7*i, i%28+1, 300+i))
	}
	text := strings.Join(rows, "\n")
	for i, row := range rows {
		at := strings.Index(text, fmt.Sprintf("K%03d", i))
		from, to := snippet(Chunk{Text: text}, []mark{{at, at + 4, "key"}})
		if got := text[from:to]; !strings.Contains(got, row) || to-from > longestSnippet {
			t.Errorf("row %d: %q is not whole in %q", i, row, got)
		}
	}
}

// TestSnippetStandsAroundTheHit holds that what was found has text on both sides.
func TestSnippetStandsAroundTheHit(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Nothing of note is said here. ", 30) + "The valve closes at dusk. " + strings.Repeat("Nothing of note follows. ", 30)
	at := strings.Index(text, "valve")
	from, to := snippet(Chunk{Text: text}, []mark{{at, at + 5, "valve"}})
	if before, behind := at-from, to-at; before < longestSnippet/4 || behind < longestSnippet/4 {
		t.Errorf("%d characters before and %d behind: %q", before, behind, text[from:to])
	}
}
