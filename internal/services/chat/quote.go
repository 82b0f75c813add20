package chat

import (
	"strconv"
	"strings"

	"github.com/docketapi/docket/internal/services/chat/attribution"
	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/search"
)

// maxQuotes is how many passages an answer without a model quotes.
const maxQuotes = 4

// quote answers with the best passages themselves, or says that there are none.
func (s *Service) quote(t turn, f *found, r *run) error {
	quotes := bestQuotes(f)
	if len(quotes) == 0 {
		return r.say(nothing(t.language(), f.pending))
	}
	if err := r.say(phrase(t.language(), "passages")); err != nil {
		return err
	}
	for i, q := range quotes {
		text := f.sources.Text(q.Source)[q.Start:q.End]
		if err := r.say("\n\n"); err != nil {
			return err
		}
		start := r.chars
		quote := strings.Replace(phrase(t.language(), "quote"), "{text}", strings.Join(strings.Fields(text), " "), 1)
		if err := r.say(quote + " [" + strconv.Itoa(i+1) + "]"); err != nil {
			return err
		}
		if err := r.cite(citationOf(f.hits[q.Source], q.Stretch, i+1, start, r.chars)); err != nil {
			return err
		}
	}
	return nil
}

// nothing says that nothing was found, and where documents are still being read, that there may be something later.
func nothing(l wording.Language, pending int) string {
	said := phrase(l, "nothing")
	switch pending {
	case 0:
		return said
	case 1:
		return said + " " + phrase(l, "pending_one")
	default:
		return said + " " + strings.Replace(phrase(l, "pending"), "{n}", strconv.Itoa(pending), 1)
	}
}

// bestQuotes are the stretches to quote, best first: those with the most of the question's words come before what the search
// put first, and what says far less than the best is left out.
func bestQuotes(f *found) []attribution.Quoting {
	type scored struct {
		attribution.Quoting
		hits int
	}
	var all []scored
	most := 0
	said := map[string]bool{}
	for i := range f.hits {
		q, hits := f.sources.Best(i, f.query)
		text := strings.Join(wording.Terms(f.sources.Text(i)[q.Start:q.End]), " ")
		if q.End == q.Start || said[text] {
			continue
		}
		said[text] = true
		most = max(most, hits)
		all = append(all, scored{q, hits})
	}
	var out []attribution.Quoting
	for _, q := range all {
		if 2*q.hits >= most && len(out) < maxQuotes {
			out = append(out, q.Quoting)
		}
	}
	return out
}

// citationOf is the citation of a stretch of a hit's text for the characters from start to end of the answer.
func citationOf(h search.Hit, at attribution.Stretch, n, start, end int) Citation {
	c := Citation{N: n, DocumentID: h.DocumentID, ChunkID: h.ChunkID, Name: h.Name, Page: h.Page, Quote: h.Text[at.Start:at.End], Start: start, End: end}
	for _, span := range h.Spans {
		if span.Start < at.End && at.Start < span.End {
			c.Boxes = append(c.Boxes, span.Box)
		}
	}
	if len(c.Boxes) > 0 && c.Boxes[0].Page > 0 {
		c.Page = c.Boxes[0].Page // a chunk may go over to the next page
	}
	return c
}
