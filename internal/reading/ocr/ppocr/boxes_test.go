package ppocr

import (
	"math"
	"math/rand/v2"
	"testing"
)

// blob paints a filled quad with probability p into a map.
func blob(prob []float32, w, h int, q quad, p float32) {
	for y := range h {
		lo, hi := q.across(float64(y))
		for x := range w {
			if float64(x) >= lo && float64(x) <= hi {
				prob[y*w+x] = p
			}
		}
	}
}

func TestComponentsJoinOverCornersAndStayApart(t *testing.T) {
	t.Parallel()
	const w, h = 12, 8
	tests := map[string]struct {
		pixels [][2]int
		want   int
	}{
		"nothing":              {nil, 0},
		"one pixel":            {[][2]int{{3, 3}}, 1},
		"joined over a corner": {[][2]int{{2, 2}, {4, 4}}, 1}, // thickened they touch
		"apart":                {[][2]int{{1, 1}, {9, 1}}, 2},
		"a U closed below":     {[][2]int{{2, 2}, {2, 3}, {2, 4}, {6, 2}, {6, 3}, {6, 4}, {3, 4}, {4, 4}, {5, 4}}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prob := make([]float32, w*h)
			for _, p := range tt.pixels {
				prob[p[1]*w+p[0]] = 0.9
			}
			var c components
			if got := c.find(prob, w, h, 0.3); len(got) != tt.want {
				t.Errorf("found %d areas, want %d: %v", len(got), tt.want, got)
			}
		})
	}
}

func TestMinAreaRectOfATurnedRectangle(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		w, h := 20+rng.Float64()*200, 5+rng.Float64()*14
		sin, cos := math.Sincos(rng.Float64() * math.Pi)
		var ps []point
		for range 60 { // inside and the corners
			a, b := rng.Float64()*w, rng.Float64()*h
			ps = append(ps, point{a*cos - b*sin, a*sin + b*cos})
		}
		for _, c := range [][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}} {
			ps = append(ps, point{c[0]*cos - c[1]*sin, c[0]*sin + c[1]*cos})
		}
		q, side := minAreaRect(hull(ps))
		if math.Abs(q.area()-w*h) > 1e-6*w*h || math.Abs(side-h) > 1e-6*h {
			t.Fatalf("rectangle %.1f x %.1f: area %.3f, side %.3f", w, h, q.area(), side)
		}
	}
}

func TestBoxesOfGrowAndScale(t *testing.T) {
	t.Parallel()
	const w, h = 320, 160
	prob := make([]float32, w*h)
	blob(prob, w, h, quad{{40, 50}, {240, 50}, {240, 62}, {40, 62}}, 0.9)
	blob(prob, w, h, quad{{40, 100}, {240, 100}, {240, 112}, {40, 112}}, 0.4) // too faint as a box
	blob(prob, w, h, quad{{300, 10}, {301, 10}, {301, 11}, {300, 11}}, 0.9)   // a speck
	var c components
	got := defaultBoxes.boxesOf(&c, prob, w, h, 2*w, 2*h)
	if len(got) != 1 {
		t.Fatalf("found %d boxes, want 1: %v", len(got), got)
	}
	grow := 201.0 * 13 * 1.6 / (2 * (201 + 13)) // area by perimeter of the thickened area
	want := quad{{40 - grow, 50 - grow}, {241 + grow, 50 - grow}, {241 + grow, 63 + grow}, {40 - grow, 63 + grow}}
	for i, p := range got[0].quad {
		if d := p.sub(want[i].scale(2)); d.norm() > 5 {
			t.Errorf("corner %d at %v, want about %v", i, p, want[i].scale(2))
		}
	}
}

func TestBoxesOfFollowALeaningLine(t *testing.T) {
	t.Parallel()
	const w, h = 400, 200
	prob := make([]float32, w*h)
	blob(prob, w, h, quad{{50, 60}, {340, 90}, {338, 104}, {48, 74}}, 1)
	var c components
	got := defaultBoxes.boxesOf(&c, prob, w, h, w, h)
	if len(got) != 1 {
		t.Fatalf("found %d boxes, want 1", len(got))
	}
	d := got[0].quad[1].sub(got[0].quad[0])
	if angle, want := math.Atan2(d.y, d.x), math.Atan2(30, 290); math.Abs(angle-want) > 0.02 {
		t.Errorf("line leans by %.3f, want %.3f", angle, want)
	}
	if s := skewOf([]quad{got[0].quad}); math.Abs(s+math.Atan2(30, 290)*180/math.Pi) > 1 {
		t.Errorf("skew %.2f", s)
	}
}

func TestReadingOrder(t *testing.T) {
	t.Parallel()
	at := func(x, y float64) quad { return quad{{x, y}, {x + 100, y}, {x + 100, y + 20}, {x, y + 20}} }
	boxes := []quad{at(300, 54), at(10, 100), at(10, 50), at(150, 47), at(10, 10)}
	want := []int{4, 2, 3, 0, 1}
	for i, got := range readingOrder(boxes, 0) {
		if got != want[i] {
			t.Fatalf("order %v, want %v", readingOrder(boxes, 0), want)
		}
	}
}
