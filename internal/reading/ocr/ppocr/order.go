package ppocr

import (
	"cmp"
	"math"
	"slices"
)

// skewOf is how far the lines lean: the median angle of the long ones in degrees, counter-clockwise positive.
func skewOf(boxes []quad) float64 {
	var angles []float64
	for _, q := range boxes {
		if q.width() < 4*q.height() {
			continue
		}
		d := between(q[1], q[2], 0.5).sub(between(q[0], q[3], 0.5))
		angles = append(angles, -math.Atan2(d.y, d.x)*180/math.Pi)
	}
	if len(angles) == 0 {
		return 0
	}
	slices.Sort(angles)
	return angles[len(angles)/2]
}

// readingOrder sorts lines into rows from top to bottom, each from left to right, seen with the skew taken out. It
// gives the indexes of boxes.
func readingOrder(boxes []quad, skew float64) []int {
	sin, cos := math.Sincos(skew * math.Pi / 180)
	type item struct {
		index          int
		x, mid, height float64
	}
	items := make([]item, len(boxes))
	for i, q := range boxes {
		l, r := between(q[0], q[3], 0.5), between(q[1], q[2], 0.5)
		c := between(l, r, 0.5)
		items[i] = item{i, l.x*cos - l.y*sin, c.x*sin + c.y*cos, min(q.height(), q.width())}
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(a.mid, b.mid) })
	out := make([]int, 0, len(boxes))
	for from := 0; from < len(items); {
		to, mid := from+1, items[from].mid
		for to < len(items) && items[to].mid-mid < 0.5*min(items[from].height, items[to].height) {
			to++
		}
		row := items[from:to]
		slices.SortStableFunc(row, func(a, b item) int { return cmp.Compare(a.x, b.x) })
		for _, it := range row {
			out = append(out, it.index)
		}
		from = to
	}
	return out
}
