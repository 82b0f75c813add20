package reading

import (
	"context"
	"math"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/qr"
)

// Resolutions, in dots per inch, and the most pixels, at which pages are drawn to be read.
const (
	drawDPI    = 200 // where the page holds no picture of a finer one: recognition works on two thousand pixels of height
	drawDPIMax = 300
	codeDPI    = 150 // a payment code's modules are then three pixels and more
	drawPixels = 40_000_000
)

// drawing says how a page is drawn for recognition: a scan in the resolution it was made in, so that its pixels stay
// what they are; in grey where all pictures are.
func drawing(page pages.Page, pictures []pages.Embedded) pages.RenderOptions {
	opt := pages.RenderOptions{Page: page.Number, DPI: drawDPI}
	grey := len(pictures) > 0
	for _, p := range pictures {
		grey = grey && !p.Colour
		if whole(page, p) {
			opt.DPI = min(max(p.PPI, 100), drawDPIMax)
			break
		}
		opt.DPI = min(max(opt.DPI, p.PPI), drawDPIMax)
	}
	opt.Grey = grey
	opt.DPI = fitting(page, opt.DPI)
	return opt
}

// scan is the picture that is the whole page, in a resolution that needs no change; false without one.
func scan(page pages.Page, pictures []pages.Embedded) (pages.Embedded, bool) {
	if len(pictures) != 1 || len(page.Lines) > 0 {
		return pages.Embedded{}, false
	}
	p := pictures[0]
	return p, whole(page, p) && alike(page, p) && p.PPI >= 100 && p.PPI <= drawDPIMax
}

// alike tells whether page and picture have the same form: the picture is not turned or drawn out.
func alike(page pages.Page, p pages.Embedded) bool {
	ratio := page.Width * float64(p.Height) / (page.Height * float64(p.Width))
	return ratio > 0.985 && ratio < 1.015
}

// whole tells the picture that is the page: a scan.
func whole(page pages.Page, p pages.Embedded) bool { return p.Points() > 0.8*page.Width*page.Height }

// fitting lowers a resolution until the page's pixels are within bounds.
func fitting(page pages.Page, dpi float64) float64 {
	area := page.Width * page.Height / (pointsPerInch * pointsPerInch)
	if area <= 0 {
		return dpi
	}
	return min(dpi, math.Sqrt(drawPixels/area))
}

// Sides, in inches, between which a square picture may be a payment code.
const (
	codeMin = 0.45
	codeMax = 3.2
)

// mayShowCode tells pages with a text layer that are worth drawing: one of their pictures is a square of a code's size.
func mayShowCode(pictures []pages.Embedded) bool {
	for _, p := range pictures {
		side := float64(p.Width) / p.PPI
		ratio := float64(p.Width) / float64(p.Height)
		if p.Width >= 21 && ratio > 0.93 && ratio < 1.07 && side > codeMin && side < codeMax {
			return true
		}
	}
	return false
}

// codesOn finds a QR code on a page that is read from its text layer.
func codesOn(ctx context.Context, pdf *pages.PDF, page pages.Page) ([]fields.QRCode, error) {
	img, err := pdf.Render(ctx, pages.RenderOptions{Page: page.Number, DPI: fitting(page, codeDPI), Grey: true, Rotation: page.Rotation})
	if err != nil {
		return nil, err
	}
	code, ok := qr.Decode(img)
	if !ok {
		return nil, nil
	}
	return []fields.QRCode{{Text: code.Text, Box: code.Box}}, nil
}
