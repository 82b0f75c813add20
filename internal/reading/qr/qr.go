// Package qr finds a QR code in a picture and gives its text and place.
//
// It owns finding and decoding. What a payment code says (EPC, Swiss QR-bill) is for fields to read.
package qr

import (
	"fmt"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/docketapi/docket/internal/reading/pages"
)

// maxSide is the side beyond which a picture is halved first: a payment code printed 46 mm wide has modules of five
// pixels and more at 200 dpi, and the search costs time with every pixel.
const maxSide = 2400

// maxPoints bounds the points that may be corners of a code. The library tries them three by three, so that a picture full
// of them would keep it busy for hours; pages have a few dozen.
const maxPoints = 250

// Code is a decoded QR code.
type Code struct {
	Text string
	Box  pages.Box
}

// Decode finds one QR code. The second result is false where there is none that can be read, which is the usual case
// and no error.
func Decode(img pages.Raster) (Code, bool) {
	grey, w, h := luminance(img)
	if w < 21 || h < 21 { // the smallest code has 21 modules
		return Code{}, false
	}
	result, err := decode(grey, w, h)
	if err != nil {
		return Code{}, false
	}
	return Code{Text: result.GetText(), Box: bounds(result.GetResultPoints(), w, h)}, true
}

// decode shields the caller from a panic in the library: the picture is somebody else's input. A panic of ours is also the
// only way to end its search.
func decode(grey []byte, w, h int) (result *gozxing.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("decode QR code: %v", p)
		}
	}()
	source, err := gozxing.NewPlanarYUVLuminanceSource(grey, w, h, 0, 0, w, h, false)
	if err != nil {
		return nil, err
	}
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(source))
	if err != nil {
		return nil, err
	}
	points := 0
	var count gozxing.ResultPointCallback = func(gozxing.ResultPoint) {
		if points++; points > maxPoints {
			panic("more points than a code has")
		}
	}
	hints := map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_TRY_HARDER: true, gozxing.DecodeHintType_NEED_RESULT_POINT_CALLBACK: count,
	}
	return qrcode.NewQRCodeReader().Decode(bitmap, hints)
}

// luminance is the picture in grey, halved until it fits maxSide.
func luminance(img pages.Raster) (grey []byte, w, h int) {
	step := 1
	for max(img.Width, img.Height)/step > maxSide {
		step *= 2
	}
	w, h = img.Width/step, img.Height/step
	if w <= 0 || h <= 0 || len(img.Pix) < img.Width*img.Height*img.Channels {
		return nil, 0, 0
	}
	if step == 1 && img.Channels == 1 {
		return img.Pix[:w*h], w, h
	}
	grey = make([]byte, w*h)
	for y := range h {
		row := img.Pix[y*step*img.Width*img.Channels:]
		for x := range w {
			grey[y*w+x] = luma(row[x*step*img.Channels:], img.Channels)
		}
	}
	return grey, w, h
}

// luma is ITU-R BT.601 in integers.
func luma(p []byte, channels int) byte {
	if channels == 1 {
		return p[0]
	}
	return byte((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000)
}

// bounds spans the finder patterns' centres, which lie three modules and a half inside the code.
func bounds(points []gozxing.ResultPoint, w, h int) pages.Box {
	box := pages.Box{X0: 1, Y0: 1}
	for _, p := range points {
		x, y := p.GetX()/float64(w), p.GetY()/float64(h)
		box.X0, box.X1 = min(box.X0, x), max(box.X1, x)
		box.Y0, box.Y1 = min(box.Y0, y), max(box.Y1, y)
	}
	return box
}
