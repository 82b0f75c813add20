package pages

import (
	"context"
	"os"
	"path/filepath"

	"github.com/docketapi/docket/internal/reading/sandbox"
)

// Painted tells whether the words of a page's text layer are drawn over the one picture that fills it. Words that change
// nothing lie under the picture or are invisible: somebody's recognition of it. Errors as Text.
func (d *PDF) Painted(ctx context.Context, page Page, picture Embedded) (bool, error) {
	img, found, err := d.stored(ctx, picture)
	if err != nil || !found {
		return false, err
	}
	small := img.Shrink(max(1, int(picture.PPI/paintedDPI))).Grey()
	shown, err := d.Render(ctx, RenderOptions{Page: page.Number, DPI: paintedDPI, Width: small.Width, Height: small.Height, Grey: true, Rotation: page.Rotation})
	if err != nil {
		return false, err
	}
	small = small.Turn(page.Rotation)
	if shown.Width != small.Width || shown.Height != small.Height {
		return false, nil
	}
	painted, all := 0, 0
	for _, l := range page.Lines {
		for _, w := range l.Words {
			all++
			if abs(shown.mean(w.Box)-small.mean(w.Box)) > paintedChange {
				painted++
			}
		}
	}
	return painted*2 > all, nil
}

const (
	paintedDPI = 72
	// paintedChange is by how many of 255 greys a word changes the mean of its box at least: thin print covers a tenth of it.
	paintedChange = 6
)

// stored takes a picture of a page out as it is stored; false where its kind is not known.
func (d *PDF) stored(ctx context.Context, picture Embedded) (Raster, bool, error) {
	dir, err := sandbox.NewDir()
	if err != nil {
		return Raster{}, false, err
	}
	defer dir.Close()
	res, err := d.pictureFiles(ctx, picture.Page, dir)
	if err != nil || failed(res) != nil {
		return Raster{}, false, err
	}
	files, err := filepath.Glob(dir.Path("im-*.p?m"))
	if err != nil {
		return Raster{}, false, nil
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		if img, err := parsePNM(data); err == nil && img.Width == picture.Width && img.Height == picture.Height {
			return img, true, nil
		}
	}
	return Raster{}, false, nil
}

// mean is the mean grey of a part of a picture of one channel.
func (r Raster) mean(b Box) float64 {
	x0, x1 := int(b.X0*float64(r.Width)), min(r.Width, int(b.X1*float64(r.Width))+1)
	y0, y1 := int(b.Y0*float64(r.Height)), min(r.Height, int(b.Y1*float64(r.Height))+1)
	sum, n := 0, 0
	for y := max(0, y0); y < y1; y++ {
		for x := max(0, x0); x < x1; x++ {
			sum += int(r.Pix[y*r.Width+x])
			n++
		}
	}
	return float64(sum) / float64(max(1, n))
}
