package layout

import (
	"sort"
)

// mergeTouching joins pieces of different source lines that stand side by side with a gap no wider than a space: some
// sources give each word a line of its own.
func mergeTouching(pieces []*Segment) []*Segment {
	sort.SliceStable(pieces, func(i, j int) bool { return pieces[i].Box.X0 < pieces[j].Box.X0 })
	gone := map[*Segment]bool{}
	index := newYIndex(pieces)
	for _, s := range pieces {
		if gone[s] {
			continue
		}
		for t := index.touching(s, gone); t != nil; t = index.touching(s, gone) {
			for _, w := range t.Words {
				s.add(w)
			}
			gone[t] = true
		}
	}
	out := pieces[:0:0]
	for _, s := range pieces {
		if !gone[s] {
			out = append(out, s)
		}
	}
	return out
}

// touching is the next piece that goes on where s ends, nil for none.
func (ix *yIndex) touching(s *Segment, gone map[*Segment]bool) (next *Segment) {
	end := s.last().Box
	ix.from(s.Box, end.X1-0.5*end.Height(), func(t *Segment) bool {
		if t.Words[0].Box.X0 >= end.X1+gapJoins*end.Height() {
			return false
		}
		if next == nil && t != s && !gone[t] && touches(s, t) {
			next = t
		}
		return next == nil
	})
	return next
}

// touches tells whether t goes on where s ends.
func touches(s, t *Segment) bool {
	a, b := s.last().Box, t.Words[0].Box
	h := min(a.Height(), b.Height())
	gap := b.X0 - a.X1
	return gap < gapJoins*h && gap > -0.5*h && a.OverlapY(b) > 0.6*h && max(a.Height(), b.Height()) < 1.7*h
}

// yIndex finds segments by height, from left to right by their first words, without looking at all of them.
type yIndex struct {
	step  float64
	cells map[int][]*Segment
}

func newYIndex(segs []*Segment) *yIndex {
	sorted := append([]*Segment(nil), segs...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Words[0].Box.X0 < sorted[j].Words[0].Box.X0 })
	ix := &yIndex{step: 20, cells: map[int][]*Segment{}}
	for _, s := range sorted {
		from, to := ix.span(s.Box)
		for c := from; c <= to; c++ {
			ix.cells[c] = append(ix.cells[c], s)
		}
	}
	return ix
}

const maxCells = 200 // a box taller than that is no text

func (ix *yIndex) span(b Box) (from, to int) {
	from = int(b.Y0 / ix.step)
	return from, min(int(b.Y1/ix.step), from+maxCells)
}

// from visits what begins at x or right of it near the height of a box, from left to right in each stripe of the page, until
// visit tells that nothing further right matters.
func (ix *yIndex) from(b Box, x float64, visit func(*Segment) bool) {
	first, last := ix.span(b)
	for c := first; c <= last; c++ {
		cell := ix.cells[c]
		i := sort.Search(len(cell), func(i int) bool { return cell[i].Words[0].Box.X0 >= x })
		for i < len(cell) && visit(cell[i]) {
			i++
		}
	}
}

// chainRows links each segment with the next to its right at the same height, so that rows that lean a little stay
// whole, and sorts the rows from top to bottom.
func chainRows(segs []*Segment) []*Row {
	index := newYIndex(segs)
	next := map[*Segment]*Segment{}
	hasPrev := map[*Segment]*Segment{}
	for _, s := range segs { // sorted by x
		if t := rightNeighbour(s, index); t != nil {
			if p := hasPrev[t]; p == nil {
				next[s], hasPrev[t] = t, s
			} else if p.Box.X1 < s.Box.X1 {
				delete(next, p)
				next[s], hasPrev[t] = t, s
			}
		}
	}
	var rows []*Row
	for _, s := range segs {
		if hasPrev[s] != nil {
			continue
		}
		r := &Row{}
		for t := s; t != nil; t = next[t] {
			r.Segments = append(r.Segments, t)
		}
		r.measure()
		rows = append(rows, r)
	}
	rows = joinRows(rows)
	return rows
}

func rightNeighbour(s *Segment, index *yIndex) *Segment {
	a := s.last().Box
	var best *Segment
	index.from(a, a.X1-0.5*a.Height(), func(t *Segment) bool {
		b := t.Words[0].Box
		if best != nil && b.X0 >= best.Box.X0 {
			return false
		}
		h := min(a.Height(), b.Height())
		if t != s && b.X0 >= a.X1-0.5*h && a.OverlapY(b) >= 0.5*h {
			best = t
		}
		return true
	})
	return best
}

func (r *Row) measure() {
	r.Y0, r.Y1 = r.Segments[0].Box.Y0, r.Segments[0].Box.Y1
	for _, s := range r.Segments[1:] {
		r.Y0, r.Y1 = min(r.Y0, s.Box.Y0), max(r.Y1, s.Box.Y1)
	}
}

func (r *Row) center() float64 {
	sum := 0.0
	for _, s := range r.Segments {
		sum += s.Box.CenterY()
	}
	return sum / float64(len(r.Segments))
}

// joinRows puts chains that stand at the same height without sharing any width into one row, top to bottom.
func joinRows(rows []*Row) []*Row {
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].center() < rows[j].center() })
	var out []*Row
	for _, r := range rows {
		joined := false
		for k := len(out) - 1; k >= 0 && k >= len(out)-4; k-- {
			if sameHeight(out[k], r) {
				out[k].Segments = append(out[k].Segments, r.Segments...)
				sort.SliceStable(out[k].Segments, func(i, j int) bool { return out[k].Segments[i].Box.X0 < out[k].Segments[j].Box.X0 })
				out[k].measure()
				joined = true
				break
			}
		}
		if !joined {
			out = append(out, r)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].center() < out[j].center() })
	return out
}

func sameHeight(a, b *Row) bool {
	for _, s := range a.Segments {
		for _, t := range b.Segments {
			if s.Box.OverlapX(t.Box) > 0 {
				return false
			}
		}
	}
	for _, s := range a.Segments {
		for _, t := range b.Segments {
			h := min(s.Box.Height(), t.Box.Height())
			if s.Box.OverlapY(t.Box) > 0.6*h {
				return true
			}
		}
	}
	return false
}
