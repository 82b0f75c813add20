package ppocr

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
)

// A request is a head and the pixels: width, height, channels and resolution, big endian.
const requestHead = 4 + 4 + 4 + 8

var errRequest = errors.New("malformed request")

func encodeRequest(img pages.Raster) []byte {
	b := make([]byte, requestHead, requestHead+len(img.Pix))
	binary.BigEndian.PutUint32(b, uint32(img.Width))
	binary.BigEndian.PutUint32(b[4:], uint32(img.Height))
	binary.BigEndian.PutUint32(b[8:], uint32(img.Channels))
	binary.BigEndian.PutUint64(b[12:], math.Float64bits(img.DPI))
	return append(b, img.Pix...)
}

// decodeRequest does not copy the pixels.
func decodeRequest(b []byte) (pages.Raster, error) {
	if len(b) < requestHead {
		return pages.Raster{}, fmt.Errorf("read request of %d bytes: %w", len(b), errRequest)
	}
	img := pages.Raster{
		Width:    int(binary.BigEndian.Uint32(b)),
		Height:   int(binary.BigEndian.Uint32(b[4:])),
		Channels: int(binary.BigEndian.Uint32(b[8:])),
		DPI:      math.Float64frombits(binary.BigEndian.Uint64(b[12:])),
		Pix:      b[requestHead:],
	}
	return img, checkRaster(img)
}

func encodeAnswer(t ocr.Text) ([]byte, error) {
	b, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("write answer: %w", err)
	}
	return b, nil
}

func decodeAnswer(b []byte) (ocr.Text, error) {
	var t ocr.Text
	if err := json.Unmarshal(b, &t); err != nil {
		return t, fmt.Errorf("read answer: %w", err)
	}
	return t, nil
}
