package amounts

import (
	"math"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
)

// columnSums finds numbers that are the sum of those above them in their column: the last row of a table of sums. The
// column's heading names them as well as the numbers above.
func columnSums(all []*candidates.Bound) map[*candidates.Bound]*candidates.Bound {
	out := map[*candidates.Bound]*candidates.Bound{}
	for i, c := range all {
		if !c.Amount.Cents {
			continue
		}
		if first := columnAbove(all[:i], c); first != nil {
			out[c] = first
		}
	}
	return out
}

// columnAbove is the topmost of two or more numbers above c in its column that add up to it, nil when none do.
func columnAbove(before []*candidates.Bound, c *candidates.Bound) *candidates.Bound {
	sum, n := 0.0, 0
	at := Box(c)
	for i := len(before) - 1; i >= 0 && n < maxColumn; i-- {
		b := before[i]
		if b.Page() != c.Page() || b.Span.Seg.Row.Y1 < at.Y0-columnGap*at.Height() {
			return nil // what stands before is further away still
		}
		if b.Span.Seg.Row == c.Span.Seg.Row {
			continue
		}
		bb := Box(b)
		if math.Abs(bb.X1-at.X1) > columnOffset*at.Height() || bb.Y1 > at.Y0+columnLap*at.Height() {
			continue
		}
		if at.Y0-bb.Y1 > columnGap*at.Height() {
			return nil
		}
		at = bb
		sum += Value(b)
		if n++; n >= columnLeast && math.Abs(sum-Value(c)) < columnCent && Value(c) != 0 {
			return b
		}
	}
	return nil
}
