package ppocr

import (
	"image"
	"image/color"
	"math"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"

	"github.com/docketapi/docket/internal/reading/pages"
)

// printed is a line of text on a drawn page.
type printed struct {
	x, y int // of the base line's start
	size float64
	bold bool
	text string
}

// drawPage prints lines in black on white paper.
func drawPage(tb testing.TB, w, h int, lines []printed) *image.RGBA {
	tb.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, l := range lines {
		data := goregular.TTF
		if l.bold {
			data = gobold.TTF
		}
		f, err := opentype.Parse(data)
		if err != nil {
			tb.Fatal(err)
		}
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: l.size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			tb.Fatal(err)
		}
		d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.P(l.x, l.y)}
		d.DrawString(l.text)
	}
	return img
}

// leaning is the page turned by some degrees counter-clockwise about its middle, on paper as large as before.
func leaning(src *image.RGBA, degrees float64) *image.RGBA {
	b := src.Bounds()
	dst := image.NewRGBA(b)
	draw.Draw(dst, b, &image.Uniform{color.White}, image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	m := f64.Aff3{cos, sin, cx - cos*cx - sin*cy, -sin, cos, cy + sin*cx - cos*cy}
	draw.CatmullRom.Transform(dst, m, src, b, draw.Over, nil)
	return dst
}

func toRaster(img *image.RGBA) pages.Raster {
	b := img.Bounds()
	r := pages.Raster{Width: b.Dx(), Height: b.Dy(), Channels: 3, Pix: make([]byte, 0, b.Dx()*b.Dy()*3)}
	for i := 0; i < len(img.Pix); i += 4 {
		r.Pix = append(r.Pix, img.Pix[i:i+3]...)
	}
	return r
}
