package fields

import (
	"fmt"
	"sort"

	"github.com/docketapi/docket/internal/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

// builder collects an invoice's data with the evidence of each value.
type builder struct {
	doc      *document
	data     en16931.Invoice
	evidence []evidence.Evidence
}

func newBuilder(d *document) *builder { return &builder{doc: d} }

// prove notes where a value stands on the page.
func (b *builder) prove(pointer string, span layout.Span, repairedFrom string, confidence float64) {
	p := span.Seg.Page
	box := p.Fraction(span.Seen())
	source := evidence.FromText
	if p.Source == pages.FromOCR {
		source = evidence.FromOCR
		confidence *= 0.5 + 0.5*span.Confidence()
	}
	b.evidence = append(b.evidence, evidence.Evidence{
		Pointer: pointer, Source: source, RepairedFrom: repairedFrom, Confidence: clamp(confidence), Text: span.Text(),
		Page: p.Number, Box: &box,
	})
}

// proveLines notes a value that stands on several lines; the box is around them all.
func (b *builder) proveLines(pointer string, spans []layout.Span, confidence float64) {
	b.prove(pointer, spans[0], "", confidence)
	e := &b.evidence[len(b.evidence)-1]
	box := spans[0].Seen()
	for _, s := range spans[1:] {
		box = box.Union(s.Seen())
		e.Text += " " + s.Text()
	}
	f := spans[0].Seg.Page.Fraction(box)
	e.Box = &f
}

func (b *builder) proveValue(pointer string, v *candidates.Value, confidence float64) {
	b.prove(pointer, v.Span, v.Repaired, confidence)
}

// computed notes a value that follows from others by an equation.
func (b *builder) computed(pointer string, confidence float64) {
	b.evidence = append(b.evidence, evidence.Evidence{Pointer: pointer, Source: evidence.FromComputed, Confidence: clamp(confidence)})
}

func clamp(c float64) float64 { return min(max(c, 0.05), 0.99) }

func (b *builder) invoice() evidence.Invoice {
	sort.SliceStable(b.evidence, func(i, j int) bool { return b.evidence[i].Pointer < b.evidence[j].Pointer })
	calibrate(b.evidence)
	inv := evidence.Invoice{Source: evidence.Text, Data: b.data, Evidence: b.evidence, Checks: findings(&b.data, b.evidence)}
	if b.doc.source == pages.FromOCR {
		inv.Source = evidence.OCR
	}
	if n := len(b.doc.pages); n > 0 {
		inv.FirstPage, inv.LastPage = b.doc.pages[0].Number, b.doc.pages[n-1].Number
	}
	return inv
}

// weakCurrency is the evidence of a currency that only the country tells.
func weakCurrency() evidence.Evidence {
	return evidence.Evidence{Pointer: "/currency", Source: evidence.FromComputed, Confidence: 0.7}
}

func pointerf(format string, args ...any) string { return fmt.Sprintf(format, args...) }
