package fields

import (
	"strings"

	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// clearNumber is the score from which a page's invoice number is sure enough to part documents by it.
const clearNumber = 0.8

// split tells several invoices in one file apart by page: a new one begins where a page bears another clear invoice
// number, its own date and title, and its number stands on no page before.
func split(built []*layout.Page) []pageRange {
	out := []pageRange{{0, len(built)}}
	if len(built) < 2 {
		return out
	}
	current := ""
	for i, p := range built {
		number, opens := opening(p)
		if number == "" || number == current {
			continue
		}
		if current != "" && opens && !mentioned(built[:i], number) {
			out[len(out)-1].to = i
			out = append(out, pageRange{i, len(built)})
		}
		if current == "" || opens {
			current = number
		}
	}
	return out
}

// opening reads a page's clear invoice number, and whether the page looks like the first of an invoice.
func opening(p *layout.Page) (number string, opens bool) {
	d := newDocument([]*layout.Page{p})
	n := d.bestNumber()
	if n.Bound == nil || n.Score < clearNumber {
		return "", false
	}
	number = identifier.Compact(n.Join().Text())
	dated := false
	for _, c := range d.Dates {
		if s, _ := d.As(c, locale.IssueDate, locale.Date); s > labelled {
			dated = true
		}
	}
	for _, s := range p.Segments {
		if _, _, ok := kind.Title(s); ok && s.Box.Y0 < 0.5*p.Height {
			return number, dated && n.Bound.Span.Seg.Box.Y0 < 0.6*p.Height
		}
	}
	return number, false
}

// mentioned tells whether a number stands on one of the pages.
func mentioned(ps []*layout.Page, number string) bool {
	for _, p := range ps {
		for _, s := range p.Segments {
			if strings.Contains(identifier.Compact(s.Text), number) {
				return true
			}
		}
	}
	return false
}
