package layout

import "math"

// Block is a stack of segments that stand under each other in one column: an address, a paragraph, a list of labels.
type Block struct {
	Segments []*Segment
	Box      Box
	Page     *Page
}

const (
	maxLeading  = 1.05 // heights of empty space between two lines of one block
	maxHeightQu = 1.9  // quotient of heights above which two lines are of different blocks
)

// Blocks stacks the page's segments.
func (p *Page) Blocks() []*Block {
	var open, done []*Block
	for _, r := range p.Rows {
		for _, s := range r.Segments {
			if b := bestBlock(open, s); b != nil {
				b.Segments = append(b.Segments, s)
				b.Box = b.Box.Union(s.Box)
			} else {
				open = append(open, &Block{Segments: []*Segment{s}, Box: s.Box, Page: p})
			}
		}
		kept := open[:0:0]
		for _, b := range open {
			if r.Y0-b.last().Box.Y1 > 8*p.Em {
				done = append(done, b)
			} else {
				kept = append(kept, b)
			}
		}
		open = kept
	}
	return append(done, open...)
}

func (b *Block) last() *Segment { return b.Segments[len(b.Segments)-1] }

func bestBlock(open []*Block, s *Segment) *Block {
	var best *Block
	bestDY := math.Inf(1)
	for _, b := range open {
		l := b.last()
		if l.Row == s.Row {
			continue
		}
		dy := s.Box.Y0 - l.Box.Y1
		h := math.Max(l.Box.Height(), s.Box.Height())
		if dy > maxLeading*h || dy < -0.6*h || h > maxHeightQu*math.Min(l.Box.Height(), s.Box.Height()) || !aligned(l.Box, s.Box, h) {
			continue
		}
		if dy < bestDY {
			best, bestDY = b, dy
		}
	}
	return best
}

// aligned tells whether two boxes share their left edge, their middle or their right edge, and some width.
func aligned(a, b Box, em float64) bool {
	if a.OverlapX(b) <= 0 {
		return false
	}
	return math.Abs(a.X0-b.X0) < 0.9*em || math.Abs(a.CenterX()-b.CenterX()) < 1.2*em || math.Abs(a.X1-b.X1) < 0.6*em
}
