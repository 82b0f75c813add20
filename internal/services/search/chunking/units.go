package chunking

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/content"
)

// boundary is what a cut before a unit would part.
type boundary int

const (
	atHeading boundary = iota
	atParagraph
	atItem
	atRow
	atSentence
	inSentence
)

// breakCosts are measured against the square of the share of a chunk that stays free: a cut in a sentence is worth half a
// chunk.
var breakCosts = [...]float64{atHeading: 0, atParagraph: 0.03, atItem: 0.05, atRow: 0.06, atSentence: 0.12, inSentence: 0.5}

// maxStretch is what is looked at in one piece for the ends of sentences.
const maxStretch = 16 << 10

// unit is what is never cut: a sentence, a heading, an item, a row. It is text[start:end] of its block.
type unit struct {
	block      int
	start, end int
	pieces     int
	begins     boundary
	path       int // of headings above it: an index of cutter.paths
	header     int // of a row below its table's header: pieces of that; 0 else
}

type cutter struct {
	blocks []content.Block
	count  Counter
	units  []unit
	paths  []headingPath
	stack  []int // blocks that are the headings above
}

// headingPath are headings above a unit, joined, and what they cost.
type headingPath struct {
	text   string
	pieces int
	blocks []int
}

func (c *cutter) addBlocks() {
	c.paths = []headingPath{{}}
	for i, b := range c.blocks {
		if strings.TrimSpace(b.Text) == "" {
			continue
		}
		if b.Kind == content.Heading {
			c.open(b.Level)
		}
		c.addBlock(i, b)
		if b.Kind == content.Heading {
			c.stack = append(c.stack, i)
			c.paths = append(c.paths, c.path())
		}
	}
}

// open leaves the sections that a heading of the level ends.
func (c *cutter) open(level int) {
	for n := len(c.stack); n > 0 && c.blocks[c.stack[n-1]].Level >= level; n-- {
		c.stack = c.stack[:n-1]
	}
	c.paths = append(c.paths, c.path())
}

// maxPath is how many word pieces of headings stand before a chunk: the innermost that fit.
const maxPath = 64

func (c *cutter) path() headingPath {
	p := headingPath{blocks: append([]int(nil), c.stack[max(0, len(c.stack)-maxDepth):]...)}
	for i := len(p.blocks) - 1; i >= 0; i-- {
		text := strings.ReplaceAll(c.blocks[p.blocks[i]].Text, "\n", " ")
		n := c.count(text) + 1
		if p.pieces+n > maxPath {
			break
		}
		p.pieces += n
		if p.text != "" {
			text += " > " + p.text
		}
		p.text = text
	}
	return p
}

const maxDepth = 6

var beginsAt = map[content.Kind]boundary{content.Heading: atHeading, content.Paragraph: atParagraph, content.Item: atItem, content.Row: atRow}

func (c *cutter) addBlock(i int, b content.Block) {
	u := unit{block: i, path: len(c.paths) - 1, begins: beginsAt[b.Kind]}
	if b.Header != nil {
		u.header = c.count(b.Header.Text)
	}
	if u.header > MaxPieces/3 {
		u.header = 0 // a header that long is not repeated
	}
	if n := c.count(b.Text); n <= MaxPieces-maxPath-u.header && (b.Kind != content.Paragraph || n < minSplit) {
		u.start, u.end, u.pieces = 0, len(b.Text), max(n, 1)
		c.units = append(c.units, u)
		return
	}
	for at := 0; at < len(b.Text); {
		stop := at + stretch(b.Text[at:])
		from := at
		for _, end := range sentenceEnds(b.Text[at:stop]) {
			c.addSentence(u, b.Text, from, at+end)
			from, u.begins = at+end, atSentence
		}
		at = stop
	}
}

// minSplit is how short a paragraph is that is never cut.
const minSplit = 48

// stretch is how much of a text is looked at next: to the end of a word.
func stretch(text string) int {
	if len(text) <= maxStretch {
		return len(text)
	}
	if i := strings.LastIndexAny(text[:maxStretch], " \n"); i > 0 {
		return i + 1
	}
	n := maxStretch
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// addSentence adds a sentence, in parts when it alone is too long for a chunk.
func (c *cutter) addSentence(u unit, text string, start, end int) {
	room := MaxPieces - maxPath - u.header
	for start < end {
		stop := end
		n := c.count(text[start:stop])
		for n > room {
			stop = start + half(text[start:stop])
			n = c.count(text[start:stop])
		}
		u.start, u.end, u.pieces = start, stop, max(n, 1)
		c.units = append(c.units, u)
		u.begins = inSentence
		start = stop
	}
}

// half is about the middle of a text, after a space where there is one near.
func half(text string) int {
	mid := len(text) / 2
	if i := strings.LastIndexAny(text[:mid+1], " \n"); i > mid/2 {
		return i + 1
	}
	for mid > 1 && !utf8.RuneStart(text[mid]) {
		mid--
	}
	return max(mid, 1)
}

// extra is what a chunk that begins with the unit has besides its units: the headings above, the header of its table.
func (c *cutter) extra(start int) int {
	return c.paths[c.units[start].path].pieces + c.units[start].header
}
