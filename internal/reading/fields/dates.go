package fields

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// headerDates chooses issue and due date together: an invoice is not due before it is issued.
func (d *document) headerDates(b *builder) {
	issue := candidates.Best(d.Dates, d.issueScore)
	due := candidates.Best(d.Dates, d.dueScore)
	delivery := candidates.Best(d.Dates, func(c *candidates.Bound) float64 {
		s, _ := d.As(c, locale.DeliveryDate)
		return s
	})
	if issue.Bound != nil && issue.Score >= 0.15 {
		b.data.IssueDate = issue.Bound.Date.Date
		b.proofs.Value("/issue_date", &issue.Bound.Value, issue.Score)
	}
	if due.Bound != nil && due.Score >= 0.4 && !tooFar(b.data.IssueDate, due.Bound.Date.Date) {
		b.data.DueDate = due.Bound.Date.Date
		b.proofs.Value("/due_date", &due.Bound.Value, due.Score)
	}
	if delivery.Bound != nil && delivery.Score >= 0.5 {
		b.data.Delivery = &en16931.Delivery{Date: delivery.Bound.Date.Date}
		b.proofs.Value("/delivery/date", &delivery.Bound.Value, delivery.Score)
	}
}

// dueScore is how much a date could be the day of payment; a day until which a discount is given is not.
func (d *document) dueScore(c *candidates.Bound) float64 {
	s, _ := d.As(c, locale.DueDate)
	for _, l := range c.Span.Seg.Labels {
		if l.Span.Start > c.Span.Start && l.Has(locale.CashDiscount) {
			return 0.5 * s
		}
	}
	return s
}

// tooFar tells whether a due date is out of reach of the issue date.
func tooFar(issue, due en16931.Date) bool {
	if issue.IsZero() {
		return false
	}
	days := due.Time().Sub(issue.Time()).Hours() / 24
	return days > 800 || days < -60
}

// issueScore is how much a date could be the invoice's.
func (d *document) issueScore(c *candidates.Bound) float64 {
	issued, _ := d.As(c, locale.IssueDate)
	plain, _ := d.As(c, locale.Date)
	other, _ := d.As(c, locale.DueDate, locale.DeliveryDate, locale.OrderDate, locale.Period)
	if y := c.Span.Seg.Box.CenterY() / c.Page().Height; y > 0.9 && !d.Receipt {
		plain *= 0.5 // when a page was printed
	}
	score := max(issued, 0.85*plain)
	if score < 0.3 {
		score = max(score, d.unlabelledDate(c))
	}
	if other > score {
		score *= 0.4
	}
	if c.Page() != d.Pages[0] {
		score *= 0.8
	}
	return score
}

// unlabelledDate scores a date by its place: a title or the place of issue before it, the page's upper part, or a till
// slip's time behind it.
func (d *document) unlabelledDate(c *candidates.Bound) float64 {
	p := c.Page()
	score := 0.3
	before := strings.TrimSpace(c.Span.Seg.Text[:c.Span.Start])
	if prev := c.Span.Seg.Left(); before == "" && prev != nil {
		before = prev.Text
	}
	if len(c.Span.Seg.Text) > 90 {
		score = 0.12
	}
	if headsTitle(c.Span) {
		score += 0.35
	}
	introduced := introducesDate(before)
	if introduced {
		score += 0.25
	}
	y := c.Span.Seg.Box.CenterY() / p.Height
	if !d.Receipt && y > 0.45 {
		score -= 0.12
	}
	if d.Receipt && hasClock(c.Span) {
		score += 0.2
	}
	if _, best := c.Strongest(); best > 0.5 && !(introduced && strings.Contains(before, ",")) {
		score *= 0.5
	}
	return max(score, 0.05)
}

var dateIntroductions = map[string]bool{"den": true, "le": true, "vom": true, "du": true, "am": true, "of": true, "van": true, "del": true, "di": true, "lì": true, "dated": true, "d.d.": true, "a": true}

// introducesDate tells whether the text before a date ends like "Munich, the".
func introducesDate(before string) bool {
	words := strings.Fields(strings.ToLower(before))
	return len(words) > 0 && (dateIntroductions[words[len(words)-1]] || len(words) <= 3 && strings.HasSuffix(before, ","))
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
