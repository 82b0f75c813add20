package document

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/pages"
)

// maxPages bounds what one call of Text gives.
const maxPages = 1000

// Text gives the pages first to last of a document, with their words; last 0 is to the end. Words are kept once they were
// read; a scan is recognised at the first call. What has no pages gives none.
func (s *Service) Text(ctx context.Context, p auth.Principal, id uuid.UUID, first, last int) ([]pages.Page, error) {
	d, err := s.Find(ctx, p, id)
	if err != nil {
		return nil, err
	}
	if d.Kind != PDF && d.Kind != Image {
		return []pages.Page{}, nil
	}
	if d.PageCount == 0 {
		if err := s.readPages(ctx, p.WorkspaceID, d); err != nil {
			return nil, err
		}
	}
	return s.storedPages(ctx, p.WorkspaceID, id, max(first, 1), last)
}

// PagePNG draws a page of a document; dpi 0 is 144.
func (s *Service) PagePNG(ctx context.Context, p auth.Principal, id uuid.UUID, number, dpi int) (io.ReadCloser, error) {
	d, err := s.Find(ctx, p, id)
	if err != nil {
		return nil, err
	}
	if d.Kind != PDF && d.Kind != Image || number < 1 || d.PageCount > 0 && number > d.PageCount {
		return nil, fault.New(fault.CodeNotFound, "the document has no page %d", number)
	}
	path, release, err := s.Local(ctx, p.WorkspaceID, d)
	if err != nil {
		return nil, err
	}
	defer release()
	if dpi == 0 {
		dpi = 144
	}
	rotation := 0
	if d.PageCount > 0 { // its words have been read: the picture stands as their boxes do
		read, err := s.storedPages(ctx, p.WorkspaceID, id, number, number)
		if err != nil {
			return nil, err
		}
		for _, pg := range read {
			rotation = pg.Rotation
		}
	}
	picture, err := s.pager.PagePNG(ctx, path, number, dpi, rotation)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(picture)), nil
}

// readPages reads a document's words once, however many ask at the same time, and keeps them.
func (s *Service) readPages(ctx context.Context, workspace uuid.UUID, d Document) error {
	done := s.reading.DoChan(workspace.String()+d.ID.String(), func() (any, error) {
		// Who asked first may leave; the others still wait, and the pager has its own limits.
		ctx := context.WithoutCancel(ctx)
		return nil, guard.Run(ctx, s.log, func() error { return s.keepPages(ctx, workspace, d) })
	})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case r := <-done:
		return r.Err
	}
}

func (s *Service) keepPages(ctx context.Context, workspace uuid.UUID, d Document) error {
	// Who looked before the last reading ended comes after it.
	if now, err := s.Row(ctx, Key{workspace, d.ID}); err != nil || now.PageCount > 0 {
		return err
	}
	path, release, err := s.Local(ctx, workspace, d)
	if err != nil {
		return err
	}
	defer release()
	read, err := s.pager.Pages(ctx, path)
	if err != nil {
		return err
	}
	return postgres.Exec(ctx, s.db, func(tx pgx.Tx) error { return s.StorePages(ctx, tx, workspace, d.ID, read) })
}

// StorePages keeps the words of a document, replacing those there are.
func (s *Service) StorePages(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID, read []pages.Page) error {
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
	if err := s.q.DeletePages(ctx, tx, db.DeletePagesParams{WorkspaceID: workspace, DocumentID: id}); err != nil {
		return postgres.Translate(err, "document")
	}
	if err := s.q.InsertPages(ctx, tx, in); err != nil {
		return postgres.Translate(err, "document")
	}
	err := s.q.SetPageCount(ctx, tx, db.SetPageCountParams{PageCount: int32(len(read)), WorkspaceID: workspace, ID: id}) // as above
	return postgres.Translate(err, "document")
}

func (s *Service) storedPages(ctx context.Context, workspace, id uuid.UUID, first, last int) ([]pages.Page, error) {
	if last == 0 || last > math.MaxInt32 {
		last = math.MaxInt32
	}
	rows, err := s.q.ListPages(ctx, s.db, db.ListPagesParams{
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
