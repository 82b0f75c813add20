package document

import (
	"bytes"
	"context"
	"io"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/pages"
)

// maxPages bounds what one call of Text gives.
const maxPages = 1000

// paged tells whether documents of the kind may have pages: XML has those of a PDF in it.
func (k Kind) paged() bool { return k == PDF || k == Image || k == XML }

// Text gives the pages first to last of a document, with their words; last 0 is to the end. Words are kept once they were
// read; a scan is recognised at the first call. What has no pages gives none.
func (s *Service) Text(ctx context.Context, p auth.Principal, id uuid.UUID, first, last int) ([]pages.Page, error) {
	d, err := s.Find(ctx, p, id)
	if err != nil {
		return nil, err
	}
	if !d.Kind.paged() {
		return []pages.Page{}, nil
	}
	if d.PageCount == 0 {
		if err := s.readPages(ctx, p.WorkspaceID, d); err != nil {
			return nil, err
		}
	}
	return s.pages.list(ctx, p.WorkspaceID, id, max(first, 1), last)
}

// PagePNG draws a page of a document; dpi 0 is 144.
func (s *Service) PagePNG(ctx context.Context, p auth.Principal, id uuid.UUID, number, dpi int) (io.ReadCloser, error) {
	d, err := s.Find(ctx, p, id)
	if err != nil {
		return nil, err
	}
	if !d.Kind.paged() || number < 1 || d.PageCount > 0 && number > d.PageCount {
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
		read, err := s.pages.list(ctx, p.WorkspaceID, id, number, number)
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
	return s.pages.store(ctx, tx, workspace, id, read)
}
