package pages

import (
	"context"
	"math"
	"os"
	"strconv"

	"github.com/docketapi/docket/internal/reading/sandbox"
)

// Scan takes out the picture that fills a page, pixel for pixel: drawing the page would blur it, for a picture never lies
// on the grid of pixels exactly. It is false when the picture is not stored as the page shows it: turned, mirrored, cut,
// painted over, or with one bit a pixel; then the page must be drawn. Errors as Text.
func (d *PDF) Scan(ctx context.Context, picture Embedded) (Raster, bool, error) {
	dir, err := sandbox.NewDir()
	if err != nil {
		return Raster{}, false, err
	}
	defer dir.Close()
	res, err := d.pictureFiles(ctx, picture.Page, dir)
	if err != nil {
		return Raster{}, false, err
	}
	data, err := os.ReadFile(dir.Path("im-000.ppm"))
	if err != nil || failed(res) != nil {
		return Raster{}, false, nil // one bit a pixel, or a fault that drawing the page will name
	}
	img, err := parsePNM(data)
	if err != nil || img.Width != picture.Width || img.Height != picture.Height {
		return Raster{}, false, nil
	}
	img.DPI = picture.PPI
	if !picture.Colour {
		img = img.firstChannel()
	}
	shown, err := d.shownAs(ctx, img, picture.Page)
	return img, shown, err
}

// pictureFiles writes the pictures of a page as they are stored: im-000.ppm and so on, .pbm with one bit a pixel.
func (d *PDF) pictureFiles(ctx context.Context, page int, dir *sandbox.Dir) (sandbox.Result, error) {
	n := strconv.Itoa(page)
	return d.run(ctx, "pdfimages", nil, "-f", n, "-l", n, d.path, dir.Path("im"))
}

// thumb is how many pixels of a scan become one when it is compared with its page.
const thumb = 12

// shownAs compares a small drawing of the page with the picture made as small.
func (d *PDF) shownAs(ctx context.Context, img Raster, page int) (bool, error) {
	small := img.Shrink(thumb).Grey()
	drawn, err := d.Render(ctx, RenderOptions{Page: page, DPI: img.DPI / thumb, Width: small.Width, Height: small.Height, Grey: true})
	if err != nil {
		return false, err
	}
	return drawn.Width == small.Width && drawn.Height == small.Height && correlation(drawn.Pix, small.Pix) > 0.9, nil
}

// correlation is Pearson's; 1 where both are even.
func correlation(a, b []byte) float64 {
	var sa, sb, saa, sbb, sab float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		sa, sb, saa, sbb, sab = sa+x, sb+y, saa+x*x, sbb+y*y, sab+x*y
	}
	n := float64(len(a))
	va, vb := n*saa-sa*sa, n*sbb-sb*sb
	if va <= 0 || vb <= 0 {
		return 1
	}
	return (n*sab - sa*sb) / math.Sqrt(va*vb)
}

// firstChannel is a grey picture that was written in colour.
func (r Raster) firstChannel() Raster {
	if r.Channels == 1 {
		return r
	}
	out := Raster{Width: r.Width, Height: r.Height, Channels: 1, DPI: r.DPI, Pix: make([]byte, r.Width*r.Height)}
	for i := range out.Pix {
		out.Pix[i] = r.Pix[i*r.Channels]
	}
	return out
}
