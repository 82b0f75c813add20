package terms

import (
	"strings"

	"github.com/docketapi/docket/internal/lang/identifier"
)

const (
	// longestSeries is how many groups an identifier written with spaces has at most: an IBAN of 34 in fours.
	longestSeries = 9
	longestID     = 34
	fewestDigits  = 4
	longestPrefix = 4 // letters before the digits, as in INV 2024 17
)

// spaced adds the identifiers written with spaces that begin with the first of the groups: an IBAN in fours, DE 123 456 789,
// RE 2024 17. Where one ends cannot be seen, so each length is one.
func spaced(out []Token, groups []group, loose bool) []Token {
	first := groups[0]
	if !first.begins(loose) {
		return out
	}
	id, digits := first.joined(), first.countDigits()
	for i := 1; i < min(len(groups), longestSeries); i++ {
		g := groups[i]
		if !groups[i-1].precedes(g) {
			break
		}
		id += g.joined()
		digits += g.countDigits()
		if len(id) > longestID {
			break
		}
		if digits >= fewestDigits && (i < 3 || plausible(id, i)) {
			out = append(out, Token{Word: id, Start: first.atoms[0].start, End: g.atoms[len(g.atoms)-1].end, Exact: true, Extra: true})
		}
	}
	return out
}

// wide adds an amount whose thousands are set apart by spaces, as in 7 654,30, in the spelling of all amounts.
func wide(out []Token, groups []group) []Token {
	first := groups[0].atoms
	if len(first) != 1 || first[0].digits != first[0].runes || first[0].runes > 3 {
		return out
	}
	amount, after := group{first}, first[0].after
	for _, g := range groups[1:min(len(groups), 5)] {
		if after != " " && after != "\u00a0" && after != "\u202f" || g.atoms[0].runes != 3 || !g.onlyDigits() {
			return out
		}
		last := g.atoms[len(g.atoms)-1]
		after = last.after
		if len(g.atoms) == 1 {
			amount.atoms = append(amount.atoms[:len(amount.atoms):len(amount.atoms)], last)
			continue
		}
		if len(g.atoms) == 2 && last.runes <= 2 {
			word := strings.TrimLeft(amount.joined()+g.atoms[0].word, "0") + "." + last.word
			return append(out, Token{Word: word, Start: first[0].start, End: last.end, Exact: true, Extra: true})
		}
		return out
	}
	return out
}

// precedes tells whether only a space is between the group and more of an identifier.
func (g group) precedes(next group) bool {
	gap := g.atoms[len(g.atoms)-1].after
	return (gap == " " || gap == "\u00a0" || gap == "\u202f") && next.continues()
}

// begins tells whether an identifier may begin with the group: letters in upper case, or letters and digits.
func (g group) begins(loose bool) bool {
	a := g.atoms[0]
	letters := a.runes - a.digits
	if letters == 0 { // groups of digits: 0711 123 456
		return len(g.atoms) == 1 && a.runes > 1
	}
	return letters <= longestPrefix && (loose || a.upper)
}

// continues tells whether the group may be more of an identifier: it has digits and is no amount.
func (g group) continues() bool {
	if _, amount := g.number(); amount {
		return false
	}
	return g.digits() && len(g.joined()) <= longestID
}

func (g group) countDigits() int {
	n := 0
	for _, a := range g.atoms {
		n += a.digits
	}
	return n
}

// plausible keeps rows of numbers from making an identifier of each length: beyond three groups only IBANs are that long,
// and groups of digits such as telephone numbers.
func plausible(id string, groups int) bool { return groups <= 4 || checkedIBAN(id) }

// shortestIBAN is Norway's.
const shortestIBAN = 15

// checkedIBAN tells whether the check digits of an IBAN are right, whatever its country's length.
func checkedIBAN(id string) bool {
	return len(id) >= shortestIBAN && identifier.Mod97(strings.ToUpper(id[4:]+id[:4])) == 1
}
