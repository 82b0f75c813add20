// Package counting understands questions that count, sum or list invoices, in German, English and French, and words their
// answers.
//
// It owns what the words mean, and the rule that a question is understood only when every word of it is: a word that was not
// understood may be a condition, and a condition that is left out makes a wrong number. It does not own the numbers.
//
// It has more than 3,500 lines: what a question can mean, an Intent, is what its answer must be able to say, and both learn a phrase
// together. parser has more than 25 methods, and clock has more than 25 methods: one for each kind of phrase or way to name a time,
// over one position in one question. writer has more than 25 methods: one for each form of answer, in one language at a time.
package counting

import (
	"time"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

// Outcome is how far a question was understood.
type Outcome int

// The outcomes.
const (
	Unknown   Outcome = iota // it is not, or not wholly, about numbers of invoices
	Ambiguous                // all but which seller is meant
	Unheard                  // all but a seller or an invoice that there is not
	Understood
)

// Workspace is what is known of the caller's invoices and of the time.
type Workspace struct {
	Today   time.Time
	Sellers []string
	VATIDs  map[string][]string // of the sellers, by their names
	Numbers []string            // those of NumberWords that are numbers of invoices
}

// Asks tells whether a question may be about numbers of invoices at all, before any seller is looked up.
func Asks(question string) bool {
	list := tokens(question)
	if len(list) == 0 || len(list) > maxTokens {
		return false
	}
	if len(NumberWords(question)) > 0 {
		return true
	}
	for _, l := range order(question) {
		for i := range list {
			if c, _ := lexicons()[l].any(list, i, askingWords...); c != "" {
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
// With Ambiguous, candidates are the sellers it may mean; with Unheard, the name or number that nothing has.
func Parse(question string, w Workspace, previous *Intent) (in Intent, candidates []string, out Outcome) {
	list := tokenize(question, w.Numbers)
	if len(list) == 0 || len(list) > maxTokens {
		return Intent{}, nil, Unknown
	}
	d := newDirectory(w.Sellers, w.VATIDs)
	languages := order(question)
	for _, how := range readings {
		for _, l := range languages {
			p := newParser(list, l, d, w, how)
			if p != nil {
				p.goesOn = previous != nil
				p.clock.anchor = anchorOf(previous)
			}
			if p == nil || !p.read() || !p.decide(previous) || !p.in.whole() {
				continue
			}
			switch {
			case p.unheard != "":
				return p.in, []string{p.unheard}, Unheard
			case p.candidates != nil:
				return p.in, p.candidates, Ambiguous
			}
			return p.in, nil, Understood
		}
	}
	return Intent{}, nil, Unknown
}

// reading is what a try to understand a question allows besides words that are known.
type reading struct {
	slips  bool // of the pen, in words of questions
	things bool // words that lines of invoices may say, and names of sellers that there are not
}

// readings are tried in this order: what is known goes before what is guessed.
var readings = []reading{{}, {slips: true}, {things: true}, {slips: true, things: true}}

func newParser(list []token, l wording.Language, d directory, w Workspace, how reading) *parser {
	p := &parser{list: list, lex: lexicons()[l], dir: d, in: Intent{Language: l}, said: map[string]bool{}, things: how.things}
	p.clock = clock{today: midnight(w.Today), lex: p.lex, language: l}
	if how.slips {
		mended, ok := p.lex.correct(list, d)
		if !ok {
			return nil
		}
		p.list = mended
	}
	for i := range p.list {
		p.comparing = p.comparing || p.lex.is(p.list, i, "compare") > 0
	}
	p.clock.apart = p.comparing
	return p
}

// anchorOf is the period that a question before was about, if it was about one.
func anchorOf(previous *Intent) Period {
	if previous == nil || !previous.Second.IsZero() {
		return Period{}
	}
	return previous.Period
}

func midnight(t time.Time) time.Time { return date(t.Year(), t.Month(), t.Day()) }
