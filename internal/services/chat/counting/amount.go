package counting

import (
	"regexp"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/query"
)

// figures are an amount as people write it.
var figures = regexp.MustCompile(`^\d{1,3}(?:[ \x{a0}\x{202f}'’.,]\d{3})*(?:[.,]\d{1,2})?$|^\d+(?:[.,]\d{1,2})?$`)

// amountOf reads an amount in a language. 1.500 is fifteen hundred in German and may be one and a half in English: what may be two
// amounts is none.
func amountOf(s string, l wording.Language) (en16931.Decimal, bool) {
	if !figures.MatchString(s) {
		return en16931.Decimal{}, false
	}
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(s)
	thousands, point := ".", ","
	if l == wording.English {
		thousands, point = ",", "."
	}
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		one := strings.Count(s, ".")+strings.Count(s, ",") == 1
		switch whole := len(s)-i-1 == 3; {
		case whole && one && string(s[i]) == point:
			return en16931.Decimal{}, false
		case whole && (strings.Contains(s, ".") && strings.Contains(s, ",")):
			return en16931.Decimal{}, false
		case whole:
			thousands, point = string(s[i]), ""
		default:
			point = string(s[i])
			thousands = map[string]string{".": ",", ",": "."}[point]
		}
	}
	s = strings.ReplaceAll(s, thousands, "")
	if point != "" {
		s = strings.ReplaceAll(s, point, ".")
	}
	d, err := en16931.ParseDecimal(s)
	return d, err == nil
}

// money reads an amount with its currency, which stands before or behind it, or is left out.
func (p *parser) money(list []token, i int) (d en16931.Decimal, code string, n int) {
	at := i
	code, k := p.lex.any(list, at, currency...)
	at += k
	if at >= len(list) || list[at].invoice != "" {
		return d, "", 0
	}
	d, ok := amountOf(list[at].folded, p.in.Language)
	if !ok {
		return d, "", 0
	}
	at++
	if at < len(list) && list[at].folded == "k" {
		d, at = en16931.NewDecimal(d.Value().Shift(3)), at+1
	}
	if code == "" {
		code, k = p.lex.any(list, at, currency...)
		at += k
	}
	return d, code, at - i
}

// amount understands a range of amounts at i: over 500 CHF, between 100 and 200 euros; 0 for none.
func (p *parser) amount(list []token, i int) int {
	if n := p.between(list, i); n > 0 {
		return n
	}
	word, n := p.lex.any(list, i, "over", "under", "at_least", "at_most")
	if n == 0 {
		return 0
	}
	d, code, k := p.money(list, i+n)
	if c, _ := p.lex.any(list, i+n+k, "invoice", "credit", "suppliers", "month", "day", "year"); k == 0 || c != "" || !p.inCurrency(code) {
		return 0 // more than 3 invoices are no amount
	}
	at := &p.in.Amount
	bound := map[string]*en16931.Decimal{"over": &at.Over, "under": &at.Under, "at_least": &at.Min, "at_most": &at.Max}[word]
	if bound.IsPresent() {
		return 0
	}
	*bound = d
	return n + k
}

func (p *parser) between(list []token, i int) int {
	n := p.lex.is(list, i, "between")
	lead := n
	if n == 0 {
		n = p.lex.is(list, i, "from")
	}
	low, first, k := p.money(list, i+n)
	if k == 0 || n == 0 {
		return 0
	}
	joint := p.lex.is(list, i+n+k, "and")
	if lead == 0 || joint == 0 {
		joint = p.lex.is(list, i+n+k, "to")
	}
	if joint == 0 {
		return 0
	}
	high, second, m := p.money(list, i+n+k+joint)
	if m == 0 {
		return 0
	}
	_, isYear := list[i+n].year()
	if first+second == "" && isYear {
		return 0 // between 2024 and 2025
	}
	if first+second == "" && (lead == 0 || len(list[i+n].folded) < 3) || !p.inCurrency(first) || !p.inCurrency(second) || p.in.Amount != (query.Amounts{}) {
		return 0 // from 1 to 15 March
	}
	p.in.Amount.Min, p.in.Amount.Max = low, high
	return n + k + joint + m
}

// inCurrency notes the currency of an amount; false when another was said before.
func (p *parser) inCurrency(code string) bool {
	if code == "" || slices.Equal(p.in.Currencies, []string{code}) {
		return true
	}
	if len(p.in.Currencies) > 0 {
		return false
	}
	p.in.Currencies = []string{code}
	return true
}
