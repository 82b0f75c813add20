package chunking

import (
	"strings"

	"github.com/docketapi/docket/internal/reading/content"
)

// chunk puts the units from start to before end together.
func (c *cutter) chunk(start, end int) Chunk {
	first := c.units[start]
	a := assembly{cutter: c}
	out := Chunk{Heading: c.paths[first.path].text, Pieces: c.extra(start)}
	if h := c.blocks[first.block].Header; h != nil && first.header > 0 && !c.holds(start, h) {
		a.add(*h, 0, len(h.Text))
	}
	for i := start; i < end; i++ {
		u := c.units[i]
		b := c.blocks[u.block]
		glued := i > start && c.units[i-1].block == u.block
		a.glue(glued)
		a.add(b, u.start, u.end)
		out.Pieces += u.pieces
	}
	out.Text, out.Spans = a.finish()
	if len(out.Spans) > 0 {
		out.Page = out.Spans[0].Box.Page
	}
	return out
}

// holds tells that a unit is itself the row that names the columns.
func (c *cutter) holds(i int, h *content.Block) bool {
	return c.blocks[c.units[i].block].Text == h.Text
}

// assembly is the text of a chunk in the making.
type assembly struct {
	*cutter
	text  strings.Builder
	spans []Span
}

// glue ends a block's line before the next one. Parts of one block keep what stands between them.
func (a *assembly) glue(same bool) {
	if !same && a.text.Len() > 0 && !strings.HasSuffix(a.text.String(), "\n") {
		a.text.WriteByte('\n')
	}
}

// add appends text[start:end] of a block with the places of the lines that it touches.
func (a *assembly) add(b content.Block, start, end int) {
	shift := a.text.Len() - start
	for _, l := range b.Lines {
		from, to := max(l.Start, start), min(l.End, end)
		if from >= to {
			continue
		}
		span := Span{Start: from + shift, End: to + shift, Box: Box{Page: l.Page, X0: l.X0, Y0: l.Y0, X1: l.X1, Y1: l.Y1}}
		if n := len(a.spans) - 1; n >= 0 && a.spans[n].Box == span.Box && l.Start < start {
			a.spans[n].End = span.End // the same line, cut between two sentences
			continue
		}
		a.spans = append(a.spans, span)
	}
	a.text.WriteString(b.Text[start:end])
}

// finish gives the text without white space around it, and the spans within.
func (a *assembly) finish() (string, []Span) {
	whole := a.text.String()
	text := strings.TrimLeft(whole, " \n")
	cut := len(whole) - len(text)
	text = strings.TrimRight(text, " \n")
	var spans []Span
	for _, s := range a.spans {
		s.Start, s.End = max(s.Start-cut, 0), min(s.End-cut, len(text))
		if s.Start < s.End {
			spans = append(spans, s)
		}
	}
	return text, spans
}
