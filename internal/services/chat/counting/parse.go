// Package counting understands questions that count, sum or list invoices, in German, English and French, and words their
// answers.
//
// It owns what the words mean, and the rule that a question is understood only when every word of it is: a word that was not
// understood may be a condition, and a condition that is left out makes a wrong number. It does not own the numbers.
package counting

import (
	"slices"
	"time"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

// Op is what is asked for.
type Op string

// The operations.
const (
	Count Op = "count"
	Sum   Op = "sum"
	List  Op = "list"
)

// Intent is a question that was understood. Zero members narrow nothing.
type Intent struct {
	Op       Op
	Measures []string // gross, net, tax: of a sum
	By       []string // seller, month, currency, status
	Period   Period   // of the issue dates
	Statuses []string // as said: approved, rejected, ready, needs_review, failed, queued, processing, undecided
	Currency string
	Sellers  [][]string // the spellings of each seller that was named; with several, each is answered for
	Paid     bool       // payments were asked for; what is known is what was invoiced
	Language wording.Language
}

// Outcome is how far a question was understood.
type Outcome int

// The outcomes.
const (
	Unknown   Outcome = iota // it is not, or not wholly, about numbers of invoices
	Ambiguous                // all but which seller is meant
	Understood
)

// Workspace is what is known of the caller's invoices and of the time.
type Workspace struct {
	Today   time.Time
	Sellers []string
}

// Asks tells whether a question may be about numbers of invoices at all, before any seller is looked up.
func Asks(question string) bool {
	list := tokens(question)
	if len(list) == 0 || len(list) > maxTokens {
		return false
	}
	for _, l := range order(question) {
		for i := range list {
			if c, _ := lexicons()[l].any(list, i, "count", "sum", "pay", "list", "ask"); c != "" {
				return true
			}
		}
	}
	return false
}

// order is the languages, the question's own first.
func order(question string) []wording.Language {
	first := wording.Detect(question)
	out := []wording.Language{first}
	for _, l := range wording.Languages() {
		if l != first {
			out = append(out, l)
		}
	}
	return out
}

// Parse understands a question. previous is the intent of the question before it, for one that goes on with it; nil for none.
// With Ambiguous, candidates are the sellers it may mean.
func Parse(question string, w Workspace, previous *Intent) (in Intent, candidates []string, out Outcome) {
	list := tokens(question)
	if len(list) == 0 || len(list) > maxTokens {
		return Intent{}, nil, Unknown
	}
	d := newDirectory(w.Sellers)
	for _, l := range order(question) {
		p := &parser{list: list, lex: lexicons()[l], dir: d, in: Intent{Language: l}, said: map[string]bool{}}
		p.clock = clock{today: midnight(w.Today), lex: p.lex, language: l}
		if p.read() && p.decide(previous) {
			if p.candidates != nil {
				return p.in, p.candidates, Ambiguous
			}
			return p.in, nil, Understood
		}
	}
	return Intent{}, nil, Unknown
}

func midnight(t time.Time) time.Time { return date(t.Year(), t.Month(), t.Day()) }

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
}

// categories are what words may mean besides periods and sellers, but for those to skip.
var categories = []string{"count", "sum", "pay", "paid", "list", "ask", "all", "earlier", "times", "bills", "owed", "invoice", "gross", "net", "tax", "by_month", "by_seller", "by_currency", "by_status",
	"approved", "rejected", "ready", "needs_review", "failed", "queued", "processing", "undecided", "EUR", "USD", "GBP", "CHF"}

// read understands every token, or tells that it cannot.
func (p *parser) read() bool {
	named, unsure := p.dir.mentions(p.list, p.lex)
	if unsure {
		return false
	}
	for i := 0; i < len(p.list); {
		if len(named) > 0 && named[0].start == i {
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
	return true
}

// word understands the tokens at i; 0 when they mean nothing.
func (p *parser) word(list []token, i int) int {
	if p.numbered(i) || p.limits(list, i) {
		return 0
	}
	period, n := p.clock.period(list, i)
	_, k := p.lex.any(list, i, categories...)
	switch {
	case n > 0 && n >= k:
		if !p.in.Period.IsZero() {
			return 0 // two periods want two answers
		}
		p.in.Period = period
		return n
	case k > 0 && k >= p.lex.is(list, i, "skip"):
		return p.all(list, i, k)
	}
	if k := p.lex.is(list, i, "and"); k > 0 {
		if i > 0 {
			p.joins++
		}
		return k
	}
	return p.lex.is(list, i, "skip")
}

// limits tells whether an amount that looks like a year is one: "over 2000 euros".
func (p *parser) limits(list []token, i int) bool {
	_, year := list[i].year()
	return year && i > 0 && names().limits[list[i-1].folded]
}

// numbered tells whether one invoice is named by its number: "invoice 2026-03" is not those of March.
func (p *parser) numbered(i int) bool {
	n := p.lex.is(p.list, i, "one")
	if n == 0 || i+n >= len(p.list) {
		return false
	}
	next := p.list[i+n].folded
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
		if !p.mean(c) {
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

var (
	measures = []string{"gross", "net", "tax"}
	groups   = map[string]string{"by_month": "month", "by_seller": "seller", "by_currency": "currency", "by_status": "status"}
	statuses = []string{"approved", "rejected", "ready", "needs_review", "failed", "queued", "processing", "undecided"}
	currency = []string{"EUR", "USD", "GBP", "CHF"}
)

// mean notes a category; false when it does not go with what was said before.
func (p *parser) mean(category string) bool {
	p.said[category] = true
	switch {
	case category == "owed":
		return false // what is still to be paid no invoice tells
	case slices.Contains(measures, category) && !slices.Contains(p.in.Measures, category):
		p.in.Measures = append(p.in.Measures, category)
	case groups[category] != "":
		p.in.By = append(p.in.By, groups[category])
	case slices.Contains(statuses, category) && !slices.Contains(p.in.Statuses, category):
		p.in.Statuses = append(p.in.Statuses, category)
	case slices.Contains(currency, category):
		if p.in.Currency != "" && p.in.Currency != category {
			return false // one sum in two currencies there is none
		}
		p.in.Currency = category
	}
	return true
}

func (p *parser) seller(m mention) {
	if m.doubtful || !p.dir.same(m.sellers) {
		for _, id := range m.sellers {
			p.candidates = append(p.candidates, p.dir.names[id])
		}
		return
	}
	p.in.Sellers = append(p.in.Sellers, p.dir.spellings(m.sellers[0]))
}
