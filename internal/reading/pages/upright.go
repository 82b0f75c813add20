package pages

// votes are for how far a page's text leans clockwise, in quarters: 0 upright, 1 reads downwards, 2 upside down, 3
// upwards. The order of words within lines says which way they run; longer words weigh more.
type votes [4]float64

func (v *votes) add(dx, dy, weight float64) {
	switch along := abs(dx) >= abs(dy); {
	case along && dx >= 0:
		v[0] += weight
	case along:
		v[2] += weight
	case dy >= 0:
		v[1] += weight
	default:
		v[3] += weight
	}
}

// degrees is how far the page must be turned clockwise to stand upright. A table may set its headings sideways: two
// thirds of the text must lean for a turn.
func (v *votes) degrees() int {
	best := 0
	for q := range v {
		if v[q] > v[best] && v[q] > 2*v[0] {
			best = q
		}
	}
	return (4 - best) % 4 * 90
}

// Upright tells how far a page of so many pixels or points must be turned clockwise for its lines to stand upright.
func Upright(lines []Line, width, height float64) int {
	var v votes
	for _, l := range lines {
		for i := 1; i < len(l.Words); i++ {
			a, b := l.Words[i-1].Box, l.Words[i].Box
			v.add((b.X0+b.X1-a.X0-a.X1)*width, (b.Y0+b.Y1-a.Y0-a.Y1)*height, float64(len(l.Words[i].Text)))
		}
	}
	return v.degrees()
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}

// Turn is a box after the page was turned clockwise by a multiple of 90 degrees.
func (b Box) Turn(degrees int) Box {
	switch ((degrees % 360) + 360) % 360 {
	case 90:
		return Box{X0: 1 - b.Y1, Y0: b.X0, X1: 1 - b.Y0, Y1: b.X1}
	case 180:
		return Box{X0: 1 - b.X1, Y0: 1 - b.Y1, X1: 1 - b.X0, Y1: 1 - b.Y0}
	case 270:
		return Box{X0: b.Y0, Y0: 1 - b.X1, X1: b.Y1, Y1: 1 - b.X0}
	}
	return b
}

// Union is the smallest box around both.
func (b Box) Union(o Box) Box {
	return Box{X0: min(b.X0, o.X0), Y0: min(b.Y0, o.Y0), X1: max(b.X1, o.X1), Y1: max(b.Y1, o.Y1)}
}

// NewLine is a line around its words.
func NewLine(words []Word) Line {
	l := Line{Words: words}
	for i, w := range words {
		if i == 0 {
			l.Box = w.Box
		}
		l.Box = l.Box.Union(w.Box)
	}
	return l
}
