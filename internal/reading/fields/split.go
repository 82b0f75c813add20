package fields

import (
	"strings"

	"github.com/docketapi/docket/internal/lang/identifier"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/header"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Scores from which a page's number and date are sure enough to part documents by them, and how far down the page they may
// stand. Set by hand.
const (
	clearNumber  = 0.8
	clearDate    = 0.6
	lowestTitle  = 0.5 // share of the page's height
	lowestNumber = 0.6
)

type pageRange struct{ from, to int }

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
	set := candidates.Find([]*layout.Page{p})
	n := header.Number(header.Input{Set: set})
	if !n.Found() || n.Score < clearNumber {
		return "", false
	}
	number = identifier.Compact(n.Join().Text())
	dated := false
	for _, c := range set.Dates {
		if s, _ := set.As(c, locale.IssueDate, locale.Date); s > clearDate {
			dated = true
		}
	}
	for _, s := range p.Segments {
		if _, _, ok := kind.Title(s); ok && s.Box.Y0 < lowestTitle*p.Height {
			return number, dated && n.Span.Seg.Box.Y0 < lowestNumber*p.Height
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
