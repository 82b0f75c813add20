package counting

import (
	"strconv"
	"time"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

var quarterName = map[string]int{"q1": 1, "q2": 2, "q3": 3, "q4": 4}

// part reads a quarter or half: Q2 2025, second quarter of 2025, H1. Without a year it is this year's.
func (c clock) part(list []token, i int) (Period, int) {
	at := c.skip(list, i)
	unit, which, n := c.ordinalPart(list, at)
	if n == 0 {
		return Period{}, 0
	}
	y, k := c.yearAfter(list, at+n)
	size := map[string]int{"quarter": 3, "half": 6}[unit]
	return monthsOf(y, time.Month((which-1)*size+1), size), at + n + k - i
}

func (c clock) ordinalPart(list []token, i int) (unit string, which, n int) {
	if i >= len(list) {
		return "", 0, 0
	}
	if q := quarterName[list[i].folded]; q > 0 {
		return "quarter", q, 1
	}
	for q := 1; q <= 4; q++ {
		if k := c.lex.is(list, i, "quarter"+strconv.Itoa(q)); k > 0 {
			return "quarter", q, k
		}
	}
	for h := 1; h <= 2; h++ {
		if k := c.lex.is(list, i, "half"+strconv.Itoa(h)); k > 0 {
			return "half", h, k
		}
	}
	ordinal, k := c.lex.any(list, i, "first", "second", "third", "fourth")
	which = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4}[ordinal]
	if k == 0 {
		if which, k = c.quantity(list, i); k == 0 {
			return "", 0, 0
		}
	}
	unit, m := c.lex.any(list, i+k, "quarter", "half")
	if m == 0 || unit == "quarter" && which > 4 || unit == "half" && which > 2 {
		return "", 0, 0
	}
	return unit, which, k + m
}

// yearAfter reads the year that follows a month or quarter, "of last year" too; without one it is today's.
func (c clock) yearAfter(list []token, i int) (year, n int) {
	at := c.skip(list, i)
	if at < len(list) {
		if y, ok := list[at].year(); ok {
			return y, at + 1 - i
		}
	}
	if p, k := c.relative(list, at); k > 0 && p.From.Month() == 1 && p.To.Month() == 12 && p.To.Sub(p.From) > 360*24*time.Hour {
		return p.From.Year(), at + k - i
	}
	return c.today.Year(), 0
}

// month reads "March 2026", "3 March 2026", "March 3, 2026". A month without a year is the last one that has begun.
func (c clock) month(list []token, i int) (Period, int) {
	at := c.skip(list, i)
	if at >= len(list) {
		return Period{}, 0
	}
	day := 0
	if d, ok := list[at].number(); ok && d >= 1 && d <= 31 && len(list[at].folded) < 5 && at+1 < len(list) {
		next := at + 1
		if list[next].folded == "of" || list[next].folded == "de" {
			next++
		}
		if next < len(list) && monthNames()[list[next].folded] > 0 {
			day, at = d, next
		}
	}
	if k := c.lex.is(list, at, "month"); day == 0 && k > 0 && at+k < len(list) {
		at = c.skip(list, at+k)
	}
	if at >= len(list) {
		return Period{}, 0
	}
	m := time.Month(monthNames()[list[at].folded])
	if m == 0 || c.language == wording.English && list[at].folded == "may" && list[at].text == "may" {
		return Period{}, 0
	}
	at++
	if day == 0 && at < len(list) && c.language == wording.English {
		if d, ok := list[at].number(); ok && d >= 1 && d <= 31 {
			day, at = d, at+1
		}
	}
	y, k := c.yearAfter(list, at)
	if k == 0 && date(y, m, max(day, 1)).After(c.today) {
		y--
	}
	if day > 0 {
		d := date(y, m, day)
		if d.Month() != m {
			return Period{}, 0
		}
		return Period{d, d}, at + k - i
	}
	return monthsOf(y, m, 1), at + k - i
}

// year reads "2025" and "the year 2025".
func (c clock) year(list []token, i int) (Period, int) {
	at := c.skip(list, i)
	at = c.skip(list, at+c.lex.is(list, at, "year"))
	if at < len(list) {
		if y, ok := list[at].year(); ok {
			return yearOf(y), at + 1 - i
		}
	}
	return Period{}, 0
}
