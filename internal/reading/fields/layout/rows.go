package layout

import (
	"sort"
)

// mergeTouching joins pieces of different source lines that stand side by side with a gap no wider than a space: some
// sources give each word a line of its own.
func mergeTouching(pieces []*Segment) []*Segment {
	sort.SliceStable(pieces, func(i, j int) bool { return pieces[i].Box.X0 < pieces[j].Box.X0 })
	byEnd := append([]*Segment(nil), pieces...)
	sort.SliceStable(byEnd, func(i, j int) bool { return byEnd[i].Box.Y0 < byEnd[j].Box.Y0 })
	gone := map[*Segment]bool{}
	index := newYIndex(pieces)
	for _, s := range pieces {
		if gone[s] {
			continue
		}
		for joined := true; joined; {
			joined = false
			for _, t := range index.near(s.Box) {
				if t == s || gone[t] || !touches(s, t) {
					continue
				}
				for _, w := range t.Words {
					s.add(w)
				}
				gone[t] = true
				joined = true
				break
			}
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

// touches tells whether t goes on where s ends.
func touches(s, t *Segment) bool {
	a, b := s.last().Box, t.Words[0].Box
	h := min(a.Height(), b.Height())
	gap := b.X0 - a.X1
	return gap < gapJoins*h && gap > -0.5*h && a.OverlapY(b) > 0.6*h && max(a.Height(), b.Height()) < 1.7*h
}

// yIndex finds segments by height without looking at all of them.
type yIndex struct {
	step  float64
	cells map[int][]*Segment
}

func newYIndex(segs []*Segment) *yIndex {
	ix := &yIndex{step: 20, cells: map[int][]*Segment{}}
	for _, s := range segs {
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

func (ix *yIndex) near(b Box) []*Segment {
	from, to := ix.span(b)
	if from == to {
		return ix.cells[from]
	}
	var out []*Segment
	for c := from; c <= to; c++ {
		out = append(out, ix.cells[c]...)
	}
	return out
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
	for _, t := range index.near(a) {
		b := t.Words[0].Box
		h := min(a.Height(), b.Height())
		if t == s || b.X0 < a.X1-0.5*h || a.OverlapY(b) < 0.5*h {
			continue
		}
		if best == nil || b.X0 < best.Box.X0 {
			best = t
		}
	}
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
