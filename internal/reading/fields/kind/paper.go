package kind

import (
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Paper is a kind of business paper. The zero Paper is an invoice.
type Paper string

// The kinds of paper that are told from invoices. Credit notes and pro formas have a type code of their own.
const (
	Reminder          Paper = "reminder"
	Statement         Paper = "statement"
	OrderConfirmation Paper = "order_confirmation"
	Order             Paper = "order"
	DeliveryNote      Paper = "delivery_note"
	Quote             Paper = "quote"
	ProForma          Paper = "pro_forma"
	RemittanceAdvice  Paper = "remittance_advice"
	Contract          Paper = "contract"
	Payslip           Paper = "payslip"
	BankStatement     Paper = "bank_statement"
	CreditNote        Paper = "credit_note"
	Disclaimed        Paper = "disclaimed" // it says itself that it is no invoice
)

// names are the kinds as a finding words them.
var names = map[Paper]string{
	Reminder: "a payment reminder", Statement: "a statement of account", OrderConfirmation: "an order confirmation",
	Order: "an order", DeliveryNote: "a delivery note", Quote: "a quote", ProForma: "a pro forma invoice",
	RemittanceAdvice: "a remittance advice", Contract: "a contract", Payslip: "a payslip", BankStatement: "a bank statement",
	CreditNote: "a credit note", Disclaimed: "a paper that says that it is no invoice",
}

// Name is the kind as a sentence names it.
func (p Paper) Name() string { return names[p] }

// codes are the UNTDID 1001 codes of those kinds that EN 16931 takes.
var codes = map[Paper]string{ProForma: "325", CreditNote: "381"}

// Code is the kind's type code, "" for one that is no invoice of any type.
func (p Paper) Code() string { return codes[p] }

// Payable tells whether the kind asks for a payment, or gives one back, by itself.
func (p Paper) Payable() bool { return p == "" || p == CreditNote }

// Sheet is the kind of a paper with the words that name it.
type Sheet struct {
	Paper      Paper
	Named      layout.Span
	Confidence float64
}

// PaperOf tells what the first page is by its headings and by what it says of itself, the zero Sheet for an invoice.
func PaperOf(in []*layout.Page, receipt bool) Sheet {
	if len(in) == 0 || receipt {
		return Sheet{}
	}
	best, score, invoice := Sheet{}, 0.0, numbered(in[0])
	for _, s := range in[0].Segments {
		if s.Box.Y0 > paperLowest*in[0].Height || len(s.Words) > headingWords {
			continue
		}
		if _, span, ok := Title(s); ok && wholePaper(s) == "" {
			invoice = max(invoice, headingScore(s, span, false))
			if h, ok := headingIn(s); !ok || h.Paper != Reminder {
				continue
			}
		}
		if h, ok := headingIn(s); ok {
			if got := headingScore(s, h.Named, h.Paper == Reminder); got > score {
				best, score = h, got
			}
		}
	}
	return decide(best, score, invoice, spoken(in))
}

// decide weighs the best heading of another paper against the best of an invoice and against what the page says.
func decide(best Sheet, score, invoice float64, says words) Sheet {
	switch {
	case says.disclaims && score == 0:
		return Sheet{Paper: Disclaimed, Named: says.disclaimer, Confidence: paperSaid}
	case says.disclaims:
	case score > invoice*paperLead:
	case says.unpaid && invoice < paperTitled:
		best = Sheet{Paper: Reminder, Named: says.reminder}
	default:
		return Sheet{}
	}
	best.Confidence = min(titleConfidence+score*titlePerHeight, titleSurest)
	return best
}

// headingScore weighs a heading: its height, whether it is all that its line says, and whether it rather refers to another
// paper.
func headingScore(s *layout.Segment, title layout.Span, always bool) float64 {
	score := min(s.Box.Height()/s.Page.Em, headingTallest)
	rest := s.Text[title.End:]
	large := score >= headingLarge
	switch {
	case isBlank(rest) && title.Start == 0:
		score *= titleWholeLine
	case !hasDigit(rest) && title.Start == 0:
		score *= headingGoesOn
	}
	if !always && (hasDigit(rest) && !large || refers(s)) {
		score *= headingRefers
	}
	return score
}

// refers tells whether a heading labels the number or the date of another paper: one that is printed as large stands behind
// or under it.
func refers(s *layout.Segment) bool {
	if len(s.Row.Segments) > headingRow {
		return true
	}
	labels := func(v *layout.Segment) bool {
		return v != nil && hasDigit(v.Text) && v.Box.Height() > headingValue*s.Box.Height()
	}
	b := s.Below()
	return labels(s.Right()) || labels(b) && len(b.Words) == 1
}

// numbered is the weight of the labels of an invoice's number on a page that has no heading of one.
func numbered(p *layout.Page) float64 {
	out := 0.0
	for _, l := range p.Labels {
		if s := l.Span.Seg; l.AtStart && l.Has(locale.Number) && namesPaper(s.Text) == "" && s.Box.Y0 < paperLowest*p.Height {
			out = max(out, headingNumber*min(s.Box.Height()/p.Em, headingTallest))
		}
	}
	return out
}
