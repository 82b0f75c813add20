package kind

import (
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// IsReceipt tells a till's receipt from an invoice: a narrow page of one column, or words of the till.
func IsReceipt(in []*layout.Page) bool {
	if len(in) == 0 {
		return false
	}
	p := in[0]
	narrow := p.Width < receiptShape*p.Height || slender(p)
	wide := 0
	for _, r := range p.Rows {
		if len(r.Segments) > tableRow {
			wide++
		}
	}
	return wide < tableRows && (narrow || wordsOfTill(p) >= tillWords)
}

// wordsOfTill counts the different words of a till, not their places: goods may be called like a way to pay ("carta").
func wordsOfTill(p *layout.Page) int {
	till := map[string]bool{}
	for _, l := range p.Labels {
		if l.Has(locale.Cash, locale.Change) && len(l.Span.Seg.Row.Segments) <= tillLabels { // no row of a table
			till[lang.Key(l.Span.Text())] = true
		}
	}
	return len(till)
}

// slender tells whether a page's text is no wider than a till's roll has letters for, whatever the page's own shape: a
// short receipt is wider than it is high. A picture may show more than the receipt.
func slender(p *layout.Page) bool {
	left, right, width, letters := p.Width, 0.0, 0.0, 0
	for _, s := range p.Segments {
		left, right = min(left, s.Box.X0), max(right, s.Box.X1)
		for _, w := range s.Words {
			width += w.Box.Width()
			letters += utf8.RuneCountInString(w.Text)
		}
	}
	if letters == 0 {
		return false
	}
	letter := width / float64(letters)
	return right-left < receiptText*letter && (p.Width < receiptPage*letter || p.Source == pages.FromOCR)
}
