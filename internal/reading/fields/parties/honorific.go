package parties

import (
	"math"
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// honorifics are words that Japanese and Korean letters put behind the recipient's name, and behind no other.
var honorifics = []string{"御中", "様", "殿", "귀하", "귀중"}

// honorific is the one that a text ends with, "" for none.
func honorific(text string) string {
	for _, h := range honorifics {
		if strings.HasSuffix(text, h) {
			return h
		}
	}
	return ""
}

// honoured takes the name that an honorific stands behind: in its line, apart on its right, or over it.
func (r *reader) honoured() name {
	for _, p := range r.Pages {
		for _, s := range p.Segments {
			h := honorific(s.Text)
			if h == "" || s.Box.Y0 > windowLowest*p.Height {
				continue
			}
			named := s
			if s.Text == h {
				named = besideHonorific(s)
			}
			if named == nil {
				continue
			}
			if span := nameIn(named); span.End > span.Start {
				return name{span: span, lines: named.Column(), score: buyerHonoured}
			}
		}
	}
	return name{}
}

// besideHonorific is the name under an honorific that stands alone, where both begin at the same place, else the one left of it.
func besideHonorific(s *layout.Segment) *layout.Segment {
	if below := s.CloseLine(); below != nil && nameLine(below) && math.Abs(below.Box.X0-s.Box.X0) < s.Page.Em {
		return below
	}
	if left := s.Left(); left != nil && s.Box.X0-left.Box.X1 < honorificReach*s.Page.Em && nameLine(left) {
		return left
	}
	return nil
}
