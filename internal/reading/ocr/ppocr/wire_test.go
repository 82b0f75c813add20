package ppocr

import (
	"bytes"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
)

func TestRequestRoundTrip(t *testing.T) {
	t.Parallel()
	img := pages.Raster{Width: 5, Height: 4, Channels: 3, DPI: 300, Pix: bytes.Repeat([]byte{1, 2, 3}, 20)}
	got, err := decodeRequest(encodeRequest(img))
	if err != nil || got.Width != 5 || got.Height != 4 || got.Channels != 3 || got.DPI != 300 || !bytes.Equal(got.Pix, img.Pix) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRastersThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		img  pages.Raster
		want fault.Code
	}{
		"channels":  {pages.Raster{Width: 8, Height: 8, Channels: 2, Pix: make([]byte, 128)}, fault.CodeImageDamaged},
		"short":     {pages.Raster{Width: 8, Height: 8, Channels: 1, Pix: make([]byte, 63)}, fault.CodeImageDamaged},
		"tiny":      {pages.Raster{Width: 1, Height: 8, Channels: 1, Pix: make([]byte, 8)}, fault.CodeImageDamaged},
		"too wide":  {pages.Raster{Width: 40_000, Height: 8, Channels: 1}, fault.CodeImageTooLarge},
		"too large": {pages.Raster{Width: 20_000, Height: 20_000, Channels: 1}, fault.CodeImageTooLarge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := prepare(tt.img, 2000); fault.CodeOf(err) != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func FuzzDecodeRequest(f *testing.F) {
	f.Add(encodeRequest(pages.Raster{Width: 4, Height: 4, Channels: 1, Pix: make([]byte, 16)}))
	f.Add(encodeRequest(pages.Raster{Width: 5, Height: 9, Channels: 3, DPI: 72, Pix: make([]byte, 135)}))
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0xff}, requestHead))
	f.Fuzz(func(t *testing.T, b []byte) {
		img, err := decodeRequest(b)
		if err != nil {
			return
		}
		if len(img.Pix) != img.Width*img.Height*img.Channels {
			t.Fatalf("accepted %d bytes for %d x %d x %d", len(img.Pix), img.Width, img.Height, img.Channels)
		}
		if !bytes.Equal(encodeRequest(img), b) && img.DPI == img.DPI {
			t.Fatal("another request came out")
		}
	})
}
