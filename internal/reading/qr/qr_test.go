package qr_test

import (
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/qr"
)

const payment = "BCD\n002\n1\nSCT\n\nHollunder Verlag GmbH\nDE02120300000000202051\nEUR48.15\n\n\nInvoice 2026-118"

// page draws a code of side pixels on a white page at x, y.
func page(t *testing.T, text string, w, h, x, y, side, channels int) pages.Raster {
	t.Helper()
	code, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, side, side, nil)
	if err != nil {
		t.Fatal(err)
	}
	img := pages.Raster{Width: w, Height: h, Channels: channels, Pix: make([]byte, w*h*channels)}
	for i := range img.Pix {
		img.Pix[i] = 250
	}
	for dy := range side {
		for dx := range side {
			if !code.Get(dx, dy) {
				continue
			}
			at := ((y+dy)*w + x + dx) * channels
			for c := range channels {
				img.Pix[at+c] = 12
			}
		}
	}
	return img
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, img := range map[string]pages.Raster{
		"grey":           page(t, payment, 900, 1200, 500, 800, 240, 1),
		"colour":         page(t, payment, 900, 1200, 60, 40, 240, 3),
		"large, reduced": page(t, payment, 3000, 4200, 1800, 3000, 700, 3),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, ok := qr.Decode(img)
			if !ok || code.Text != payment {
				t.Fatalf("got %q, %v", code.Text, ok)
			}
			if b := code.Box; b.X0 >= b.X1 || b.Y0 >= b.Y1 || b.X1 > 1 || b.Y1 > 1 {
				t.Errorf("box %+v", b)
			}
		})
	}
}

func TestDecodeNothing(t *testing.T) {
	t.Parallel()
	for name, img := range map[string]pages.Raster{
		"empty":     {},
		"truncated": {Width: 100, Height: 100, Channels: 3, Pix: make([]byte, 10)},
		"white":     page(t, "x", 300, 300, 0, 0, 0, 1),
		"tiny":      {Width: 4, Height: 4, Channels: 1, Pix: make([]byte, 16)},
	} {
		if code, ok := qr.Decode(img); ok {
			t.Errorf("%s: found %q", name, code.Text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(30, 30, 1, []byte{0, 255, 0, 255})
	f.Add(172, 182, 1, []byte("\xdb0040\xdd0b0")) // corners all over
	f.Fuzz(func(t *testing.T, w, h, channels int, pattern []byte) {
		if w < 0 || h < 0 || w > 300 || h > 300 || channels != 1 && channels != 3 || len(pattern) == 0 {
			return
		}
		img := pages.Raster{Width: w, Height: h, Channels: channels, Pix: make([]byte, w*h*channels)}
		for i := range img.Pix {
			img.Pix[i] = pattern[i%len(pattern)]
		}
		qr.Decode(img)
	})
}
