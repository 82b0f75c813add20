package tesseract

import (
	"fmt"

	"github.com/docketapi/docket/internal/reading/pages"
)

// Sizes in pixels and dots per inch.
const (
	wantDPI  = 300
	maxScale = 3
	maxSide  = 5200 // tesseract's time grows with every pixel
	pageSide = 3300 // the height of a page at 300 dpi: aimed at when the resolution is unknown
)

// prepared is a picture made ready for tesseract: grey, without borders, lit evenly, at about 300 dpi.
type prepared struct {
	img           pages.Raster
	scale         float64 // of the picture
	left, top     float64 // what was cut off, in pixels of the picture
	width, height float64 // of the whole picture
}

func prepare(img pages.Raster) prepared {
	grey := img.Grey()
	p := prepared{scale: 1, width: float64(grey.Width), height: float64(grey.Height)}
	cut, left, top := cropBorders(grey)
	p.left, p.top = float64(left), float64(top)
	cut = evenLight(cut)
	p.scale = scaleOf(cut, img.DPI)
	p.img = resize(cut, p.scale)
	return p
}

// scaleOf brings a picture to 300 dpi; one of unknown resolution to the pixels of a page at 300 dpi.
func scaleOf(img pages.Raster, dpi float64) float64 {
	long := float64(max(img.Width, img.Height))
	scale := pageSide / long
	if inches := long / max(dpi, 1); dpi > 0 && inches > 2 && inches < 24 {
		scale = wantDPI / dpi
	}
	scale = min(max(scale, 1), maxScale)
	return min(scale, maxSide/long)
}

// strip tells a till slip: much longer than wide.
func (p prepared) strip() bool { return p.img.Height*10 > p.img.Width*17 }

// box is a rectangle of the prepared picture as fractions of the whole picture.
func (p prepared) box(x, y, w, h float64) pages.Box {
	fx := func(v float64) float64 { return min(1, max(0, (v/p.scale+p.left)/p.width)) }
	fy := func(v float64) float64 { return min(1, max(0, (v/p.scale+p.top)/p.height)) }
	return pages.Box{X0: fx(x), Y0: fy(y), X1: fx(x + w), Y1: fy(y + h)}
}

// turn turns the picture clockwise, with what is known of its borders.
func (p prepared) turn(degrees int) prepared {
	out := prepared{img: p.img.Turn(degrees), scale: p.scale, width: p.width, height: p.height}
	right := p.width - p.left - float64(p.img.Width)/p.scale
	bottom := p.height - p.top - float64(p.img.Height)/p.scale
	switch degrees {
	case 90:
		out.left, out.top = bottom, p.left
	case 180:
		out.left, out.top = right, bottom
	case 270:
		out.left, out.top = p.top, right
	}
	if degrees%180 != 0 {
		out.width, out.height = p.height, p.width
	}
	return out
}

// pgm is the picture as tesseract reads it from standard input.
func (p prepared) pgm() []byte {
	head := fmt.Sprintf("P5\n%d %d\n255\n", p.img.Width, p.img.Height)
	return append([]byte(head), p.img.Pix...)
}

// resize scales a grey picture between the four nearest pixels; smaller ones are averaged first.
func resize(img pages.Raster, scale float64) pages.Raster {
	if scale < 0.6 {
		n := int(1 / scale)
		img, scale = img.Shrink(n), scale*float64(n)
	}
	if scale > 0.98 && scale < 1.02 {
		return img
	}
	out := pages.Raster{Width: max(1, int(float64(img.Width)*scale)), Height: max(1, int(float64(img.Height)*scale)), Channels: 1, DPI: img.DPI * scale}
	out.Pix = make([]byte, out.Width*out.Height)
	xs := taps(img.Width, out.Width)
	for y, ty := range taps(img.Height, out.Height) {
		a, b := img.Pix[ty.at*img.Width:], img.Pix[ty.next*img.Width:]
		row := out.Pix[y*out.Width : (y+1)*out.Width]
		for x, t := range xs {
			up := int(a[t.at])*(256-t.part) + int(a[t.next])*t.part
			down := int(b[t.at])*(256-t.part) + int(b[t.next])*t.part
			row[x] = byte((up*(256-ty.part) + down*ty.part) >> 16)
		}
	}
	return out
}

// tap says between which two pixels a new pixel lies, and how far on, in 256ths.
type tap struct{ at, next, part int }

func taps(from, to int) []tap {
	out := make([]tap, to)
	for i := range out {
		pos := max(0, (float64(i)+0.5)*float64(from)/float64(to)-0.5)
		at := min(int(pos), from-1)
		out[i] = tap{at, min(at+1, from-1), int((pos - float64(at)) * 256)}
	}
	return out
}
