package ppocr

import (
	"math"

	"github.com/docketapi/docket/internal/reading/pages"
)

// homography maps points of one plane to another: rows of a 3x3 matrix, the last element 1.
type homography [9]float64

func (m *homography) at(x, y float64) point {
	d := m[6]*x + m[7]*y + m[8]
	return point{(m[0]*x + m[1]*y + m[2]) / d, (m[3]*x + m[4]*y + m[5]) / d}
}

// rectToQuad maps the rectangle (0,0)-(w,h) onto the quad (Heckbert's unit square solution).
func rectToQuad(w, h float64, q quad) homography {
	s := point{q[0].x - q[1].x + q[2].x - q[3].x, q[0].y - q[1].y + q[2].y - q[3].y}
	d1, d2 := q[1].sub(q[2]), q[3].sub(q[2])
	var g, k float64
	if den := d1.cross(d2); den != 0 {
		g, k = s.cross(d2)/den, d1.cross(s)/den
	}
	return homography{
		(q[1].x - q[0].x + g*q[1].x) / w, (q[3].x - q[0].x + k*q[3].x) / h, q[0].x,
		(q[1].y - q[0].y + g*q[1].y) / w, (q[3].y - q[0].y + k*q[3].y) / h, q[0].y,
		g / w, k / h, 1,
	}
}

// crop cuts the quad out of the picture as an upright rectangle of the quad's size.
func crop(img pages.Raster, q quad, buf []byte) pages.Raster {
	w, h := max(int(q.width()), 1), max(int(q.height()), 1)
	out := pages.Raster{Width: w, Height: h, Channels: img.Channels, Pix: sized(buf, w*h*img.Channels)}
	if q.upright() {
		copyRect(out, img, int(q[0].x), int(q[0].y))
		return out
	}
	m := rectToQuad(float64(w), float64(h), q)
	for y := range h {
		for x := range w {
			p := m.at(float64(x), float64(y))
			cubicAt(out.Pix[(y*w+x)*img.Channels:][:img.Channels], img, p.x, p.y)
		}
	}
	return out
}

// upright tells that the quad is a rectangle along the axes on whole pixels: nothing to interpolate.
func (q quad) upright() bool {
	return q[0].x == q[3].x && q[1].x == q[2].x && q[0].y == q[1].y && q[2].y == q[3].y &&
		q[0].x == math.Trunc(q[0].x) && q[0].y == math.Trunc(q[0].y) &&
		q[2].x == math.Trunc(q[2].x) && q[2].y == math.Trunc(q[2].y)
}

func copyRect(dst, src pages.Raster, x, y int) {
	n := dst.Width * dst.Channels
	for i := range dst.Height {
		copy(dst.Pix[i*n:(i+1)*n], src.Pix[((y+i)*src.Width+x)*src.Channels:])
	}
}

// cubicSteps is the resolution of the interpolation between two pixels.
const cubicSteps = 32

// cubic holds the weights of four neighbours for each step between two pixels (a = -0.75).
var cubic = func() (t [cubicSteps][4]float32) {
	const a = -0.75
	for i := range t {
		x := float64(i) / cubicSteps
		t[i][0] = float32(((a*(x+1)-5*a)*(x+1)+8*a)*(x+1) - 4*a)
		t[i][1] = float32(((a+2)*x-(a+3))*x*x + 1)
		t[i][2] = float32(((a+2)*(1-x)-(a+3))*(1-x)*(1-x) + 1)
		t[i][3] = 1 - t[i][0] - t[i][1] - t[i][2]
	}
	return t
}()

// cubicAt samples the picture at a point between pixels; beyond the edge the edge repeats.
func cubicAt(dst []byte, img pages.Raster, x, y float64) {
	fx, fy := int(math.Round(x*cubicSteps)), int(math.Round(y*cubicSteps))
	ix, iy := fx>>5, fy>>5
	wx, wy := &cubic[fx&31], &cubic[fy&31]
	n, stride := img.Channels, img.Width*img.Channels
	inside := ix >= 1 && iy >= 1 && ix+2 < img.Width && iy+2 < img.Height
	for c := range dst {
		var sum float32
		if inside {
			at := (iy-1)*stride + (ix-1)*n + c
			for j := range 4 {
				p := img.Pix[at : at+3*n+1]
				sum += wy[j] * (wx[0]*float32(p[0]) + wx[1]*float32(p[n]) + wx[2]*float32(p[2*n]) + wx[3]*float32(p[3*n]))
				at += stride
			}
		} else {
			sum = cubicEdge(img, ix, iy, c, wx, wy)
		}
		dst[c] = byte(min(max(sum+0.5, 0), 255))
	}
}

func cubicEdge(img pages.Raster, ix, iy, c int, wx, wy *[4]float32) float32 {
	var sum float32
	for j := range 4 {
		y := min(max(iy-1+j, 0), img.Height-1)
		for i := range 4 {
			x := min(max(ix-1+i, 0), img.Width-1)
			sum += wy[j] * wx[i] * float32(img.Pix[(y*img.Width+x)*img.Channels+c])
		}
	}
	return sum
}
