package fields

import (
	"math"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// columnSums finds numbers that are the sum of those above them in their column: the last row of a table of sums. The
// column's heading names them as well as the numbers above.
func (d *document) columnSums(amounts []*candidates.Bound) {
	d.sumOf = map[*candidates.Bound]*candidates.Bound{}
	for i, c := range amounts {
		if !c.Amount.Cents {
			continue
		}
		if first := columnAbove(amounts[:i], c); first != nil {
			d.sumOf[c] = first
		}
	}
}

const (
	maxColumn    = 12  // numbers of a column that are added up
	columnGap    = 3.0 // heights between two of them
	columnOffset = 0.6 // heights that their right edges may differ
)

// columnAbove is the topmost of two or more numbers above c in its column that add up to it, nil when none do.
func columnAbove(before []*candidates.Bound, c *candidates.Bound) *candidates.Bound {
	sum, n := 0.0, 0
	at := box(c)
	for i := len(before) - 1; i >= 0 && n < maxColumn; i-- {
		b := before[i]
		bb := box(b)
		if b.Page() != c.Page() || math.Abs(bb.X1-at.X1) > columnOffset*at.Height() || bb.Y1 > at.Y0+0.3*at.Height() {
			continue
		}
		if at.Y0-bb.Y1 > columnGap*at.Height() {
			return nil
		}
		at = bb
		sum += value(b)
		if n++; n >= 2 && math.Abs(sum-value(c)) < 0.005 && value(c) != 0 {
			return b
		}
	}
	return nil
}

func box(b *candidates.Bound) layout.Box { return b.Span.Box() }
