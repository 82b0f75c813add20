package ppocr

// run is a stretch of text pixels of one row: x0 to x1, both inside.
type run struct{ y, x0, x1, label int32 }

// components are the connected areas of a map where it is above a threshold, each as the outermost pixels of its rows.
type components struct {
	runs   []run
	parent []int32
	row    []byte // this row's pixels, grown one to the right
	above  []byte // the row's before
}

// find collects the areas of prob (w x h), thickened by one pixel to the right and down, joined over corners too.
// The result is one set of points an area.
func (c *components) find(prob []float32, w, h int, threshold float32) [][]point {
	c.runs, c.parent = c.runs[:0], c.parent[:0]
	c.row, c.above = sized(c.row, w), sized(c.above, w)
	clear(c.above)
	prev := 0
	for y := range h {
		c.fill(prob[y*w:(y+1)*w], threshold)
		start := len(c.runs)
		c.collect(int32(y))
		c.join(prev, start)
		prev = start
		c.row, c.above = c.above, c.row
	}
	return c.points()
}

// fill sets row to the thresholded and thickened pixels without those of the row above, which collect adds.
func (c *components) fill(p []float32, threshold float32) {
	row := c.row
	last := byte(0)
	for x, v := range p {
		b := byte(0)
		if v > threshold {
			b = 1
		}
		row[x] = b | last
		last = b
	}
}

func (c *components) collect(y int32) {
	row, above := c.row, c.above[:len(c.row)]
	for x := 0; x < len(row); x++ {
		if row[x]|above[x] == 0 {
			continue
		}
		x0 := x
		for x < len(row) && row[x]|above[x] != 0 {
			x++
		}
		n := int32(len(c.parent))
		c.parent = append(c.parent, n)
		c.runs = append(c.runs, run{y, int32(x0), int32(x - 1), n})
	}
}

// join links the runs of the last row with those of the row before that touch them, corners included.
func (c *components) join(prev, start int) {
	i := prev
	for j := start; j < len(c.runs); j++ {
		r := c.runs[j]
		for i < start && c.runs[i].x1 < r.x0-1 {
			i++
		}
		for k := i; k < start && c.runs[k].x0 <= r.x1+1; k++ {
			c.union(c.runs[k].label, r.label)
		}
	}
}

func (c *components) root(a int32) int32 {
	for c.parent[a] != a {
		c.parent[a] = c.parent[c.parent[a]]
		a = c.parent[a]
	}
	return a
}

func (c *components) union(a, b int32) {
	a, b = c.root(a), c.root(b)
	if a < b {
		c.parent[b] = a
	} else {
		c.parent[a] = b
	}
}

func (c *components) points() [][]point {
	index := make(map[int32]int)
	var out [][]point
	for _, r := range c.runs {
		root := c.root(r.label)
		i, ok := index[root]
		if !ok {
			i = len(out)
			index[root] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], point{float64(r.x0), float64(r.y)})
		if r.x1 != r.x0 {
			out[i] = append(out[i], point{float64(r.x1), float64(r.y)})
		}
	}
	return out
}

// sized is a buffer of n elements, reusing b when it is large enough. The content is undefined.
func sized[T any](b []T, n int) []T {
	if cap(b) < n {
		return make([]T, n)
	}
	return b[:n]
}
