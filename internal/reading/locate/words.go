package locate

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// Bounds of a text that is looked for.
const (
	leastFolded = 2
	mostFolded  = 200
)

// separators part the words of a segment besides spaces: a label is often glued to its value.
const separators = " :;|\t"

// word is a word of a segment, as it stands there and as it is compared.
type word struct {
	layout.Span
	folded string
}

// Words finds a text as whole words in a row: letters with marks or without, in either case. The value is as the page has it.
func (f *Finder) Words(want string) (Place, bool) {
	folded := lang.Key(want)
	if len(folded) < leastFolded || len(folded) > mostFolded {
		return Place{}, false
	}
	for _, s := range f.segments {
		list := f.words[s]
		for i := range list {
			if n, left, ok := startOf(list[i:], folded); ok && left == "" {
				span := layout.Span{Seg: s, Start: list[i].Start, End: list[i+n-1].End}.Trim()
				return placeOf(span, span.Text(), false), true
			}
		}
	}
	return f.wrapped(folded)
}

// wrapped finds a text that goes over the end of a line.
func (f *Finder) wrapped(folded string) (Place, bool) {
	for _, b := range f.blocks {
		for i, s := range b.Segments {
			first, left := endOf(f.words[s], folded)
			if first == nil {
				continue
			}
			spans := []layout.Span{{Seg: s, Start: first.Start, End: len(s.Text)}}
			for _, next := range b.Segments[i+1:] {
				n, more, ok := startOf(f.words[next], left)
				if !ok {
					break
				}
				left = more
				if left == "" {
					return around(append(spans, layout.Span{Seg: next, End: f.words[next][n-1].End})), true
				}
				spans = append(spans, next.Whole())
			}
		}
	}
	return Place{}, false
}

// around is the place of a text on several lines.
func around(spans []layout.Span) Place {
	out := placeOf(spans[0], "", false)
	box := spans[0].Seen()
	for _, s := range spans[1:] {
		out.Text += " " + s.Text()
		out.Confidence = min(out.Confidence, s.Confidence())
		box = box.Union(s.Seen())
	}
	out.Value, out.Box = out.Text, spans[0].Seg.Page.Fraction(box)
	return out
}

// tokens are the words of a segment; signs alone are none.
func tokens(s *layout.Segment) []word {
	var out []word
	start := -1
	for i := 0; i <= len(s.Text); i++ {
		inside := i < len(s.Text) && strings.IndexByte(separators, s.Text[i]) < 0
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			if folded := lang.Key(s.Text[start:i]); folded != "" {
				out = append(out, word{layout.Span{Seg: s, Start: start, End: i}, folded})
			}
			start = -1
		}
	}
	return out
}

// startOf takes words from the front as long as they are what the text begins with: how many, and what is left of the text. It
// fails when the text goes on in another way, and when there are no words.
func startOf(list []word, text string) (n int, left string, ok bool) {
	for n < len(list) && text != "" {
		if !strings.HasPrefix(text, list[n].folded) {
			return 0, "", false
		}
		text = text[len(list[n].folded):]
		n++
	}
	return n, text, n > 0
}

// endOf is the first of the words at the end of a line that a text begins with, and what is left of the text behind the line.
func endOf(list []word, text string) (first *word, left string) {
	for i := range list {
		if _, left, ok := startOf(list[i:], text); ok && left != "" {
			return &list[i], left
		}
	}
	return nil, ""
}
