package reading

import (
	"context"
	"fmt"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// pointsPerInch is the unit of page sizes.
const pointsPerInch = 72

// guessDPI is taken for pictures that do not say how large they are: an A4 page of 2,000 pixels' height and more.
const guessDPI = 200

func (r *Reader) readImages(ctx context.Context, in Input, kind pages.Kind) (Result, error) {
	list, codes, err := r.wordsOfImages(ctx, in.Path, kind, in.Progress)
	if err != nil {
		return Result{}, err
	}
	return extract(in, list, codes, nil)
}

// wordsOfImages recognises each picture of a file as a page.
func (r *Reader) wordsOfImages(ctx context.Context, path string, kind pages.Kind, progress func(string, int)) ([]pages.Page, map[int][]fields.QRCode, error) {
	images, err := pages.OpenAlbum(ctx, path, kind, r.limits)
	if err != nil {
		return nil, nil, err
	}
	defer images.Close()
	list := make([]pages.Page, images.Len())
	todo := make([]int, images.Len())
	for i := range todo {
		todo[i] = i
	}
	codes, err := r.each(ctx, todo, progress, func(ctx context.Context, i int) (pages.Page, []fields.QRCode, error) {
		img, err := images.Decode(i + 1)
		if err != nil {
			return pages.Page{}, nil, err
		}
		dpi := resolution(img)
		page := pages.Page{Number: i + 1, Width: float64(img.Width) * pointsPerInch / dpi, Height: float64(img.Height) * pointsPerInch / dpi}
		return r.recognise(ctx, img, page)
	}, list)
	return list, codes, err
}

// PagePNG draws a page, from 1, turned clockwise by rotation: with the page's own (pages.Page) it stands as the boxes of
// its words do. not_found when the document has no such page.
func (r *Reader) PagePNG(ctx context.Context, path string, number, dpi, rotation int) ([]byte, error) {
	return guard.Get(ctx, r.log, func() ([]byte, error) { return r.pagePNG(ctx, path, number, dpi, rotation) })
}

func (r *Reader) pagePNG(ctx context.Context, path string, number, dpi, rotation int) ([]byte, error) {
	kind, err := sniff(path)
	if err != nil {
		return nil, err
	}
	// Drawing takes as much memory as recognition.
	if err := r.cores.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("wait for a free core: %w", err)
	}
	defer r.cores.Release(1)
	img, err := r.draw(ctx, path, kind, number, dpi)
	if err != nil {
		return nil, err
	}
	return img.Turn(rotation).PNG()
}

func (r *Reader) draw(ctx context.Context, path string, kind pages.Kind, number, dpi int) (pages.Raster, error) {
	switch {
	case kind == pages.KindXML:
		img, found := pages.Raster{}, false
		err := withPDF(ctx, path, r.limits, func(pdf *pages.PDF) (err error) {
			img, err = pdf.Render(ctx, pages.RenderOptions{Page: number, DPI: float64(dpi)})
			found = true
			return err
		})
		if err != nil || found {
			return img, err
		}
	case kind == pages.KindPDF:
		pdf, err := pages.OpenPDF(path, r.limits)
		if err != nil {
			return pages.Raster{}, err
		}
		return pdf.Render(ctx, pages.RenderOptions{Page: number, DPI: float64(dpi)})
	case kind.Image():
		images, err := pages.OpenAlbum(ctx, path, kind, r.limits)
		if err != nil {
			return pages.Raster{}, err
		}
		defer images.Close()
		img, err := images.Decode(number)
		if err != nil {
			return pages.Raster{}, err
		}
		return img.Shrink(int(resolution(img) / float64(max(dpi, 1)))), nil
	}
	return pages.Raster{}, fault.New(fault.CodeNotFound, "the document has no pages")
}

// resolution is what the picture says of its own, where that makes a page of it: many say 72 and mean nothing.
func resolution(img pages.Raster) float64 {
	long := float64(max(img.Width, img.Height))
	if inches := long / max(img.DPI, 1); img.DPI > 0 && inches > 2 && inches < 24 {
		return img.DPI
	}
	return guessDPI
}
