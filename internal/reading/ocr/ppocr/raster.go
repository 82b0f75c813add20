package ppocr

import (
	"math"

	"github.com/docketapi/docket/internal/reading/pages"
)

// channels of a model's input: blue, green, red, as the models were trained.
const channels = 3

// level is a pixel's value as the models want it: (v/255 - 0.5) / 0.5.
var level = func() (t [256]float32) {
	for i := range t {
		t[i] = (float32(i)/255 - 0.5) / 0.5
	}
	return t
}()

// grey drops the colours of a picture that has none: three times less work for the same result.
func grey(img pages.Raster) pages.Raster {
	if img.Channels != 3 {
		return img
	}
	p := img.Pix
	for i := 0; i+2 < len(p); i += 3 {
		if p[i] != p[i+1] || p[i] != p[i+2] {
			return img
		}
	}
	out := img
	out.Channels, out.Pix = 1, make([]byte, len(p)/3)
	for i := range out.Pix {
		out.Pix[i] = p[3*i]
	}
	return out
}

// taps are where a bilinear scaling reads along one axis: two neighbours with weights that add up to 2048.
type taps struct {
	at, next []int32
	w0, w1   []int32
}

const weightBits = 11

func (t *taps) set(from, to int) {
	t.at, t.next = sized(t.at, to), sized(t.next, to)
	t.w0, t.w1 = sized(t.w0, to), sized(t.w1, to)
	scale := float64(from) / float64(to)
	for i := range to {
		f := (float64(i)+0.5)*scale - 0.5
		s := math.Floor(f)
		f -= s
		if s < 0 {
			s, f = 0, 0
		}
		if int(s) >= from-1 {
			s, f = float64(from-1), 0
		}
		t.at[i], t.next[i] = int32(s), int32(min(int(s)+1, from-1))
		t.w1[i] = int32(math.Round(f * (1 << weightBits)))
		t.w0[i] = 1<<weightBits - t.w1[i]
	}
}

// scaler resizes pictures by bilinear interpolation in fixed point; its buffers are reused.
type scaler struct {
	x, y taps
	rows [2][]int32
	have [2]int32 // which source row each buffer holds
}

// each calls row with every row of img scaled to w x h, channels interleaved. The row is only valid during the call.
func (s *scaler) each(img pages.Raster, w, h int, row func(y int, pix []int32)) {
	n := w * img.Channels
	s.x.set(img.Width, w)
	s.y.set(img.Height, h)
	s.rows[0], s.rows[1] = sized(s.rows[0], n), sized(s.rows[1], n)
	s.have = [2]int32{-1, -1}
	out := make([]int32, n)
	for y := range h {
		a, b := s.row(img, s.y.at[y], s.y.next[y]), s.row(img, s.y.next[y], s.y.at[y])
		w0, w1 := s.y.w0[y], s.y.w1[y]
		a, b = a[:n], b[:n]
		for i := range out {
			out[i] = (((w0 * (a[i] >> 4)) >> 16) + ((w1 * (b[i] >> 4)) >> 16) + 2) >> 2
		}
		row(y, out)
	}
}

// row is source row y scaled along x, kept for the next call; keep is the row that must stay.
func (s *scaler) row(img pages.Raster, y, keep int32) []int32 {
	for i := range s.have {
		if s.have[i] == y {
			return s.rows[i]
		}
	}
	i := 0
	if s.have[0] == keep {
		i = 1
	}
	s.have[i] = y
	src := img.Pix[int(y)*img.Width*img.Channels:][:img.Width*img.Channels]
	if img.Channels == 1 {
		s.grey(s.rows[i], src)
	} else {
		s.colour(s.rows[i], src)
	}
	return s.rows[i]
}

func (s *scaler) grey(dst []int32, src []byte) {
	at, next, w0, w1 := s.x.at[:len(dst)], s.x.next[:len(dst)], s.x.w0[:len(dst)], s.x.w1[:len(dst)]
	for i := range dst {
		dst[i] = int32(src[at[i]])*w0[i] + int32(src[next[i]])*w1[i]
	}
}

func (s *scaler) colour(dst []int32, src []byte) {
	for i, a := range s.x.at {
		p, q, w0, w1 := src[3*a:3*a+3], src[3*s.x.next[i]:][:3], s.x.w0[i], s.x.w1[i]
		d := dst[3*i : 3*i+3]
		d[0] = int32(p[0])*w0 + int32(q[0])*w1
		d[1] = int32(p[1])*w0 + int32(q[1])*w1
		d[2] = int32(p[2])*w0 + int32(q[2])*w1
	}
}

// resize is the picture in another size.
func (s *scaler) resize(img pages.Raster, w, h int) pages.Raster {
	out := pages.Raster{Width: w, Height: h, Channels: img.Channels, Pix: make([]byte, w*h*img.Channels)}
	if img.Width > 0 {
		out.DPI = img.DPI * float64(w) / float64(img.Width)
	}
	if w == img.Width && h == img.Height {
		copy(out.Pix, img.Pix)
		return out
	}
	s.each(img, w, h, func(y int, pix []int32) {
		d := out.Pix[y*len(pix):][:len(pix)]
		for i, v := range pix {
			d[i] = byte(v)
		}
	})
	return out
}

// tensor fills dst, planes of w x h whose rows are stride apart, with the scaled picture as a model wants it.
func (s *scaler) tensor(dst []float32, img pages.Raster, w, h, stride int) {
	plane := stride * h
	if img.Channels == 1 {
		s.each(img, w, h, func(y int, pix []int32) {
			d := dst[y*stride:][:len(pix)]
			for i, v := range pix {
				d[i] = level[byte(v)]
			}
		})
		copy(dst[plane:2*plane], dst[:plane])
		copy(dst[2*plane:3*plane], dst[:plane])
		return
	}
	s.each(img, w, h, func(y int, pix []int32) {
		b, g, r := dst[y*stride:][:w], dst[plane+y*stride:][:w], dst[2*plane+y*stride:][:w]
		for i := range b {
			p := pix[3*i : 3*i+3]
			r[i], g[i], b[i] = level[byte(p[0])], level[byte(p[1])], level[byte(p[2])]
		}
	})
}

// turned is the picture rotated clockwise by 90, 180 or 270 degrees.
func turned(img pages.Raster, degrees int) pages.Raster {
	if degrees == 0 {
		return img
	}
	out := img
	out.Pix = make([]byte, len(img.Pix))
	if degrees != 180 {
		out.Width, out.Height = img.Height, img.Width
	}
	w, h, n := img.Width, img.Height, img.Channels
	for y := range h {
		src := img.Pix[y*w*n:][:w*n]
		var at, step int
		switch degrees {
		case 90:
			at, step = (h-1-y)*n, h*n
		case 180:
			at, step = ((h-1-y)*w+w-1)*n, -n
		default:
			at, step = ((w-1)*h+y)*n, -h*n
		}
		for x := 0; x < len(src); x += n {
			copy(out.Pix[at:at+n], src[x:x+n])
			at += step
		}
	}
	return out
}
