package ppocr

import (
	"math"
	"slices"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/pages"
)

// span is a word within a line: symbols from to to, and where it stands, in columns of the line at lineHeight.
type span struct {
	from, to int // symbols[from:to]
	x0, x1   float64
}

// centre is the column over the middle of a symbol.
func (s *spelled) centre(i int) float64 {
	return min((float64(s.symbols[i].step)+0.5)*stepWidth, float64(s.width))
}

// spans splits the line into words.
func (s *spelled) spans(repair bool) []span {
	var cuts []int // a word begins here
	for i := 1; repair && i < len(s.symbols); i++ {
		if s.lostSpace(i) {
			cuts = append(cuts, i)
		}
	}
	if repair {
		cuts = append(cuts, dateTimeCuts(s.symbols)...)
	}
	var out []span
	start := -1
	for i, c := range s.symbols {
		blank := c.text == " " || c.text == "\u3000"
		if start >= 0 && (blank || slices.Contains(cuts, i)) {
			out = append(out, s.span(start, i))
			start = -1
		}
		if !blank && start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, s.span(start, len(s.symbols)))
	}
	return out
}

// span finds the word's edges: from the outer symbols' centres outwards to where the ink ends.
func (s *spelled) span(from, to int) span {
	lo, hi := 0.0, float64(s.width)
	if from > 0 {
		lo = s.border(from)
	}
	if to < len(s.symbols) {
		hi = s.border(to)
	}
	half := s.halfSymbol(from, to)
	x0 := s.edge(s.centre(from), lo, half, -1)
	x1 := s.edge(s.centre(to-1), hi, half, 1)
	return span{from, to, min(x0, x1), max(x0, x1)}
}

// border is the column between symbol i and the one before: what two words without a space between them share.
func (s *spelled) border(i int) float64 { return (s.centre(i-1) + s.centre(i)) / 2 }

// halfSymbol is half the usual width of the word's symbols.
func (s *spelled) halfSymbol(from, to int) float64 {
	if to-from > 1 {
		return (s.centre(to-1) - s.centre(from)) / float64(to-from-1) / 2
	}
	return lineHeight / 5
}

// edge walks from x towards limit until ink is followed by gap columns without, at most three half symbols far.
func (s *spelled) edge(x, limit, half float64, step int) float64 {
	const gap = 3
	far := x + float64(step)*min(math.Abs(limit-x), 3*half+stepWidth)
	last, empty, seen := x+float64(step)*min(half, math.Abs(limit-x)), 0, false
	for at := int(x); (float64(at)-far)*float64(step) < 0 && at >= 0 && at < len(s.ink); at += step {
		if s.ink[at] {
			last, empty, seen = float64(at+(step+1)/2), 0, true
			continue
		}
		if empty++; seen && empty >= gap {
			break
		}
	}
	return last
}

// widestGap is the widest stretch without ink between the centres of symbols i-1 and i.
func (s *spelled) widestGap(i int) float64 {
	from, to := int(s.centre(i-1)), min(int(s.centre(i)), len(s.ink))
	widest, now := 0, 0
	for x := from; x < to; x++ {
		if s.ink[x] {
			now = 0
			continue
		}
		now++
		widest = max(widest, now)
	}
	return float64(widest)
}

// Least width of a space that the recogniser did not see, in columns, and against the line's usual gap.
const (
	lostSpaceWidth = 0.27 * lineHeight
	lostSpaceRatio = 3.0
)

// lostSpace tells whether the paper shows a space before symbol i that is not among the symbols.
func (s *spelled) lostSpace(i int) bool {
	if s.symbols[i-1].text == " " || s.symbols[i].text == " " {
		return false
	}
	g := s.widestGap(i)
	return g >= lostSpaceWidth && g >= lostSpaceRatio*s.usualGap()
}

// usualGap is the median gap between neighbouring symbols.
func (s *spelled) usualGap() float64 {
	var gaps []float64
	for i := 1; i < len(s.symbols); i++ {
		if s.symbols[i-1].text != " " && s.symbols[i].text != " " {
			gaps = append(gaps, s.widestGap(i))
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// word makes the page's word from a span; place maps columns of the line to the page.
func (s *spelled) word(p span, place func(x0, x1 float64) pages.Box) pages.Word {
	w := pages.Word{Box: place(p.x0, p.x1), Confidence: 1}
	var text []byte
	for _, c := range s.symbols[p.from:p.to] {
		if c.other != "" {
			w.Alternatives = append(w.Alternatives, pages.Alternative{
				At: utf8.RuneCount(text), Text: c.other, Confidence: float64(c.otherProb),
			})
		}
		text = append(text, c.text...)
		w.Confidence = min(w.Confidence, float64(c.prob))
	}
	w.Text = string(text)
	return w
}
