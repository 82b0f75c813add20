package parties

import (
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// contactLines counts the lines under a name that give what a sender gives: identifiers, and ways to reach it.
func contactLines(s *layout.Segment) int {
	n := 0
	for _, l := range s.Column() {
		told := strings.Contains(l.Text, "@")
		for _, lab := range l.Labels {
			told = told || lab.Has(locale.VATID, locale.Registration, locale.Phone, locale.Email, locale.TaxID, locale.Fax)
		}
		if told {
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
			return 0
		}
		if _, ok := postal.PlaceOf(next.Text); ok || postal.IsStreet(next.Text) {
			return 1 - addressLater*float64(i)
		}
		cur = next
	}
	return 0
}
