package chunking

import (
	"math"
	"strings"

	"github.com/docketapi/docket/internal/reading/content"
)

// Version names how text is cut. Chunks of another version are another generation of the index.
const Version = "2"

// MaxPieces is how many word pieces a chunk has at most, its headings included.
const MaxPieces = 450

// Counter tells how many word pieces a text has. Counts of parts that a space separates add up.
type Counter func(text string) int

// Cut makes chunks of a document's blocks: as few as fit, cut between sections before paragraphs before sentences. A
// document that fits is one chunk. A nil counter estimates.
func Cut(blocks []content.Block, count Counter) []Chunk {
	if count == nil {
		count = Estimate
	}
	c := &cutter{blocks: blocks, count: count}
	c.addBlocks()
	if len(c.units) == 0 {
		return nil
	}
	var out []Chunk
	for _, r := range c.ranges() {
		chunk := c.chunk(r[0], r[1])
		if strings.TrimSpace(chunk.Text) == "" {
			continue
		}
		chunk.Ordinal = len(out)
		out = append(out, chunk)
	}
	nameLanguages(out)
	return out
}

// nameLanguages tells each chunk's language; what is too short to tell has the document's.
func nameLanguages(list []Chunk) {
	votes := map[string]int{}
	best := ""
	for i := range list {
		l := Language(list[i].Heading + "\n" + list[i].Text)
		list[i].Language = l
		if l == "" {
			continue
		}
		votes[l] += list[i].Pieces
		if best == "" || votes[l] > votes[best] || votes[l] == votes[best] && l < best {
			best = l
		}
	}
	for i := range list {
		if list[i].Language == "" {
			list[i].Language = best
		}
	}
}

// crossCost is what a chunk pays for each section that begins inside it, in the measure of breakCosts.
const crossCost = 0.5

// ranges are the best places to cut: each range of units is a chunk. It is the paragraph breaking of text setting: the
// squares of what chunks leave free, and what each cut costs, add up to the least.
func (c *cutter) ranges() [][2]int {
	n := len(c.units)
	sum, sections := make([]int, n+1), make([]int, n+1)
	for i, u := range c.units {
		sum[i+1], sections[i+1] = sum[i]+u.pieces, sections[i]
		if i > 0 && u.begins == atHeading && c.units[i-1].begins != atHeading {
			sections[i+1]++
		}
	}
	if sum[n]+c.extra(0) <= MaxPieces {
		return [][2]int{{0, n}}
	}
	cost := make([]float64, n+1)
	from := make([]int, n+1)
	for end := 1; end <= n; end++ {
		cost[end] = math.Inf(1)
		for start := end - 1; start >= 0; start-- {
			if sum[end]-sum[start] > MaxPieces && start < end-1 {
				break
			}
			size := sum[end] - sum[start] + c.extra(start)
			if size > MaxPieces && start < end-1 {
				continue
			}
			free := float64(MaxPieces-min(size, MaxPieces)) / MaxPieces
			crossed := float64(sections[end]-sections[start+1]) * crossCost
			if total := cost[start] + free*free + crossed + c.cutCost(start, end); total < cost[end] {
				cost[end], from[end] = total, start
			}
		}
	}
	var out [][2]int
	for end := n; end > 0; end = from[end] {
		out = append(out, [2]int{from[end], end})
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// cutCost is what cutting before the unit at start costs, and what ending before the one at end does.
func (c *cutter) cutCost(start, end int) float64 {
	total := 0.0
	if start > 0 {
		total = breakCosts[c.units[start].begins]
	}
	if end < len(c.units) && c.units[end-1].begins == atHeading {
		total += 2 // a heading without what stands under it
	}
	return total
}
