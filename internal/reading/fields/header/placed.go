package header

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// unlabelledDate scores a date by its place: a title or the place of issue before it, the page's upper part, or a till
// slip's time behind it.
func (r *reader) unlabelledDate(c *candidates.Bound) float64 {
	p := c.Page()
	score := placedDate
	before := strings.TrimSpace(c.Span.Seg.Text[:c.Span.Start])
	if prev := c.Span.Seg.Left(); before == "" && prev != nil {
		before = prev.Text
	}
	if len(c.Span.Seg.Text) > proseLength {
		score = dateInProse
	}
	if headsTitle(c.Span) {
		score += dateAtTitle
	}
	introduced := introducesDate(before) && !r.ofSum(c.Span)
	if introduced {
		score += dateAfterTown
	}
	y := c.Span.Seg.Box.CenterY() / p.Height
	if !r.Receipt && y > dateLowFrom {
		score -= dateLow
	}
	if r.Receipt && hasClock(c.Span) {
		score += dateAtClock
	}
	if !r.Receipt && r.ofSum(c.Span) {
		score -= dateLow
	}
	if _, best := c.Strongest(); best > dateOther && !(introduced && strings.Contains(before, ",")) {
		score *= dateOfOther
	}
	return max(score, dateLeast)
}

// ofSum tells whether a sum of money stands behind a date in its row: it is the day of a payment or of an item.
func (r *reader) ofSum(s layout.Span) bool {
	for _, a := range r.Amounts {
		if a.Amount.Cents && a.Span.Seg.Row == s.Seg.Row && (a.Span.Seg != s.Seg && a.Span.Seg.Box.X0 > s.Box().X1 || a.Span.Seg == s.Seg && a.Span.Start >= s.End) {
			return true
		}
	}
	return false
}

// dateIntroductions are words between the place of issue and its date.
var dateIntroductions = map[string]bool{"den": true, "le": true, "vom": true, "du": true, "am": true, "of": true, "van": true, "del": true, "di": true, "lì": true, "dated": true, "d.d.": true, "a": true}

// introducesDate tells whether the text before a date ends like "Munich, the"; that of a sentence does not: "to be paid on the".
func introducesDate(before string) bool {
	if slices.ContainsFunc(strings.Fields(before), prose) {
		return false
	}
	words := strings.Fields(strings.ToLower(before))
	return len(words) > 0 && (dateIntroductions[words[len(words)-1]] || len(words) <= 3 && strings.HasSuffix(before, ","))
}

// prose tells a word of a sentence from one of a place's name and from short words between them.
func prose(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(first) && utf8.RuneCountInString(word) > 3 && !dateIntroductions[word]
}

// headsTitle tells whether the date stands in a line that begins with the document's title or number.
func headsTitle(s layout.Span) bool {
	for _, l := range s.Seg.Labels {
		if l.AtStart && l.Has(locale.Number) && l.Span.End <= s.Start {
			return true
		}
	}
	_, title, ok := kind.Title(s.Seg)
	return ok && title.End <= s.Start
}

// hasClock tells whether a time of day stands behind a date or in its row.
func hasClock(s layout.Span) bool {
	rest := s.Seg.Text[s.End:]
	if strings.Contains(rest, ":") {
		return true
	}
	for _, o := range s.Seg.Row.Segments {
		if o != s.Seg && strings.Count(o.Text, ":") >= 1 && strings.ContainsAny(o.Text, "0123456789") {
			return true
		}
	}
	return false
}
