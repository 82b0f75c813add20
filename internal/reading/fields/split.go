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
	var before mentions
	for i, p := range built {
		if !hasTitle(p) {
			continue // it begins nothing, whatever its number
		}
		number, opens := opening(p)
		if !opens {
			continue
		}
		if current == "" {
			current = firstNumber(built[:i])
		}
		if number != current && current != "" && !before.have(built[:i], number) {
			out[len(out)-1].to = i
			out = append(out, pageRange{i, len(built)})
		}
		current = number
	}
	return out
}

// firstNumber is the first clear invoice number on pages that begin nothing.
func firstNumber(built []*layout.Page) string {
	for _, p := range built {
		if number, _ := opening(p); number != "" {
			return number
		}
	}
	return ""
}

// hasTitle tells whether the title of an invoice stands where one begins.
func hasTitle(p *layout.Page) bool {
	for _, s := range p.Segments {
		if s.Box.Y0 >= lowestTitle*p.Height {
			continue
		}
		if _, _, ok := kind.Title(s); ok {
			return true
		}
	}
	return false
}

// opening reads a page's clear invoice number, and whether it and a date stand as on the first page of an invoice. It costs as much as
// all else that is looked for on a page.
func opening(p *layout.Page) (number string, opens bool) {
	set := candidates.Find([]*layout.Page{p})
	n := header.Number(header.Input{Set: set})
	if !n.Found() || n.Score < clearNumber {
		return "", false
	}
	number = identifier.Compact(n.Join().Text())
	if n.Span.Seg.Box.Y0 >= lowestNumber*p.Height {
		return number, false
	}
	for _, c := range set.Dates {
		if s, _ := set.As(c, locale.IssueDate, locale.Date); s > clearDate {
			return number, true
		}
	}
	return number, false
}

// mentions are the texts of the pages that were passed, each written compactly once.
type mentions struct {
	texts []string
	pages int
}

// have tells whether a number stands on one of the pages, which are those of the call before and more.
func (m *mentions) have(ps []*layout.Page, number string) bool {
	for ; m.pages < len(ps); m.pages++ {
		for _, s := range ps[m.pages].Segments {
			m.texts = append(m.texts, identifier.Compact(s.Text))
		}
	}
	for _, text := range m.texts {
		if strings.Contains(text, number) {
			return true
		}
	}
	return false
}
