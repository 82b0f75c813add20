package counting

import (
	"strings"
	"time"
)

// between reads "between January and March 2026".
func (c clock) between(list []token, i int) (Period, int) {
	n := c.lex.is(list, i, "between")
	if n == 0 || c.apart {
		return Period{}, 0
	}
	return c.pair(list, i, n, "and")
}

// span reads "from January to March 2026" and "Jan-Mar 2026".
func (c clock) span(list []token, i int) (Period, int) {
	if c.apart {
		return Period{}, 0
	}
	n := c.lex.is(list, i, "from")
	if p, k := c.pair(list, i, n, "to"); k > 0 {
		return p, k
	}
	return c.pair(list, i, 0, "to")
}

// adjoining reads "January and February 2026": two periods that the second goes on where the first ends.
func (c clock) adjoining(list []token, i int) (Period, int) {
	if c.apart {
		return Period{}, 0
	}
	first, n := c.single(list, c.skip(list, i))
	if n == 0 || first.From.Day() != 1 || first.To.AddDate(0, 0, 1).Day() != 1 {
		return Period{}, 0
	}
	both, k := c.pair(list, i, 0, "and")
	if k == 0 {
		return Period{}, 0
	}
	at := c.skip(list, i) + n
	second, _ := c.single(list, c.skip(list, at+c.lex.is(list, at, "and")))
	end := first.To.AddDate(0, 0, 1)
	months := 12*(end.Year()-first.From.Year()) + int(end.Month()-first.From.Month())
	if !both.From.AddDate(0, months, 0).Equal(second.From) {
		return Period{}, 0
	}
	return both, k
}

// pair reads two single periods with a joining word between them, after lead words. A first one without its year takes the
// second one's.
func (c clock) pair(list []token, i, lead int, joint string) (Period, int) {
	at := c.skip(list, i+lead)
	first, n := c.single(list, at)
	bare := false
	if n == 0 {
		if first, n = c.bareDay(list, at); n == 0 {
			return Period{}, 0
		}
		bare = true
	}
	yearless := bare || !hasYear(list[at:at+n])
	at += n
	k := c.lex.is(list, at, joint)
	if k == 0 {
		return Period{}, 0
	}
	at = c.skip(list, at+k)
	second, m := c.single(list, at)
	if m == 0 {
		return Period{}, 0
	}
	if yearless && hasYear(list[at:at+m]) {
		shift := second.To.Year() - first.From.Year()
		if bare {
			first = Period{date(second.To.Year(), second.To.Month(), first.From.Day()), time.Time{}}
		} else {
			first.From = first.From.AddDate(shift, 0, 0)
		}
	} else if bare {
		return Period{}, 0
	}
	if second.To.Before(first.From) {
		return Period{}, 0 // Oct-Jan 2026 may mean two things
	}
	return Period{first.From, second.To}, at + m - i
}

// bareDay reads "1." of "1. bis 15. März 2026".
func (c clock) bareDay(list []token, i int) (Period, int) {
	if i >= len(list) {
		return Period{}, 0
	}
	if d, ok := list[i].number(); ok && d >= 1 && d <= 31 {
		return Period{From: date(2000, 1, d)}, 1
	}
	return Period{}, 0
}

func hasYear(list []token) bool {
	for _, t := range list {
		if _, ok := t.year(); ok || strings.ContainsAny(strings.TrimSuffix(t.folded, "."), "./") && !strings.HasSuffix(t.folded, ".") || len(t.folded) > 6 && strings.Contains(t.folded, "-") {
			return true
		}
	}
	return false
}

// skip passes articles and prepositions before a period.
func (c clock) skip(list []token, i int) int {
	for i < len(list) && articles[list[i].folded] {
		i++
	}
	return i
}

var articles = map[string]bool{"the": true, "of": true, "dem": true, "den": true, "der": true, "des": true, "im": true, "le": true, "la": true,
	"les": true, "l": true, "du": true, "de": true, "d": true, "in": true, "zum": true}

// open reads "since March 2026", "until June 2025", "before 2024", "after 2024".
func (c clock) open(list []token, i int) (Period, int) {
	word, n := c.lex.any(list, i, "since", "until", "before", "after")
	if n == 0 {
		return Period{}, 0
	}
	at := c.skip(list, i+n)
	p, k := c.single(list, at)
	if k == 0 || p.To.IsZero() {
		return Period{}, 0
	}
	switch word {
	case "since":
		if c.lex.is(list, i, "from") > 0 && !since[list[i].folded] {
			return Period{}, 0 // "from March 2026" may mean of that month
		}
		p.To = time.Time{}
	case "until":
		p.From = time.Time{}
	case "before":
		p = Period{To: p.From.AddDate(0, 0, -1)}
	case "after":
		p = Period{From: p.To.AddDate(0, 0, 1)}
	}
	return p, at + k - i
}

var since = map[string]bool{"since": true, "seit": true, "ab": true, "depuis": true, "a": true}
