package qr_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/qr"
)

// BenchmarkCrowded is a page full of what may be corners of a code: it costs about as much as one without any.
func BenchmarkCrowded(b *testing.B) {
	img := pages.Raster{Width: 1654, Height: 2339, Channels: 1, Pix: make([]byte, 1654*2339)}
	for _, pattern := range [][]byte{[]byte("\xdb0040\xdd0b0"), {250}} {
		b.Run(map[bool]string{true: "blank", false: "corners"}[len(pattern) == 1], func(b *testing.B) {
			for i := range img.Pix {
				img.Pix[i] = pattern[i%len(pattern)]
			}
			for b.Loop() {
				qr.Decode(img)
			}
		})
	}
}
