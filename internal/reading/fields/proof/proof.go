// Package proof notes where each value of an invoice stands on its pages and how sure reading is of it.
//
// It owns the way from a place to a piece of evidence. Scores come from the steps that choose the values; what a score is
// worth is confidence's.
package proof

import (
	"slices"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

// List is the evidence of a step, in the order in which its values were chosen. The zero List is ready to use.
type List []evidence.Evidence

// Span notes a value that stands in one line.
func (l *List) Span(pointer string, span layout.Span, score float64) {
	l.Lines(pointer, []layout.Span{span}, "", score)
}

// Value notes a candidate that was chosen.
func (l *List) Value(pointer string, v *candidates.Value, score float64) {
	l.Lines(pointer, []layout.Span{v.Span}, v.Repaired, score)
}

// Computed notes a value that follows from others by an equation.
func (l *List) Computed(pointer string, score float64) {
	*l = append(*l, evidence.Evidence{Pointer: pointer, Source: evidence.FromComputed, Confidence: clamp(score)})
}

// Drop takes out the evidence of the pointers that match: another value took their place.
func (l *List) Drop(match func(pointer string) bool) {
	*l = slices.DeleteFunc(*l, func(e evidence.Evidence) bool { return match(e.Pointer) })
}

// Add appends evidence that was made elsewhere: another step's, or a QR code's.
func (l *List) Add(more ...evidence.Evidence) { *l = append(*l, more...) }

// Lines notes a value that stands on several lines; the box is around them all. repairedFrom is what recognition read
// where an error of it was repaired, else empty.
func (l *List) Lines(pointer string, spans []layout.Span, repairedFrom string, score float64) {
	first := spans[0]
	page := first.Seg.Page
	seen, text := first.Seen(), first.Text()
	for _, s := range spans[1:] {
		seen = seen.Union(s.Seen())
		text += " " + s.Text()
	}
	box := page.Fraction(seen)
	source := evidence.FromText
	if page.Source == pages.FromOCR {
		source = evidence.FromOCR
		score *= misreadShare + (1-misreadShare)*first.Confidence()
	}
	*l = append(*l, evidence.Evidence{
		Pointer: pointer, Source: source, RepairedFrom: repairedFrom, Confidence: clamp(score), Text: text,
		Page: page.Number, Box: &box,
	})
}

func clamp(score float64) float64 { return min(max(score, leastScore), mostScore) }
