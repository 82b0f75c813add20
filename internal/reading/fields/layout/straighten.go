package layout

import (
	"math"
	"sort"

	"github.com/docketapi/docket/internal/reading/pages"
)

// lean is how text lines lean on a photographed page: their slope changes with height, since perspective opens them
// like a fan.
type lean struct{ atTop, perPoint, middle float64 }

const (
	minLeanWords = 3
	minLeanLines = 4
	leastLean    = 0.0015 // slopes below move no line by half its height
	mostLean     = 0.2
)

type slopeAt struct{ y, slope, width float64 }

// straighten turns leaning lines level, so that what stands in one row has one height. Words keep the place where they
// were seen.
func straighten(p *Page, lines [][]Word) {
	var slopes []slopeAt
	for _, l := range lines {
		if s, ok := slopeOf(l); ok {
			slopes = append(slopes, s)
		}
	}
	if len(slopes) < minLeanLines {
		return
	}
	f, ok := fitLean(slopes)
	if !ok {
		return
	}
	f.middle = p.Width / 2
	p.lean = f
	for _, l := range lines {
		for i := range l {
			l[i].Box = f.level(l[i].Box)
		}
	}
}

func slopeOf(l []Word) (slopeAt, bool) {
	if len(l) < minLeanWords {
		return slopeAt{}, false
	}
	a, b := l[0].Box, l[len(l)-1].Box
	dx := b.CenterX() - a.CenterX()
	if dx < 6*math.Min(a.Height(), b.Height()) {
		return slopeAt{}, false
	}
	// the ends of boxes of leaning words: letters with and without descenders cancel out over many lines
	s := (b.CenterY() - a.CenterY()) / dx
	return slopeAt{(a.CenterY() + b.CenterY()) / 2, s, dx}, math.Abs(s) < mostLean
}

// fitLean fits the slope as a line over the height, after dropping outliers from the median.
func fitLean(slopes []slopeAt) (lean, bool) {
	sort.Slice(slopes, func(i, j int) bool { return slopes[i].slope < slopes[j].slope })
	median := slopes[len(slopes)/2].slope
	var n, sy, ss, syy, sys float64
	for _, s := range slopes {
		if math.Abs(s.slope-median) > 0.05 {
			continue
		}
		w := s.width
		n += w
		sy += w * s.y
		ss += w * s.slope
		syy += w * s.y * s.y
		sys += w * s.y * s.slope
	}
	if n == 0 {
		return lean{}, false
	}
	f := lean{atTop: ss / n}
	if det := n*syy - sy*sy; det > 1e-6*n*n {
		f.perPoint = (n*sys - sy*ss) / det
		f.atTop = (ss - f.perPoint*sy) / n
	}
	worst := math.Max(math.Abs(f.atTop), math.Abs(f.atTop+f.perPoint*1000))
	return f, worst > leastLean && math.Abs(f.perPoint) < 5e-4
}

// level moves a box to the height that its line has in the middle of the page, and takes off the height that leaning
// added to it.
func (f lean) level(b Box) Box {
	slope := f.atTop + f.perPoint*b.CenterY()
	slope = math.Max(-mostLean, math.Min(mostLean, slope))
	dy := -slope * (b.CenterX() - f.middle)
	grow := math.Min(math.Abs(slope)*b.Width(), 0.5*b.Height()) / 2
	return Box{b.X0, b.Y0 + dy + grow, b.X1, b.Y1 + dy - grow}
}

// readWords takes the source's lines over in points, level when recognition read them.
func (p *Page) readWords(in pages.Page) [][]Word {
	var out [][]Word
	n := 0
	for _, l := range in.Lines {
		var words []Word
		for _, w := range l.Words {
			if n++; n > MaxWords {
				p.Cut = true
				return out
			}
			if word, ok := p.word(w); ok {
				words = append(words, word)
			}
		}
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	if in.Source == pages.FromOCR {
		straighten(p, out)
	}
	p.mirror(out)
	return out
}

// Seen is where a level box stands on the page as it is.
func (p *Page) Seen(b Box) Box {
	if p.mirrored {
		b.X0, b.X1 = p.Width-b.X1, p.Width-b.X0
	}
	slope := p.lean.atTop + p.lean.perPoint*b.CenterY()
	dy := math.Max(-mostLean, math.Min(mostLean, slope)) * (b.CenterX() - p.lean.middle)
	return Box{b.X0, b.Y0 + dy, b.X1, b.Y1 + dy}
}
