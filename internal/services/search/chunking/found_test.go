package chunking_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/testkit"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// longTables are two tables of each form, from 250 to 5,000 rows.
func longTables(t *testing.T) map[string][]content.Block {
	t.Helper()
	out := map[string][]content.Block{}
	for _, n := range []int{250, 5000} {
		for name, c := range map[string]struct {
			form content.Form
			data []byte
		}{
			"csv":  {content.CSV, joined(n, "", ";", "\n", "")},
			"html": {content.HTML, joined(n, "<html><body><table><tr><td>", "</td><td>", "</td></tr>\n<tr><td>", "</td></tr></table></body></html>")},
			"docx": {content.DOCX, packed(t, "word/document.xml", string(joined(n, wordTable, wordCell, wordRow, wordEnd)))},
			"xlsx": {content.XLSX, workbook(t, n)},
		} {
			doc, err := content.Read(t.Context(), content.File{Path: file(t, c.data), Form: c.form}, content.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			out[fmt.Sprintf("%s of %d", name, n)] = doc.Blocks
		}
		out[fmt.Sprintf("pdf of %d", n)] = pdfTable(t, n)
	}
	return out
}

func pdfTable(t *testing.T, rows int) []content.Block {
	t.Helper()
	var doc testkit.PDF
	for i := 0; i < rows; i += 50 {
		doc.Pages = append(doc.Pages, tablePage(len(doc.Pages)+1, i, min(i+50, rows), 60, 14, true, true))
	}
	pdf, err := pages.OpenPDF(file(t, doc.Bytes()), pages.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := pdf.Text(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return content.FromPages(list)
}

// questionsAsked is how many rows of a table are searched for: all of a short one, the rest spread over a long one.
const questionsAsked = 250

// Rows of ten long tables are found by their key, in the one document, and come back whole.
func TestRowsOfLongTablesAreFoundByTheirKey(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	workspace := uuid.Must(uuid.NewV7())
	if _, err := db.New().InsertWorkspace(t.Context(), pool, db.InsertWorkspaceParams{WorkspaceID: workspace, Name: "test"}); err != nil {
		t.Fatal(err)
	}
	catalog := search.NewCatalog(search.Config{DB: pool})
	s, writer := search.New(catalog), search.NewWriter(catalog)
	for name, blocks := range longTables(t) {
		id := uuid.Must(uuid.NewV7())
		sum := sha256.Sum256(id[:])
		if _, err := pool.Exec(t.Context(), `INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256)
			VALUES ($1, $2, $3, 'text/plain', 'text', 1, $4)`, id, workspace, name, sum[:]); err != nil {
			t.Fatal(err)
		}
		err := writer.Index(t.Context(), search.Document{
			WorkspaceID: workspace, ID: id, MediaType: "text/plain", Chunks: chunking.Cut(blocks, nil),
			Commit: func(ctx context.Context, fn func(pgx.Tx) error) error { return postgres.Exec(ctx, pool, fn) },
		})
		if err != nil {
			t.Fatal(err)
		}
		rows := 250
		if strings.HasSuffix(name, "5000") {
			rows = 5000
		}
		for i := 0; i < rows; i += rows / questionsAsked {
			want := record(i)
			r, err := s.Search(t.Context(), auth.Principal{WorkspaceID: workspace}, search.Query{
				Text: want[0], Mode: search.ModeText, Limit: 1, Filter: vector.Filter{DocumentIDs: []uuid.UUID{id}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Hits) != 1 || !whole(r.Hits[0].Snippet, want) {
				t.Fatalf("%s: row %v is found as %+v", name, want, r.Hits)
			}
		}
	}
}

// whole tells that a line of the snippet has all cells of a row.
func whole(snippet string, row []string) bool {
	for line := range strings.Lines(snippet) {
		all := true
		for _, cell := range row {
			all = all && strings.Contains(line, cell)
		}
		if all {
			return true
		}
	}
	return false
}
