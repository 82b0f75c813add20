package export

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"os"

	"github.com/docketapi/docket/en16931/facturx"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/en16931/display"
	"github.com/docketapi/docket/internal/en16931/pdfa"
	"github.com/docketapi/docket/internal/en16931/typeset"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/invoice"
)

const (
	drawnAtOnce    = 2          // exports that draw pages at one time
	maxExportPages = 200        // of one Factur-X
	drawnPixels    = 12_000_000 // of a page, about: an A4 page at the resolutions below has 4 million
	textDPI        = 150        // of a page whose words come from a text layer
	scanDPI        = 200        // of a page that is a picture
	pointsPerInch  = 72
)

// writeFacturX makes a Factur-X of the invoice in the spool folder, a page at a time.
func (s *Service) writeFacturX(ctx context.Context, p auth.Principal, inv invoice.Invoice, e eInvoice) (_ File, err error) {
	select {
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-ctx.Done():
		return File{}, ctx.Err()
	}
	f, err := os.CreateTemp(s.spoolDir, "export-*")
	if err != nil {
		return File{}, fmt.Errorf("make export file: %w", err)
	}
	out := spooled{f}
	defer func() {
		if err != nil {
			_ = out.Close() // the first error tells more
		}
	}()
	w := pdfa.NewWriter(f, pdfa.Options{
		XML: e.xml, Profile: facturx.ProfileOf(e.data.ProfileID), Title: display.Of(&e.data, display.English).Title, Created: inv.UpdatedAt,
	})
	if err := s.addPages(ctx, p, inv, e, limited(w.Add)); err != nil {
		return File{}, err
	}
	if err := w.Close(); err != nil {
		return File{}, err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return File{}, fmt.Errorf("measure export file: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return File{}, fmt.Errorf("rewind export file: %w", err)
	}
	return File{Size: size, Body: out}, nil
}

// spooled is a file that goes away when it is closed.
type spooled struct{ *os.File }

func (s spooled) Close() error {
	err := s.File.Close()
	if gone := os.Remove(s.Name()); err == nil {
		err = gone
	}
	return err
}

// limited refuses more pages than an export may have.
func limited(add func(pdfa.Page) error) func(pdfa.Page) error {
	n := 0
	return func(p pdfa.Page) error {
		if n++; n > maxExportPages {
			return fault.New(fault.CodeTooManyPages, "a Factur-X has at most %d pages here", maxExportPages)
		}
		return add(p)
	}
}

// addPages gives the invoice's own pages of its document, or plain ones when that has none.
func (s *Service) addPages(ctx context.Context, p auth.Principal, inv invoice.Invoice, e eInvoice, add func(pdfa.Page) error) error {
	d, err := s.documents.Find(ctx, p, inv.DocumentID)
	if err != nil {
		return err
	}
	if d.Kind != document.PDF && d.Kind != document.Image {
		return typeset.Lay(display.Of(&e.data, display.English), false, add)
	}
	list, err := s.documents.Text(ctx, p, d.ID, inv.FirstPage, inv.LastPage)
	if err != nil {
		return err
	}
	for _, read := range list {
		drawn, err := s.drawPage(ctx, p, d, read)
		if err != nil {
			return err
		}
		if err := add(drawn); err != nil {
			return err
		}
	}
	return nil
}

// drawPage is a page of a document as a picture over its words.
func (s *Service) drawPage(ctx context.Context, p auth.Principal, d document.Document, read pages.Page) (pdfa.Page, error) {
	body, err := s.documents.PagePNG(ctx, p, d.ID, read.Number, exportDPI(read))
	if err != nil {
		return pdfa.Page{}, err
	}
	defer body.Close()
	img, err := png.Decode(body)
	if err != nil {
		return pdfa.Page{}, fmt.Errorf("decode page %d: %w", read.Number, err)
	}
	return pdfa.Page{Width: read.Width, Height: read.Height, Picture: img, Words: hiddenWords(read, img)}, nil
}

// exportDPI is the resolution in which a page is drawn, lower for one of an unusual size.
func exportDPI(p pages.Page) int {
	dpi := float64(scanDPI)
	if p.Source == pages.FromText {
		dpi = textDPI
	}
	if area := p.Width * p.Height / (pointsPerInch * pointsPerInch); area > 0 {
		dpi = min(dpi, math.Sqrt(drawnPixels/area))
	}
	return max(int(dpi), 1)
}

// hiddenWords are the page's words, without those whose boxes would not fit a picture that stands the other way.
func hiddenWords(p pages.Page, img image.Image) []pdfa.Word {
	if size := img.Bounds().Size(); (size.X > size.Y) != (p.Width > p.Height) && p.Width != p.Height {
		return nil
	}
	out := make([]pdfa.Word, 0, len(p.Lines))
	for _, w := range p.Words() {
		out = append(out, pdfa.Word{Text: w.Text, X0: w.Box.X0, Y0: w.Box.Y0, X1: w.Box.X1, Y1: w.Box.Y1})
	}
	return out
}
