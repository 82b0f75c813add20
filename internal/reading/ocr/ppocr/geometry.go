package ppocr

import (
	"cmp"
	"math"
	"slices"
)

// point is a place in a picture, in pixels, y down.
type point struct{ x, y float64 }

func (p point) sub(q point) point         { return point{p.x - q.x, p.y - q.y} }
func (p point) add(q point) point         { return point{p.x + q.x, p.y + q.y} }
func (p point) scale(f float64) point     { return point{p.x * f, p.y * f} }
func (p point) norm() float64             { return math.Hypot(p.x, p.y) }
func (p point) cross(q point) float64     { return p.x*q.y - p.y*q.x }
func (p point) dot(q point) float64       { return p.x*q.x + p.y*q.y }
func between(a, b point, f float64) point { return point{a.x + (b.x-a.x)*f, a.y + (b.y-a.y)*f} }

// quad is a text line's outline: top left, top right, bottom right, bottom left, as the text is read when the line is
// wider than high.
type quad [4]point

func (q quad) width() float64  { return max(q[0].sub(q[1]).norm(), q[2].sub(q[3]).norm()) }
func (q quad) height() float64 { return max(q[0].sub(q[3]).norm(), q[1].sub(q[2]).norm()) }

func (q quad) scaled(fx, fy float64) quad {
	for i := range q {
		q[i] = point{q[i].x * fx, q[i].y * fy}
	}
	return q
}

// bounds is the upright rectangle around the quad.
func (q quad) bounds() (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = q[0].x, q[0].y, q[0].x, q[0].y
	for _, p := range q[1:] {
		x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
	}
	return x0, y0, x1, y1
}

// area and perimeter of the polygon.
func (q quad) area() float64 {
	s := 0.0
	for i := range q {
		s += q[i].cross(q[(i+1)%4])
	}
	return math.Abs(s) / 2
}

func (q quad) perimeter() float64 {
	s := 0.0
	for i := range q {
		s += q[(i+1)%4].sub(q[i]).norm()
	}
	return s
}

// ordered sorts the corners: the two left ones by height, the two right ones by height.
func (q quad) ordered() quad {
	slices.SortStableFunc(q[:], func(a, b point) int { return cmp.Compare(a.x, b.x) })
	if q[0].y > q[1].y {
		q[0], q[1] = q[1], q[0]
	}
	if q[2].y > q[3].y {
		q[2], q[3] = q[3], q[2]
	}
	return quad{q[0], q[2], q[3], q[1]}
}

// hull is the convex hull of the points, which it reorders (monotone chain).
func hull(ps []point) []point {
	slices.SortFunc(ps, func(a, b point) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	ps = slices.Compact(ps)
	if len(ps) < 3 {
		return ps
	}
	out := make([]point, 0, 2*len(ps))
	half := func(ps []point, back bool) {
		start := len(out)
		for i := range ps {
			p := ps[i]
			if back {
				p = ps[len(ps)-1-i]
			}
			for len(out) >= start+2 && out[len(out)-1].sub(out[len(out)-2]).cross(p.sub(out[len(out)-2])) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		out = out[:len(out)-1]
	}
	half(ps, false)
	half(ps, true)
	return out
}

// minAreaRect is the rectangle of least area around a convex hull: one of its sides lies on a side of the hull. Also
// its shorter side.
func minAreaRect(h []point) (quad, float64) {
	if len(h) == 0 {
		return quad{}, 0
	}
	if len(h) == 1 {
		return quad{h[0], h[0], h[0], h[0]}, 0
	}
	best, bestArea, bestSide := quad{}, math.Inf(1), 0.0
	for i := range h {
		e := h[(i+1)%len(h)].sub(h[i])
		n := e.norm()
		if n == 0 {
			continue
		}
		u := e.scale(1 / n)
		v := point{-u.y, u.x}
		loU, hiU, loV, hiV := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
		for _, p := range h {
			a, b := p.dot(u), p.dot(v)
			loU, hiU, loV, hiV = min(loU, a), max(hiU, a), min(loV, b), max(hiV, b)
		}
		if area := (hiU - loU) * (hiV - loV); area < bestArea {
			at := func(a, b float64) point { return u.scale(a).add(v.scale(b)) }
			best = quad{at(loU, loV), at(hiU, loV), at(hiU, hiV), at(loU, hiV)}
			bestArea, bestSide = area, min(hiU-loU, hiV-loV)
		}
	}
	return best, bestSide
}
