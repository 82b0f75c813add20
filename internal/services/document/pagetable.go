package document

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/pages"
)

// pageTable keeps the words of documents' pages.
type pageTable struct {
	db postgres.DB
	q  *db.Queries
}

// store keeps the words of a document, replacing those there are.
func (p pageTable) store(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID, read []pages.Page) error {
	if len(read) == 0 {
		return nil
	}
	in := db.InsertPagesParams{DocumentID: id}
	for _, pg := range read {
		lines, err := marshalLines(pg.Lines)
		if err != nil {
			return fmt.Errorf("store page %d: %w", pg.Number, err)
		}
		in.Numbers = append(in.Numbers, int32(pg.Number)) // at most maxPages
		in.Widths = append(in.Widths, pg.Width)
		in.Heights = append(in.Heights, pg.Height)
		in.Rotations = append(in.Rotations, int32(pg.Rotation)) // below 360
		in.Dpis = append(in.Dpis, pg.DPI)
		in.Sources = append(in.Sources, string(pg.Source))
		in.Lines = append(in.Lines, lines)
	}
	if err := p.q.DeletePages(ctx, tx, db.DeletePagesParams{WorkspaceID: workspace, DocumentID: id}); err != nil {
		return postgres.Translate(err, "document")
	}
	if err := p.q.InsertPages(ctx, tx, in); err != nil {
		return postgres.Translate(err, "document")
	}
	err := p.q.SetPageCount(ctx, tx, db.SetPageCountParams{PageCount: int32(len(read)), WorkspaceID: workspace, ID: id}) // as above
	return postgres.Translate(err, "document")
}

// list gives the pages first to last; last 0 is to the end.
func (p pageTable) list(ctx context.Context, workspace, id uuid.UUID, first, last int) ([]pages.Page, error) {
	if last == 0 || last > math.MaxInt32 {
		last = math.MaxInt32
	}
	rows, err := p.q.ListPages(ctx, p.db, db.ListPagesParams{
		WorkspaceID: workspace, DocumentID: id, First: int32(min(first, math.MaxInt32)), Last: int32(last), PageSize: maxPages, // bounded above
	})
	if err != nil {
		return nil, postgres.Translate(err, "document")
	}
	out := make([]pages.Page, 0, len(rows))
	for _, r := range rows {
		lines, err := unmarshalLines(r.Lines)
		if err != nil {
			return nil, fmt.Errorf("read stored page %d: %w", r.Number, err)
		}
		out = append(out, pages.Page{
			Number: int(r.Number), Width: r.Width, Height: r.Height, Rotation: int(r.Rotation), DPI: r.DPI,
			Source: pages.Source(r.Source), Lines: lines,
		})
	}
	return out, nil
}

// storedWord is [text, x0, y0, x1, y1, confidence]: a tenth of a page's bytes would else be member names.
type storedWord pages.Word

// MarshalJSON writes the word as an array.
func (w storedWord) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{strings.ReplaceAll(w.Text, "\x00", ""), short(w.Box.X0), short(w.Box.Y0), short(w.Box.X1), short(w.Box.Y1), short(w.Confidence)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (w *storedWord) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&w.Text, &w.Box.X0, &w.Box.Y0, &w.Box.X1, &w.Box.Y1, &w.Confidence})
}

// short keeps five decimals: a hundredth of a millimetre on a page.
func short(f float64) float64 { return math.Round(f*1e5) / 1e5 }

func marshalLines(lines []pages.Line) ([]byte, error) {
	out := make([][]storedWord, len(lines))
	for i, l := range lines {
		out[i] = make([]storedWord, len(l.Words))
		for j, w := range l.Words {
			out[i][j] = storedWord(w)
		}
	}
	return json.Marshal(out)
}

func unmarshalLines(b []byte) ([]pages.Line, error) {
	var stored [][]storedWord
	if err := json.Unmarshal(b, &stored); err != nil {
		return nil, err
	}
	out := make([]pages.Line, len(stored))
	for i, words := range stored {
		l := pages.Line{Words: make([]pages.Word, len(words))}
		for j, w := range words {
			l.Words[j] = pages.Word(w)
			if j == 0 {
				l.Box = w.Box
				continue
			}
			l.Box = pages.Box{X0: min(l.Box.X0, w.Box.X0), Y0: min(l.Box.Y0, w.Box.Y0), X1: max(l.Box.X1, w.Box.X1), Y1: max(l.Box.Y1, w.Box.Y1)}
		}
		out[i] = l
	}
	return out, nil
}
