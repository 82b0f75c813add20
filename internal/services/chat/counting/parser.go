package counting

import (
	"slices"
	"time"

	"github.com/docketapi/docket/internal/services/query"
)

// parser reads one question in one language.
type parser struct {
	list       []token
	lex        lexicon
	dir        directory
	clock      clock
	in         Intent
	said       map[string]bool // categories
	joins      int             // words that join, and were not part of anything
	candidates []string
	unheard    string // a name or number that nothing has

	things    bool // words that lines may say are understood
	comparing bool
	noYear    bool // the period was said without its year
	goesOn    bool // there was a question before
	except    exception
}

// categories are what words may mean besides periods and sellers, but for those to skip.
var categories = []string{
	"count", "sum", "pay", "paid", "list", "ask", "all", "earlier", "times", "bills", "owed", "invoice", "gross", "net", "tax",
	"by_month", "by_quarter", "by_year", "by_seller", "by_currency", "by_status", "by_type", "which_month", "which_quarter", "which_year",
	"approved", "rejected", "ready", "needs_review", "failed", "queued", "processing", "undecided", "EUR", "USD", "GBP", "CHF",
	"credit", "status", "than", "supplier", "suppliers", "average", "median", "share", "compare", "due", "iban", "vat_id", "numbered", "who", "when", "did", "every", "each", "copula", "issued", "currency_of", "only", "both", "netted",
}

// askingWords are the categories one of which a question for figures has.
var askingWords = []string{
	"count", "sum", "pay", "list", "ask", "invoice", "credit", "suppliers", "supplier", "average", "median", "share", "compare", "due", "iban", "vat_id",
	"tax", "gross", "net", "status", "largest", "smallest", "latest", "oldest", "by_month", "by_quarter", "by_year", "by_seller", "who", "costs",
}

// read understands every token, or tells that it cannot.
func (p *parser) read() bool {
	named, unsure := p.dir.mentions(p.list, p.lex, p.things)
	if unsure {
		return false
	}
	for i := 0; i < len(p.list); {
		if len(named) > 0 && named[0].start == i {
			if p.halfJoined(i) {
				return false
			}
			if p.except == excepted && !p.joinedTo(i) {
				p.except = noException
			}
			p.seller(named[0])
			i, named = named[0].end, named[1:]
			continue
		}
		limit := len(p.list)
		if len(named) > 0 {
			limit = named[0].start
		}
		n := p.word(p.list[:limit], i)
		if n == 0 {
			return false
		}
		i += n
	}
	return p.except != exceptWhat
}

// word understands the tokens at i; 0 when they mean nothing.
func (p *parser) word(list []token, i int) int {
	if list[i].invoice != "" {
		return p.number(list[i])
	}
	if p.never(list, i) {
		return 0
	}
	_, longer := p.lex.any(list, i, "net", "netted", "skip")
	if n := p.lex.is(list, i, "except"); n > 0 && n >= longer {
		p.except = exceptWhat
		return n
	}
	for _, read := range []func([]token, int) int{p.amount, p.ranked} {
		if n := read(list, i); n > 0 {
			return p.endException(n)
		}
	}
	if p.numbered(i) || p.limits(list, i) {
		return 0
	}
	return p.plain(list, i)
}

// never tells whether what stands at i is nothing that a query can ask, and no phrase that it begins is either.
func (p *parser) never(list []token, i int) bool {
	_, known := p.lex.any(list, i, categories...)
	known = max(known, p.lex.is(list, i, "skip"))
	n := p.lex.is(list, i, "never")
	return n > 0 && n >= known || p.lex.is(list, i, "no") == 1 && known <= 1 && !numeral(list, i+1)
}

// numeral tells whether there is a number at i.
func numeral(list []token, i int) bool {
	return i < len(list) && (list[i].invoice != "" || list[i].folded[0] >= '0' && list[i].folded[0] <= '9')
}

// plain understands what is no number, amount or rank.
func (p *parser) plain(list []token, i int) int {
	period, n := p.clock.period(list, i)
	_, k := p.lex.any(list, i, categories...)
	switch {
	case n > 0 && n >= k:
		if !p.when(period, p.yearless(list, i, n)) {
			return 0
		}
		return p.endException(n)
	case k > 0 && k >= p.lex.is(list, i, "skip"):
		return p.all(list, i, k)
	}
	if _, k := p.lex.any(list, i, "and", "or"); k > 0 {
		if i > 0 {
			p.joins++
		}
		return k
	}
	if k := p.lex.is(list, i, "skip"); k > 0 {
		return k
	}
	return p.thing(list, i)
}

// when notes a period; a second one is answered for by itself, a third is not.
// One without its year takes that of the other, the first from the second; which year the second is of is not guessed.
func (p *parser) when(period Period, yearless bool) bool {
	switch {
	case p.in.Period.IsZero():
		p.in.Period, p.noYear = period, yearless
	case yearless && !p.noYear:
		return false
	case p.noYear && !yearless && p.in.Second.IsZero() && p.comparing:
		shift := period.From.Year() - p.in.Period.From.Year()
		p.in.Period = Period{p.in.Period.From.AddDate(shift, 0, 0), endOf(p.in.Period.To.AddDate(shift, 0, 0), p.in.Period.To)}
		p.noYear, p.in.Second = false, period
	case p.in.Second.IsZero() && period != p.in.Period && (p.comparing || p.joins > 0):
		p.in.Second = period
	default:
		return false
	}
	return true
}

