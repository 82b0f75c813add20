package header

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// dates chooses issue and due date together: an invoice is not due before it is issued.
func (r *reader) dates() {
	issue := candidates.Best(r.Dates, r.issueScore)
	due := candidates.Best(r.Dates, r.dueScore)
	delivery := candidates.Best(r.Dates, func(c *candidates.Bound) float64 {
		s, _ := r.As(c, locale.DeliveryDate)
		return s
	})
	if issue.Found() && issue.Score >= issueLeast {
		r.out.IssueDate = issue.Date.Date
		r.out.Proofs.Value("/issue_date", &issue.Value, issue.Score)
		r.out.Grounds.Issue = r.issueGround(issue)
	}
	if due.Found() && due.Score >= dueLeast && !tooFar(r.out.IssueDate, due.Date.Date) {
		r.out.DueDate = due.Date.Date
		r.out.Proofs.Value("/due_date", &due.Value, due.Score)
	}
	if delivery.Found() && delivery.Score >= deliveryLeast {
		r.out.Delivery = &en16931.Delivery{Date: delivery.Date.Date}
		r.out.Proofs.Value("/delivery/date", &delivery.Value, delivery.Score)
	}
}

// dueScore is how much a date could be the day of payment; a day until which a discount is given is not.
func (r *reader) dueScore(c *candidates.Bound) float64 {
	s, _ := r.As(c, locale.DueDate)
	term, _ := r.As(c, locale.PaymentTerms)
	s = max(s, dueTerm*term, saidDue(c))
	for _, l := range c.Span.Seg.Labels {
		if l.Span.Start > c.Span.Start && l.Has(locale.CashDiscount) {
			return discountDay * s
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
	return days > dueLatestDays || days < dueEarliestDays
}

// issueScore is how much a date could be the invoice's.
func (r *reader) issueScore(c *candidates.Bound) float64 {
	issued, _ := r.As(c, locale.IssueDate)
	plain, _ := r.As(c, locale.Date)
	other, _ := r.As(c, locale.DueDate, locale.DeliveryDate, locale.OrderDate, locale.Period)
	if y := c.Span.Seg.Box.CenterY() / c.Page().Height; y > footFrom && !r.Receipt {
		plain *= footDate // when a page was printed
	}
	score := max(issued, issuePlain*plain)
	if score < issueWeak {
		score = max(score, r.unlabelledDate(c))
	}
	if other > score {
		score *= issueOther
	}
	if c.Page() != r.Pages[0] {
		score *= issueLaterPage
	}
	return score
}
