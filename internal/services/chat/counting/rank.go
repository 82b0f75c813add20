package counting

import "github.com/docketapi/docket/internal/services/query"

// ranks are the categories that put invoices or sellers in order.
var ranks = []string{"largest", "smallest", "latest", "oldest"}

var orders = map[string]query.Order{"largest": query.Largest, "smallest": query.Smallest, "latest": query.Newest, "oldest": query.Oldest}

// mostAsked bounds the number that is asked for.
const mostAsked = 100

// ranked understands a rank at i with the number that stands before or behind it: top 5, the 3 largest; 0 for none.
func (p *parser) ranked(list []token, i int) int {
	count, k := p.clock.quantity(list, i)
	word, n := p.lex.any(list, i+k, ranks...)
	if n == 0 {
		word, n = p.ends(list, i+k)
	}
	if n == 0 || n < p.lex.is(list, i+k, "skip") {
		return 0
	}
	if i > 0 && k == 0 && (p.lex.is(list, i-1, "at_most") > 1 || p.lex.is(list, i-1, "at_least") > 1) {
		return 0 // at most 3 are not the 3 most
	}
	if k == 0 {
		var after int
		if count, after = p.clock.quantity(list, i+n); after > 0 {
			if unit, _ := p.lex.any(list, i+n+after, units...); unit != "" {
				return 0
			}
			n += after
		}
	}
	if p.in.Order != "" && p.in.Order != orders[word] || count > mostAsked || p.in.Limit > 0 && count > 0 && p.in.Limit != count {
		return 0
	}
	p.in.Order = orders[word]
	if count > 0 {
		p.in.Limit = count
	}
	p.said["rank"] = true
	p.said["most"] = p.said["most"] || p.lex.is(list, i+k, "most") == n
	p.said["priced"] = p.said["priced"] || p.lex.is(list, i+k, "priced") == n
	if one := p.lex.is(list, i+k+n, "the_one"); one > 0 {
		n += one
		p.said["ranked_invoice"] = true
	}
	p.said["ranked_invoice"] = p.said["ranked_invoice"] || p.ranksInvoice(list, i, i+k+n)
	return k + n
}

// ranksInvoice tells whether the words from one place to another say the rank of invoices, and not of sums or of who sent them.
func (p *parser) ranksInvoice(list []token, from, to int) bool {
	for from--; from >= 0 && articles[list[from].folded]; from-- {
	}
	for _, at := range []int{from, to} {
		if at < 0 {
			continue
		}
		if c, _ := p.lex.any(list, at, "invoice", "credit"); c != "" && p.lex.is(list, at, "sum") == 0 {
			return !p.said["most"]
		}
	}
	return false
}

// ends reads "last" and "first" of invoices, which are no part of a period: the last 5 invoices, the first credit note.
func (p *parser) ends(list []token, i int) (string, int) {
	word, n := p.lex.any(list, i, "last", "first")
	if n == 0 {
		return "", 0
	}
	at := i + n
	if _, k := p.clock.quantity(list, at); k > 0 {
		at += k
	}
	if c, _ := p.lex.any(list, at, "invoice", "credit"); c == "" {
		return "", 0
	}
	return map[string]string{"last": "latest", "first": "oldest"}[word], n
}
