package layout

// Reach of the neighbours of a segment, in heights of a line.
const (
	addressGap   = 1.5 // of empty space between two lines of one address
	headingGap   = 3.2 // of empty space between a heading and what stands under it
	addressRows  = 3   // rows below a line in which its next one is looked for
	addressLines = 10  // of one address at most
)

// Right is the next segment on the same row, nil at its end.
func (s *Segment) Right() *Segment {
	for _, t := range s.Row.Segments {
		if t.Box.X0 >= s.Box.X1-1 {
			return t
		}
	}
	return nil
}

// Left is the segment before on the same row, nil at its beginning.
func (s *Segment) Left() *Segment {
	var prev *Segment
	for _, t := range s.Row.Segments {
		if t == s {
			return prev
		}
		prev = t
	}
	return nil
}

// Below is the nearest segment under a heading that shares its column.
func (s *Segment) Below() *Segment {
	rows := s.Page.Rows
	for i := s.Row.Index + 1; i < len(rows); i++ {
		if rows[i].Y0-s.Box.Y1 > headingGap*max(s.Page.Em, s.Box.Height()) {
			return nil
		}
		for _, t := range rows[i].Segments {
			if t.Box.X0 < s.Box.X1+2*s.Page.Em && t.Box.X1 > s.Box.X0 && t.Box.X0 > s.Box.X0-6*s.Page.Em {
				return t
			}
		}
	}
	return nil
}

// NextLine is the next line of the same column: it begins where this one does, or stands under most of it.
func (s *Segment) NextLine() *Segment {
	rows := s.Page.Rows
	for i := s.Row.Index + 1; i < len(rows) && i <= s.Row.Index+addressRows; i++ {
		for _, t := range rows[i].Segments {
			dx := t.Box.X0 - s.Box.X0
			if dx > -1.5*s.Page.Em && dx < 1.5*s.Page.Em || t.Box.OverlapX(s.Box) > 0.6*min(t.Box.Width(), s.Box.Width()) {
				return t
			}
		}
	}
	return nil
}

// CloseLine is the next line where no more space parts it from this one than the lines of an address.
func (s *Segment) CloseLine() *Segment {
	next := s.NextLine()
	if next == nil || next.Box.Y0-s.Box.Y1 > addressGap*max(s.Box.Height(), next.Box.Height()) {
		return nil
	}
	return next
}

// Column are the lines from this one down that stand close under each other: the lines of an address.
func (s *Segment) Column() []*Segment {
	out := []*Segment{s}
	for next := s.CloseLine(); next != nil && len(out) < addressLines; next = next.CloseLine() {
		out = append(out, next)
	}
	return out
}

// Gap is the space between two boxes, to the side and in height together.
func (b Box) Gap(o Box) float64 {
	return max(0, -b.OverlapX(o)) + max(0, -b.OverlapY(o))
}
