package ppocr

import (
	"fmt"
	"math"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Sides of what the detector is given.
const (
	minDetectSide = 736 // a smaller picture is enlarged, as in training
	sizeStep      = 32  // sides are multiples of it
)

// detector finds text lines in a picture.
type detector struct {
	session *onnx.Session
	boxes   boxSettings
	scaler  scaler
	areas   components
	in, out []float32
}

// find gives the lines of the picture, in its pixels, no order promised.
func (d *detector) find(img pages.Raster) ([]box, error) {
	w, h := detectSize(img.Width, img.Height)
	d.in, d.out = sized(d.in, channels*w*h), sized(d.out, w*h)
	d.scaler.tensor(d.in, img, w, h, w)
	in := []onnx.Tensor{{Shape: []int64{1, channels, int64(h), int64(w)}, F32: d.in}}
	out := []onnx.Tensor{{Shape: []int64{1, 1, int64(h), int64(w)}, F32: d.out}}
	if err := d.session.Run(in, out); err != nil {
		return nil, fmt.Errorf("detect text in %d x %d pixels: %w", w, h, err)
	}
	return d.boxes.boxesOf(&d.areas, d.out, w, h, img.Width, img.Height), nil
}

func detectSize(w, h int) (int, int) {
	f := 1.0
	if s := min(w, h); s < minDetectSide {
		f = minDetectSide / float64(s)
	}
	return toStep(float64(w) * f), toStep(float64(h) * f)
}

func toStep(side float64) int {
	return max(int(math.RoundToEven(math.Trunc(side)/sizeStep))*sizeStep, sizeStep)
}

// limitSize is the size of a picture whose longer side is at most side.
func limitSize(w, h, side int) (int, int) {
	long := max(w, h)
	if long <= side {
		return w, h
	}
	f := float64(side) / float64(long)
	return toStep(float64(w) * f), toStep(float64(h) * f)
}
