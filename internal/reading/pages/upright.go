package pages

// turn is how far a page's text leans clockwise, in quarters: 0 upright, 1 reads downwards, 2 upside down, 3 upwards.
// Most letters decide; the order of words within lines says which way they run.
func turn(lines []bboxLine) int {
	var votes [4]float64
	for _, l := range lines {
		for i, w := range l.words {
			if i == 0 {
				continue
			}
			before := l.words[i-1]
			dx, dy := w.x0+w.x1-before.x0-before.x1, w.y0+w.y1-before.y0-before.y1
			weight := float64(len(w.text))
			switch along := abs(dx) >= abs(dy); {
			case along && dx >= 0:
				votes[0] += weight
			case along:
				votes[2] += weight
			case dy >= 0:
				votes[1] += weight
			default:
				votes[3] += weight
			}
		}
	}
	best := 0
	for q, v := range votes {
		// Upright needs no majority: a table may set its headings sideways.
		if v > votes[best] && v > 2*votes[0] {
			best = q
		}
	}
	return best
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
