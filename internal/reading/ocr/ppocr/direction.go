package ppocr

import (
	"fmt"
	"math"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Size of what the direction classifier is given.
const (
	directionHeight = 48
	directionWidth  = 192
)

// classifier tells whether a line stands upright or upside down.
type classifier struct {
	session *onnx.Session
	scaler  scaler
	in      []float32
}

// upsideDown is the probability that the line is turned by 180 degrees.
func (c *classifier) upsideDown(line pages.Raster) (float64, error) {
	w := min(int(math.Ceil(directionHeight*float64(line.Width)/float64(line.Height))), directionWidth)
	c.in = sized(c.in, channels*directionHeight*directionWidth)
	clear(c.in)
	c.scaler.tensor(c.in, line, w, directionHeight, directionWidth)
	out := []onnx.Tensor{{Shape: []int64{1, 2}, F32: make([]float32, 2)}}
	in := []onnx.Tensor{{Shape: []int64{1, channels, directionHeight, directionWidth}, F32: c.in}}
	if err := c.session.Run(in, out); err != nil {
		return 0, fmt.Errorf("tell the direction of a line: %w", err)
	}
	return float64(out[0].F32[1]), nil
}
