package counting

import "github.com/docketapi/docket/internal/services/chat/wording"

// Subject is what a question that was not understood is about, as far as that decides how to say no.
type Subject string

// The subjects, which are the keys of what is said to them.
const (
	Anything   Subject = ""               // the documents may tell
	Greeting   Subject = "greeting"       // it asks nothing
	Conversion Subject = "no_conversion"  // amounts in another currency
	Sales      Subject = "no_sales"       // what the workspace itself sold
	Payments   Subject = "no_payments"    // which invoices are paid, open or overdue
	Figures    Subject = "not_understood" // a count, rank, sum, average, comparison, list or summary
)

// SubjectOf tells what a question is about by its words alone.
// The language is the one whose words tell.
func SubjectOf(question string) (Subject, wording.Language) {
	list, languages := tokens(question), order(question)
	if len(list) == 0 || len(list) > maxTokens {
		return Anything, languages[0]
	}
	for _, l := range languages {
		if s := subjectIn(lexicons()[l], list, l); s != Anything {
			return s, l
		}
	}
	return Anything, languages[0]
}

// dated tells whether a question names a time.
func dated(lex lexicon, list []token, l wording.Language) bool {
	c := clock{today: date(2000, 1, 1), lex: lex, language: l}
	for i := range list {
		if _, n := c.period(list, i); n > 0 {
			return true
		}
	}
	return false
}

func subjectIn(lex lexicon, list []token, l wording.Language) Subject {
	said := func(category string) bool {
		for i := range list {
			if lex.is(list, i, category) > 0 {
				return true
			}
		}
		return false
	}
	switch {
	case greets(lex, list):
		return Greeting
	case said("converts"):
		return Conversion
	case said("sales"):
		return Sales
	case said("settled") && said("books"), said("owed") && (said("books") || said("sum") || said("count")):
		return Payments
	case said("when") && said("paid"):
		return Payments
	case said("plural") && (said("except") || lex.is(list, 0, "plural") > 0 || dated(lex, list, l)), (said("pay") || said("costs") || said("sum")) && dated(lex, list, l):
		return Figures
	case said("derived"), said("field"), said("figure") && (said("books") || said("pay")):
		return Figures
	}
	return Anything
}

// greets tells whether nothing is said besides a greeting or thanks.
func greets(lex lexicon, list []token) bool {
	greeting := false
	for i := 0; i < len(list); {
		n := lex.is(list, i, "greeting")
		greeting = greeting || n > 0
		if n = max(n, lex.is(list, i, "skip")); n == 0 {
			return false
		}
		i += n
	}
	return greeting
}

// Unrecorded tells whether the subject is something that no invoice tells: counting the rest of such a question would answer
// another one.
func (s Subject) Unrecorded() bool { return s == Payments || s == Conversion || s == Sales }
