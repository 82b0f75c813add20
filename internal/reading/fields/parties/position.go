package parties

import (
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// block are the lines of a name's block: those under it, or beside it in a letterhead.
func block(s *layout.Segment) []*layout.Segment {
	if beside := besideAddress(s); beside != nil {
		return append([]*layout.Segment{s}, beside.Column()...)
	}
	return s.Column()
}

// contactLines counts the lines under a name that give what a sender gives: identifiers, and ways to reach it.
func contactLines(s *layout.Segment) int {
	n := 0
	for _, l := range block(s) {
		if reaches(l) {
			n++
		}
	}
	return n
}

// positionScore scores where the line stands: head of the first page, or foot.
func (r *reader) positionScore(s *layout.Segment) float64 {
	p := s.Page
	y := s.Box.Y0 / p.Height
	score := 0.0
	first := p == r.Pages[0]
	switch {
	case r.Receipt && first:
		score += max(0, receiptTop-receiptSlope*float64(s.Row.Index))
		if s.Row.Index > receiptDeep {
			score -= receiptBelow
		}
	case first && y < headHeight:
		score += headScore - headSlope*y
	case first && y < upperHeight:
		score += upperScore
	case y > footHeight && postal.HasLegalForm(s.Text):
		score += footScore
	}
	if first && y < largeWithin {
		score += min(largeMost, largeScore*max(0, s.Box.Height()/p.Em-largeFrom))
	}
	return score
}

// headsAddress tells how closely a street or place follows under the line: 1 for the next line.
func headsAddress(s *layout.Segment) float64 {
	cur := s
	for i := range addressReach {
		next := cur.CloseLine()
		if next == nil {
			break
		}
		if _, ok := postal.PlaceOf(next.Text); ok || postal.IsStreet(next.Text) {
			return 1 - addressLater*float64(i)
		}
		cur = next
	}
	if besideAddress(s) != nil {
		return 1
	}
	return 0
}

// besideAddress is the first line of an address that begins with no name, right of a name in the head of a page: a letterhead
// with the name on one side and the address on the other. It is nil where there is none.
func besideAddress(s *layout.Segment) *layout.Segment {
	if s.Box.Y0 > headHeight*s.Page.Height || s.CloseLine() != nil {
		return nil
	}
	rows := s.Page.Rows
	for i := max(0, s.Row.Index-1); i <= s.Row.Index+1 && i < len(rows); i++ {
		for _, t := range rows[i].Segments {
			if t.Box.X0 > s.Box.X1 && isAddressLine(t) && !namedAbove(t) {
				return t
			}
		}
	}
	return nil
}

// namedAbove tells whether one of the lines that a line follows closely could be a name.
func namedAbove(s *layout.Segment) bool {
	for above := lineAbove(s); above != nil; above = lineAbove(above) {
		if !isAddressLine(above) {
			return nameLine(above)
		}
	}
	return false
}
