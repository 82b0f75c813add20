package ppocr

import (
	"math"
	"testing"

	"github.com/docketapi/docket/internal/reading/pages"
)

// gradient is a grey picture whose value is a plane: interpolation must give it back.
func gradient(w, h int) pages.Raster {
	img := pages.Raster{Width: w, Height: h, Channels: 1, Pix: make([]byte, w*h)}
	for i := range img.Pix {
		img.Pix[i] = byte(20 + i%w + i/w)
	}
	return img
}

func TestRectToQuadMapsCorners(t *testing.T) {
	t.Parallel()
	q := quad{{10, 20}, {200, 35}, {190, 90}, {5, 70}}
	m := rectToQuad(180, 50, q)
	for i, c := range [][2]float64{{0, 0}, {180, 0}, {180, 50}, {0, 50}} {
		if got := m.at(c[0], c[1]); got.sub(q[i]).norm() > 1e-9 {
			t.Errorf("corner %d maps to %v, want %v", i, got, q[i])
		}
	}
}

func TestCropFollowsTheQuad(t *testing.T) {
	t.Parallel()
	img := gradient(120, 80)
	q := quad{{20, 10}, {90, 24}, {84, 54}, {14, 40}}
	got := crop(img, q, nil)
	m := rectToQuad(float64(got.Width), float64(got.Height), q)
	for y := range got.Height {
		for x := range got.Width {
			p := m.at(float64(x), float64(y))
			if want := 20 + p.x + p.y; math.Abs(float64(got.Pix[y*got.Width+x])-want) > 1 {
				t.Fatalf("pixel %d,%d is %d, want %.1f", x, y, got.Pix[y*got.Width+x], want)
			}
		}
	}
}

func TestCropAlongTheAxesCopies(t *testing.T) {
	t.Parallel()
	img := gradient(60, 40)
	got := crop(img, quad{{7, 5}, {37, 5}, {37, 15}, {7, 15}}, nil)
	if got.Width != 30 || got.Height != 10 || got.Pix[0] != img.Pix[5*60+7] || got.Pix[299] != img.Pix[14*60+36] {
		t.Errorf("got %d x %d, first %d, last %d", got.Width, got.Height, got.Pix[0], got.Pix[len(got.Pix)-1])
	}
}

func TestTurned(t *testing.T) {
	t.Parallel()
	img := pages.Raster{Width: 3, Height: 2, Channels: 1, Pix: []byte{1, 2, 3, 4, 5, 6}}
	for degrees, want := range map[int]string{90: "\x04\x01\x05\x02\x06\x03", 180: "\x06\x05\x04\x03\x02\x01", 270: "\x03\x06\x02\x05\x01\x04"} {
		if got := turned(img, degrees); string(got.Pix) != want {
			t.Errorf("%d: got %v, want %v", degrees, got.Pix, []byte(want))
		}
	}
	colour := pages.Raster{Width: 2, Height: 1, Channels: 3, Pix: []byte{1, 2, 3, 4, 5, 6}}
	if got := turned(colour, 180); string(got.Pix) != "\x04\x05\x06\x01\x02\x03" {
		t.Errorf("colour: %v", got.Pix)
	}
}

func TestResizeKeepsAPlane(t *testing.T) {
	t.Parallel()
	img := gradient(100, 60)
	var s scaler
	got := s.resize(img, 150, 40)
	for y := 2; y < 38; y++ {
		for x := 2; x < 148; x++ {
			want := 20 + (float64(x)+.5)*100/150 - .5 + (float64(y)+.5)*60/40 - .5
			if math.Abs(float64(got.Pix[y*150+x])-want) > 1.01 {
				t.Fatalf("pixel %d,%d is %d, want %.1f", x, y, got.Pix[y*150+x], want)
			}
		}
	}
}

func TestGreyOnlyWithoutColours(t *testing.T) {
	t.Parallel()
	if got := grey(pages.Raster{Width: 2, Height: 1, Channels: 3, Pix: []byte{7, 7, 7, 9, 9, 9}}); got.Channels != 1 || string(got.Pix) != "\x07\x09" {
		t.Errorf("grey picture: %+v", got)
	}
	if got := grey(pages.Raster{Width: 1, Height: 1, Channels: 3, Pix: []byte{7, 7, 8}}); got.Channels != 3 {
		t.Errorf("coloured picture lost its colour: %+v", got)
	}
}
