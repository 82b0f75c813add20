// Package ocr is the port to text recognition: a picture in, lines of words with boxes and confidence out.
//
// It owns the port and the choice of the engine. The engines stand below it: ppocr and tesseract.
package ocr

import (
	"context"

	"github.com/docketapi/docket/internal/reading/pages"
)

// Engine recognises text. Implementations are safe for use by several goroutines and run native code in a subprocess.
type Engine interface {
	// Name is the engine's name as in DOCKET_OCR: ppocr or tesseract.
	Name() string
	// Recognize reads a picture. Errors carry a fault code: reading_timeout, reading_out_of_memory, reader_missing.
	Recognize(ctx context.Context, img pages.Raster) (Text, error)
}

// Text is what was recognised. Boxes are fractions of the upright picture.
type Text struct {
	Lines    []pages.Line
	Rotation int     // degrees clockwise that make the picture upright: 0, 90, 180, 270
	Skew     float64 // degrees that the text lines still lean, counter-clockwise positive
}