// endOf keeps the last day of a month the last one in another year, whatever that year's February.
func endOf(moved, was time.Time) time.Time {
	if was.AddDate(0, 0, 1).Day() != 1 {
		return moved
	}
	return date(moved.Year(), was.Month()+1, 0)
}

// yearless tells whether a period at i names a month or a part of a year and leaves the year to be guessed.
func (p *parser) yearless(list []token, i, n int) bool {
	if hasYear(list[i : i+n]) {
		return false
	}
	for k := i; k < i+n; k++ {
		if c, _ := p.lex.any(list, k, "this", "last", "before_last", "next", "today", "yesterday", "this_year", "last_year", "last_month", "last_quarter",
			"year_to_date", "month_to_date"); c != "" {
			return false
		}
	}
	return true
}

func (p *parser) number(t token) int {
	if p.in.Number != "" && p.in.Number != t.invoice {
		return 0
	}
	p.in.Number = t.invoice
	return p.endException(1)
}

// limits tells whether an amount that looks like a year is one: "over 2000 euros".
func (p *parser) limits(list []token, i int) bool {
	_, year := list[i].year()
	return year && i > 0 && names().limits[list[i-1].folded] && !p.comparing
}

// numbered tells whether one invoice is named by its number: "invoice 2026-03" is not those of March. One that there is was read as
// a whole before.
func (p *parser) numbered(i int) bool {
	n := p.lex.is(p.list, i, "one")
	if n == 0 || i+n >= len(p.list) || p.list[i+n].invoice != "" {
		return false
	}
	next := p.list[i+n].folded
	if _, year := p.list[i+n].year(); year && p.said["rank"] {
		return false // the largest invoice 2025
	}
	return next == "-" || next[0] >= '0' && next[0] <= '9'
}

// all notes every meaning of the n tokens at i; 0 when one does not go with the rest.
func (p *parser) all(list []token, i, n int) int {
	for _, c := range categories {
		if p.lex.is(list, i, c) != n {
			continue
		}
		if c == "sum" && p.counts(list, i, n) {
			c = "count"
			p.said["much"] = true
		}
		if c == "count" && p.countsSellers(list, i+n) {
			p.in.Suppliers = true
		}
		if slices.Contains(measures, c) && (n > 1 || c == "tax") {
			p.said["taxed"] = true
		}
		if !p.mean(c, i) {
			return 0
		}
	}
	return n
}

// counts tells whether "how much" at i is said of the invoices themselves: "wieviel Rechnungen" asks for their number, "wieviel
// die Rechnungen ergeben" for their sum.
func (p *parser) counts(list []token, i, n int) bool {
	if p.lex.is(list, i, "much") != n {
		return false
	}
	for i += n; i < len(list); {
		_, k := p.lex.any(list, i, statuses...)
		if k == 0 {
			return p.lex.is(list, i, "plural") > 0
		}
		i += k
	}
	return false
}

// countsSellers tells whether what is counted at i is sellers.
func (p *parser) countsSellers(list []token, i int) bool {
	for i < len(list) && p.lex.is(list, i, "different") > 0 {
		i += p.lex.is(list, i, "different")
	}
	return i < len(list) && p.lex.is(list, i, "suppliers") > 0
}

var (
	measures = []string{"gross", "net", "tax"}
	groups   = map[string]string{
		"by_month": "month", "by_seller": "seller", "by_currency": "currency", "by_status": "status",
		"by_quarter": "quarter", "by_year": "year", "by_type": "type",
	}
	statuses = []string{"approved", "rejected", "ready", "needs_review", "failed", "queued", "processing", "undecided"}
	currency = []string{"EUR", "USD", "GBP", "CHF"}
)

// mean notes a category of the words at i; false when it does not go with what was said before.
func (p *parser) mean(category string, i int) bool {
	if p.except != noException {
		return p.leaveOut(category, i)
	}
	p.said[category] = true
	switch {
	case category == "owed":
		return false // what is still to be paid no invoice tells
	case category == "credit":
		p.in.Type = query.CreditNote
	case category == "due":
		p.in.Due = true
	case slices.Contains(measures, category) && !slices.Contains(p.in.Measures, category):
		p.in.Measures = append(p.in.Measures, category)
	case groups[category] != "":
		p.in.By = append(p.in.By, groups[category])
	case slices.Contains(statuses, category) && !slices.Contains(p.in.Statuses, category):
		p.in.Statuses = append(p.in.Statuses, category)
	case slices.Contains(currency, category):
		return p.orCurrency(category, i)
	}
	return true
}

func (p *parser) seller(m mention) {
	if m.doubtful || !p.dir.same(m.sellers) {
		for _, id := range m.sellers {
			p.candidates = append(p.candidates, p.dir.names[id])
		}
		p.except = noException
		return
	}
	spellings := p.dir.spellings(m.sellers[0])
	if p.except != noException {
		p.in.NotSellers, p.except = append(p.in.NotSellers, spellings...), excepted
		return
	}
	p.in.Sellers = append(p.in.Sellers, spellings)
}
