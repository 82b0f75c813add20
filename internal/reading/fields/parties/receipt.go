package parties

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// receiptSeller takes a receipt's seller from its head: the first line, or one with a legal form. A legal form alone on
// the next line belongs to the name above.
func (r *reader) receiptSeller() name {
	best := name{}
	if len(r.Pages) == 0 {
		return best
	}
	rows := r.Pages[0].Rows
	rank := 0
	for i := 0; i < len(rows) && i < receiptRows; i++ {
		c, ok := r.receiptName(rows, i)
		if ok {
			c.score += max(0, receiptFirst-receiptNext*float64(rank))
			rank++
			if c.score > best.score {
				best = c
			}
		} else if rank > 0 && endsHead(rows[i]) {
			break
		}
	}
	return best
}

// receiptName reads one row of a receipt's head as a name.
func (r *reader) receiptName(rows []*layout.Row, i int) (name, bool) {
	span, ok := rowSpan(rows[i])
	if !ok {
		return name{}, false
	}
	text := span.Text()
	shape := postal.NameShape(text)
	if shape < receiptShape || len(text) < 4 || isLabelled(span) || isTitleText(text) || isAddressLine(span.Seg) || isGreeting(text) || isOffer(text) || legalOnly(text) {
		return name{}, false
	}
	c := name{span: span, lines: []*layout.Segment{span.Seg}, score: receiptPerShape * shape}
	legal := postal.HasLegalForm(text)
	if i+1 < len(rows) && !legal {
		if next, ok := rowSpan(rows[i+1]); ok && legalOnly(next.Text()) {
			c.also, legal = []layout.Span{next}, true
		}
	}
	if legal {
		c.score += receiptLegal
	}
	if postal.HasTradeWord(text) {
		c.score += receiptTrade
	}
	if rows[i].Y1-rows[i].Y0 > receiptLargeFrom*span.Seg.Page.Em {
		c.score += receiptLarge
	}
	return c, true
}

// rowSpan is the row's only piece of text, or its pieces when they are one name written with wide spaces.
func rowSpan(r *layout.Row) (layout.Span, bool) {
	if len(r.Segments) == 1 {
		return nameIn(r.Segments[0]), true
	}
	if len(r.Segments) > 5 {
		return layout.Span{}, false
	}
	for _, s := range r.Segments {
		if hasDigit(s.Text) || len(s.Labels) > 0 || postal.NameShape(s.Text+" xx") < 0.6 {
			return layout.Span{}, false
		}
	}
	return nameIn(layout.Join(r.Segments)), true
}

// legalOnly tells whether a line is nothing but a legal form, with a registration number perhaps: "SDN BHD".
func legalOnly(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > 3 {
		return false
	}
	for _, w := range words {
		if !locale.Default().IsLegalForm(w) && !locale.Default().IsTradeWord(w) {
			return false
		}
	}
	return true
}

// endsHead tells whether a row is past the name: an address, a number, a label.
func endsHead(r *layout.Row) bool {
	for _, s := range r.Segments {
		if isAddressLine(s) || len(s.Labels) > 0 && s.Labels[0].AtStart {
			return true
		}
	}
	return false
}

var greeting = regexp.MustCompile(`(?i)^(welcome|thank|herzlich|willkommen|bienvenue|merci|vielen dank|bienvenid|gracias|benvenut|grazie|velkommen|välkommen|tervetuloa|home of|goods sold)`)

func isGreeting(text string) bool { return greeting.MatchString(text) }

// offerWords are of invitations and offers over a receipt's head: "Get 10% off your next visit", "Tell us how we did".
var offerWords = regexp.MustCompile(`(?i)%|\b(?:your|next|visit|survey|tell|coupon|voucher|win|save|off|free|feedback|rate us|how we did)\b`)

// openEnd are words that no name ends with: the sentence goes on in the next line.
var openEnd = regexp.MustCompile(`(?i)\b(?:for|and|or|with|the|your|our|to|at|in|a|an|of|any|und|für|mit|et|pour|avec|y|para|con|per|e)$`)

// isOffer tells a sentence or an offer from a name.
func isOffer(text string) bool {
	if postal.HasLegalForm(text) {
		return false
	}
	small := 0
	for _, w := range strings.Fields(text)[1:] {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) && len(w) > 3 {
			small++
		}
	}
	return small > 2 || offerWords.MatchString(text) || openEnd.MatchString(text)
}

// registration is what registers write behind a company's name on receipts: "(123456-X)", "(Co. No. 1234)".
var registration = regexp.MustCompile(`\s*[(\[<{]\s*(?:(?i:co|reg|company|roc|no|br)[ .:\pL]*)?[A-Z]{0,3}\d{4,}.*$|\s+\d{5,}-?[A-Z0-9]\b.*$|\s+\(?[A-Z]{2}\d{6,}-?[A-Z]?\)?.*$|\s+002\d{6}-[A-Z].*$`)
