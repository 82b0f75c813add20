package ppocr

import (
	"cmp"
	"math"
	"slices"
)

// boxSettings are the figures of turning the detector's map into lines.
type boxSettings struct {
	Threshold  float32 // a pixel is text above it
	BoxScore   float64 // a box's mean must reach it
	Unclip     float64 // how far a box grows: area * Unclip / perimeter
	MinSide    float64 // of the area before it grows, in pixels of the map
	Candidates int     // at most, the largest first
}

var defaultBoxes = boxSettings{Threshold: 0.3, BoxScore: 0.5, Unclip: 1.6, MinSide: 3, Candidates: 1000}

// box is a found line with the detector's confidence.
type box struct {
	quad
	score float64
}

// boxesOf finds the lines in the detector's map prob (w x h) and gives them in pixels of a picture of size pw x ph.
func (s boxSettings) boxesOf(c *components, prob []float32, w, h, pw, ph int) []box {
	var out []box
	for _, area := range s.candidates(c.find(prob, w, h, s.Threshold)) {
		score := meanInside(prob, w, h, area)
		if score < s.BoxScore {
			continue
		}
		grown, side := minAreaRect(hull(unclip(area, s.Unclip)))
		if side < s.MinSide+2 {
			continue
		}
		q := onPicture(grown, float64(pw)/float64(w), float64(ph)/float64(h), pw, ph)
		if int(q[0].sub(q[1]).norm()) <= 3 || int(q[0].sub(q[3]).norm()) <= 3 {
			continue
		}
		out = append(out, box{q, score})
	}
	return out
}

func (s boxSettings) candidates(areas [][]point) []quad {
	var out []quad
	for _, ps := range areas {
		if q, side := minAreaRect(hull(ps)); side >= s.MinSide {
			out = append(out, q)
		}
	}
	if len(out) > s.Candidates {
		slices.SortStableFunc(out, func(a, b quad) int { return cmp.Compare(b.area(), a.area()) })
		out = out[:s.Candidates]
	}
	return out
}

func onPicture(q quad, fx, fy float64, pw, ph int) quad {
	for i := range q {
		q[i].x = min(max(math.Round(q[i].x*fx), 0), float64(pw-1))
		q[i].y = min(max(math.Round(q[i].y*fy), 0), float64(ph-1))
	}
	return q.ordered()
}

// meanInside is the mean of the map inside the quad, its border included.
func meanInside(prob []float32, w, h int, q quad) float64 {
	for i := range q {
		q[i] = point{math.Trunc(q[i].x), math.Trunc(q[i].y)}
	}
	_, top, _, bottom := q.bounds()
	sum, n := 0.0, 0
	for y := max(int(top), 0); y <= min(int(bottom), h-1); y++ {
		lo, hi := q.across(float64(y))
		x0, x1 := max(int(math.Round(lo)), 0), min(int(math.Round(hi)), w-1)
		if x1 < x0 {
			continue
		}
		var s float32
		for _, v := range prob[y*w+x0 : y*w+x1+1] {
			s += v
		}
		sum += float64(s)
		n += x1 - x0 + 1
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// across is where the horizontal at y enters and leaves the quad.
func (q quad) across(y float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		if a.y > b.y {
			a, b = b, a
		}
		switch {
		case y < a.y || y > b.y:
		case a.y == b.y:
			lo, hi = min(lo, a.x, b.x), max(hi, a.x, b.x)
		default:
			x := a.x + (b.x-a.x)*(y-a.y)/(b.y-a.y)
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	return lo, hi
}

// unclip is the outline of the quad grown by area*ratio/perimeter with round corners, on whole pixels.
func unclip(q quad, ratio float64) []point {
	d := q.area() * ratio / q.perimeter()
	const steps = 6
	out := make([]point, 0, 4*(steps+1))
	for i := range q {
		p := point{math.Trunc(q[i].x), math.Trunc(q[i].y)}
		from, to := outward(q[(i+3)%4], q[i]), outward(q[i], q[(i+1)%4])
		a, b := math.Atan2(from.y, from.x), math.Atan2(to.y, to.x)
		turn := math.Remainder(b-a, 2*math.Pi)
		for k := range steps + 1 {
			s, c := math.Sincos(a + turn*float64(k)/steps)
			out = append(out, point{math.Round(p.x + d*c), math.Round(p.y + d*s)})
		}
	}
	return out
}

// outward is the direction away from a rectangle whose corners run clockwise on the screen, at the side a to b.
func outward(a, b point) point {
	e := b.sub(a)
	return point{e.y, -e.x}
}
