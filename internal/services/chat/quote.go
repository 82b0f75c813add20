package chat

import (
	"slices"
	"strconv"
	"strings"

	"github.com/docketapi/docket/internal/services/chat/attribution"
	"github.com/docketapi/docket/internal/services/chat/counting"
	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/search"
)

// maxQuotes is how many passages an answer without a model quotes.
const maxQuotes = 4

// quote answers with the best passages themselves, or says that there are none.
func (s *Service) quote(t turn, f *found, r *run) error {
	quotes, labelled := bestQuotes(f)
	if len(quotes) == 0 && labelled {
		return r.decline(counting.Figures, t.language())
	}
	if len(quotes) == 0 {
		if r.message.Outcome = NothingFound; f.pending > 0 {
			r.message.Outcome = NotIndexedYet
		}
		return r.say(nothing(t.language(), f.pending))
	}
	r.message.Outcome = Quoted
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
// put first, and what says far less than the best is left out. A line of an e-invoice is a value beside its label, which answers
// who names the number that it holds; to any other question it only looks like an answer, and labelled says that there were some.
func bestQuotes(f *found) (out []attribution.Quoting, labelled bool) {
	type scored struct {
		attribution.Quoting
		hits int
	}
	var all []scored
	most := 0
	said := map[string]bool{}
	named := len(attribution.FactsOf(f.query).IDs) > 0
	for i := range f.hits {
		if f.hits[i].Labelled && !named {
			labelled = true
			continue
		}
		q, hits := f.sources.Best(i, f.query)
		quote := f.sources.Text(i)[q.Start:q.End]
		text := strings.Join(wording.Terms(quote), " ")
		if said[text] || !answers(quote, f.query, hits) {
			continue
		}
		said[text] = true
		most = max(most, hits)
		all = append(all, scored{q, hits})
	}
	for _, q := range all {
		if 2*q.hits >= most && len(out) < maxQuotes {
			out = append(out, q.Quoting)
		}
	}
	return out, labelled
}

// answers tells whether a quote can be an answer: it contains what was asked, identifiers wholly, and says something besides.
// A heading, a title or a caption does not.
func answers(quote, query string, hits int) bool {
	terms := wording.Terms(query)
	if need := max(min(len(terms), 2), (len(terms)+1)/2); hits < need || len(terms) == 0 {
		return false
	}
	said := attribution.Quote(quote)
	for _, id := range attribution.FactsOf(query).IDs {
		if !said.Names(id) {
			return false
		}
	}
	return !isHeading(quote) && slices.ContainsFunc(wording.Terms(quote), func(w string) bool {
		return !slices.ContainsFunc(terms, func(t string) bool { return wording.Akin(t, w) })
	})
}

// headingWords is how many words a line without an end may have and still be a heading.
const headingWords = 4

// isHeading tells whether a quote is one short line without an end that puts no value to a name.
func isHeading(quote string) bool {
	quote = strings.TrimSpace(quote)
	if strings.ContainsAny(quote, "\n|:=") {
		return strings.HasSuffix(quote, ":")
	}
	return strings.HasPrefix(quote, "#") || !strings.ContainsAny(quote[max(len(quote)-4, 0):], ".!?…。") && len(strings.Fields(quote)) <= headingWords
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
