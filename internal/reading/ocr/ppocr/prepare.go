package ppocr

import (
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Limits on a picture, checked before anything is allocated for it.
const (
	maxSidePixels = 30_000
	maxPixels     = 120_000_000
	minSidePixels = 4
)

// checkRaster refuses pictures that are not what they claim or are too large.
func checkRaster(img pages.Raster) error {
	if img.Channels != 1 && img.Channels != 3 {
		return fault.New(fault.CodeImageDamaged, "a picture of %d channels cannot be read", img.Channels)
	}
	if img.Width < minSidePixels || img.Height < minSidePixels {
		return fault.New(fault.CodeImageDamaged, "the picture is smaller than %d pixels", minSidePixels)
	}
	if img.Width > maxSidePixels || img.Height > maxSidePixels || img.Width*img.Height > maxPixels {
		return fault.New(fault.CodeImageTooLarge, "the picture is larger than %d million pixels", maxPixels/1_000_000)
	}
	if len(img.Pix) != img.Width*img.Height*img.Channels {
		return fault.New(fault.CodeImageDamaged, "the picture has %d bytes, not %d", len(img.Pix), img.Width*img.Height*img.Channels)
	}
	return nil
}

// prepare makes a picture as small as it is read: without colours it does not have, its longer side at most maxSide.
// A prepared picture stays as it is.
func prepare(img pages.Raster, maxSide int) (pages.Raster, error) {
	if err := checkRaster(img); err != nil {
		return pages.Raster{}, err
	}
	img = grey(img)
	w, h := limitSize(img.Width, img.Height, maxSide)
	if w == img.Width && h == img.Height {
		return img, nil
	}
	var s scaler
	return s.resize(img, w, h), nil
}
