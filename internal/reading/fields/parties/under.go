package parties

import (
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Reach of headings, in heights of a usual word.
const (
	headingNear    = 5.0  // rows that are surely a party's
	headingReach   = 24.0 // rows that may be
	headingOutdent = 4.0  // how far left of its heading a line may begin
	headingLeft    = 3.0  // how far left of its heading a line of the block may begin that is surely its
	headingRight   = 14.0 // and how far right: what stands further right is another column
	columnWidth    = 0.45 // share of the page from a heading to the right in which its column ends
)

// hold tells whether a segment is a line under a heading of the role.
func (h Headings) hold(s *layout.Segment, role locale.Role) bool {
	for i := range h {
		if h[i].role != role {
			continue
		}
		for _, l := range h[i].lines {
			if l == s {
				return true
			}
		}
	}
	return false
}

// OfBuyer tells whether a segment is a line under the buyer's heading.
func (h Headings) OfBuyer(s *layout.Segment) bool { return h.hold(s, locale.BuyerBlock) }

// Near tells whether a segment stands close under a party's heading.
func (h Headings) Near(s *layout.Segment) bool {
	for i := range h {
		at := h[i].label.Span.Seg
		beside := s.Box.X0 > at.Box.X0-headingLeft*s.Page.Em && s.Box.X0 < at.Box.X0+headingRight*s.Page.Em
		if at.Page == s.Page && beside && s.Box.Y0 >= at.Box.Y0 && s.Box.Y0-at.Box.Y1 < headingNear*s.Page.Em {
			return true
		}
	}
	return false
}

// name tells whether a heading names a party clearly.
func (h Headings) name(role locale.Role) bool {
	for i := range h {
		if h[i].role == role && h[i].score > headingClear {
			return true
		}
	}
	return false
}

// over is the party whose heading stands nearest above a segment in its column.
func (h Headings) over(s *layout.Segment) (locale.Role, bool) {
	var best *heading
	for i := range h {
		at := h[i].label.Span.Seg
		if at.Page != s.Page || at.Box.Y0 > s.Box.Y0+2 || s.Box.Y0-at.Box.Y1 > headingReach*s.Page.Em {
			continue
		}
		if s.Box.X0 < at.Box.X0-headingOutdent*s.Page.Em && s.Box.X1 < at.Box.X0 || s.Box.X0 > at.Box.X0+columnWidth*at.Page.Width {
			continue
		}
		if best == nil || nearer(at.Box, best.label.Span.Seg.Box) {
			best = &h[i]
		}
	}
	if best == nil {
		return "", false
	}
	return best.role, true
}

// nearer tells whether a heading stands lower than another, or right of it at the same height.
func nearer(a, b layout.Box) bool {
	return a.Y0 > b.Y0+2 || a.X0 > b.X0 && a.Y0 > b.Y0-2
}
