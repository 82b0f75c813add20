package counting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

// longestThing bounds the words that are taken for what a line says, or for a name.
const longestThing = 5

// thing understands words at i that nothing explains, where they may be what lines of invoices say, or the name of a seller that
// there is not; 0 where they may be anything else.
func (p *parser) thing(list []token, i int) int {
	if !p.things || p.except != noException || p.in.Line != "" || p.unheard != "" {
		return 0
	}
	n := 0
	for i+n < len(list) && n <= longestThing && p.strange(list, i+n) {
		n++
	}
	if n == 0 || n > longestThing {
		return 0
	}
	var said []string
	for _, t := range list[i : i+n] {
		said = append(said, t.text)
	}
	words := strings.Join(said, " ")
	switch seller, line := p.leads(list, i); {
	case seller && p.capital(list[i]):
		p.unheard = words
	case line, !seller && p.lex.within(p.list, "costs", "mentions"):
		p.in.Line = words
	default:
		return 0
	}
	return n
}

// strange tells whether a word means nothing that is known.
func (p *parser) strange(list []token, i int) bool {
	t := list[i]
	if r, _ := utf8.DecodeRuneInString(t.text); t.invoice != "" || !unicode.IsLetter(r) || names().connectors[t.folded] {
		return false
	}
	if _, n := p.clock.period(list, i); n > 0 {
		return false
	}
	c, _ := p.lex.any(list, i, slices.Concat(categories, ranks, []string{"skip", "and", "except", "thing", "mentions", "over", "under", "at_least", "at_most", "never", "or", "no"})...)
	return c == ""
}

// leads tells what the word before i, but for articles, leads to.
func (p *parser) leads(list []token, i int) (seller, line bool) {
	for i--; i >= 0 && (articles[list[i].folded] && !names().beforeSeller[list[i].folded] || p.lex.is(list, i, "article") > 0); i-- {
	}
	if i < 0 {
		return false, false
	}
	for from := max(i-2, 0); from <= i; from++ {
		line = line || p.lex.is(list, from, "thing") == i-from+1
	}
	line = line || p.lex.is(list, i, "thing_paid") > 0 && (p.goesOn || p.lex.within(p.list, "pay", "costs"))
	return p.lex.is(list, i, "origin") > 0, line
}

// capital tells whether a word is written like a name.
func (p *parser) capital(t token) bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsUpper(r)
}

// within tells whether a question has a word of one of the categories.
func (l lexicon) within(list []token, categories ...string) bool {
	for i := range list {
		if c, _ := l.any(list, i, categories...); c != "" {
			return true
		}
	}
	return false
}

// plurals are the endings of more than one, longest first, by language.
var plurals = map[wording.Language][]string{"en": {"s"}, "de": {"en", "n", "e", "s"}, "fr": {"s", "x"}}

// lineWords are the words of a line as a query looks for them: without the ending of a plural, so that each is a beginning.
func lineWords(line string, l wording.Language) string {
	fields := strings.Fields(line)
	for i, w := range fields {
		for _, end := range plurals[l] {
			stem, ok := strings.CutSuffix(w, end)
			if ok && utf8.RuneCountInString(stem) >= 4 && !strings.HasSuffix(stem, "s") {
				fields[i] = stem
				break
			}
		}
	}
	return strings.Join(fields, " ")
}
