package attribution

import (
	"regexp"
	"slices"
	"strings"
)

// Facts are what a sentence says that can be compared exactly.
type Facts struct {
	Numbers []Number
	Dates   []Date
	IDs     []string // letters and digits of an identifier, in capitals
}

// Number is a number with all that its writing may mean: 1.234 is 1234 to Germans and 1.234 to the English.
type Number struct {
	Text   string
	Values []string // canonical: no grouping, a full stop before decimals, no zeros at the end
	Unit   string   // of units.txt; "" when none stands beside it
	Noun   string   // folded: what is counted, where the word after the number may say it
	Label  string   // folded: what is measured, where the word before it says it: a loss of 18
}

// Date is a day, a month (Day 0) or a quarter's or year's part of one. Both ways of 3/4/2026 are there.
type Date struct {
	Text string
	Days []string // 2026-03-03, or 2026-03 for a month
	// Bound is from or until, as bounds.txt has them, where the date begins a time or ends it.
	Bound string
}

// FactsOf finds the facts of a text.
func FactsOf(text string) Facts {
	var f Facts
	rest := []byte(text)
	take := func(re *regexp.Regexp, use func(match string, start, end int) bool) {
		for _, at := range re.FindAllIndex(rest, -1) {
			if use(string(rest[at[0]:at[1]]), at[0], at[1]) {
				blank(rest[at[0]:at[1]])
			}
		}
	}
	take(iban, func(m string, _, _ int) bool {
		f.IDs = append(f.IDs, squash(m))
		return true
	})
	f.takeDates(&rest)
	take(identifier, func(m string, _, _ int) bool {
		if !isIdentifier(m) {
			return false
		}
		f.IDs = append(f.IDs, squash(m))
		return true
	})
	lower := strings.ToLower(string(rest))
	take(numeral, func(m string, start, _ int) bool {
		m = strings.TrimRight(m, ".,'’ \u00a0\u202f")
		f.Numbers = append(f.Numbers, numberAt(lower, m, start, start+len(m)))
		return true
	})
	f.Numbers = append(f.Numbers, numbersInWords(lower)...)
	return f
}

func blank(text []byte) {
	for i := range text {
		text[i] = ' '
	}
}

// In tells whether the quote says all the facts: each number, date and identifier.
func (f Facts) In(q Quoted) bool {
	for _, n := range f.Numbers {
		if !q.hasNumber(n) {
			return false
		}
	}
	for _, d := range f.Dates {
		if !q.hasDate(d) {
			return false
		}
	}
	for _, id := range f.IDs {
		if !q.hasID(id) {
			return false
		}
	}
	return true
}

// anyIn tells whether the quote says one of the numbers or dates.
func (f Facts) anyIn(q Quoted) bool {
	return slices.ContainsFunc(f.Numbers, q.hasNumber) || slices.ContainsFunc(f.Dates, q.hasDate)
}

// Len is how many facts there are.
func (f Facts) Len() int { return len(f.Numbers) + len(f.Dates) + len(f.IDs) }
