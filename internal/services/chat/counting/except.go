package counting

import (
	"slices"

	"github.com/docketapi/docket/internal/services/query"
)

// exception is how far something that is left out was said.
type exception int

const (
	noException exception = iota
	exceptWhat            // "without ..."
	excepted              // "without Müller ...", and more may follow
)

// joinedTo tells whether the word before i joins it to what was said.
func (p *parser) joinedTo(i int) bool {
	return i > 0 && (p.lex.is(p.list, i-1, "and") == 1 || p.lex.is(p.list, i-1, "or") == 1)
}

// halfJoined tells whether a name at i is joined to one that is left out by more than a word: "without Müller and from Kestrel" may
// mean either.
func (p *parser) halfJoined(i int) bool {
	return p.except == excepted && i > 0 && p.lex.is(p.list, i-1, "origin") == 1 && p.joinedTo(i-1)
}

// endException ends what is left out: n when nothing is still to be named, else 0.
func (p *parser) endException(n int) int {
	if p.except == exceptWhat {
		return 0
	}
	p.except = noException
	return n
}

// orCurrency notes a currency at i; false when it is not joined to one that was said before.
func (p *parser) orCurrency(code string, i int) bool {
	if slices.Contains(p.in.Currencies, code) || len(p.in.Currencies) == 0 || p.joinedTo(i) || p.lists(i) || i > 1 && p.lex.is(p.list, i-1, "skip") == 1 && p.joinedTo(i-1) {
		p.in.Currencies = with(p.in.Currencies, code)
		return true
	}
	return false
}

// lists tells whether the word before i is a currency, too, as in a list with commas.
func (p *parser) lists(i int) bool {
	c, n := "", 0
	if i > 0 {
		c, n = p.lex.any(p.list, i-1, currency...)
	}
	return c != "" && n == 1
}

// with adds what a list has not.
func with(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// leaveOut notes what is left out; false for what cannot be. "Without the invoices of ..." still leads to a name.
func (p *parser) leaveOut(category string, i int) bool {
	switch {
	case slices.Contains(currency, category) && (p.except == exceptWhat || p.joinedTo(i) || p.lists(i)):
		p.in.NotIn, p.except = with(p.in.NotIn, category), excepted
		return true
	case category == "credit":
		p.in.Type, p.except = query.Invoice, excepted
		return true
	case p.except == exceptWhat:
		return category == "invoice" || category == "supplier" || category == "suppliers"
	}
	p.except = noException
	return p.mean(category, i)
}
