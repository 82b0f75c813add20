package counting

import (
	"strconv"
	"time"
)

// named reads periods that one phrase names.
func (c clock) named(list []token, i int) (Period, int) {
	for name, p := range c.names() {
		if n := c.lex.is(list, i, name); n > 0 {
			return p, n
		}
	}
	return Period{}, 0
}

func (c clock) names() map[string]Period {
	t := c.today
	return map[string]Period{
		"today": {t, t}, "yesterday": {t.AddDate(0, 0, -1), t.AddDate(0, 0, -1)},
		"this_year": yearOf(t.Year()), "last_year": yearOf(t.Year() - 1),
		"last_month": c.unit("month", -1), "last_quarter": c.unit("quarter", -1),
		"year_to_date": {date(t.Year(), 1, 1), t}, "month_to_date": {date(t.Year(), t.Month(), 1), t},
	}
}

// unit is the running year, half, quarter, month, week or day, moved by some of them.
func (c clock) unit(name string, by int) Period {
	y, m := c.today.Year(), c.today.Month()
	switch name {
	case "year":
		return yearOf(y + by)
	case "half":
		return monthsOf(y, (m-1)/6*6+1+time.Month(6*by), 6)
	case "quarter":
		return monthsOf(y, (m-1)/3*3+1+time.Month(3*by), 3)
	case "month":
		return monthsOf(y, m+time.Month(by), 1)
	case "week": // Monday to Sunday, ISO 8601
		monday := c.today.AddDate(0, 0, -(int(c.today.Weekday())+6)%7+7*by)
		return Period{monday, monday.AddDate(0, 0, 6)}
	}
	d := c.today.AddDate(0, 0, by)
	return Period{d, d}
}

var units = []string{"year", "half", "quarter", "month", "week", "day"}

// relative reads "last year", "this month", "l'année dernière", "the year before last".
func (c clock) relative(list []token, i int) (Period, int) {
	at := c.skip(list, i)
	if word, n := c.lex.any(list, at, "before_last", "last", "this", "next"); n > 0 {
		if unit, k := c.lex.any(list, at+n, units...); k > 0 {
			end := at + n + k
			if word == "this" && end+1 < len(list) && list[end].folded == "-" && list[end+1].folded == "ci" { // ce mois-ci
				end += 2
			}
			if k := c.lex.is(list, end, "before_last"); k > 0 && word == "last" {
				return c.unit(unit, -2), end + k - i
			}
			return c.unit(unit, shifts[word]), end - i
		}
	}
	if unit, n := c.lex.any(list, at, units...); n > 0 {
		if word, k := c.lex.any(list, at+n, "before_last", "last", "this", "next"); k > 0 && c.trails(list, at+n, word) {
			return c.unit(unit, shifts[word]), at + n + k - i
		}
	}
	return Period{}, 0
}

// trails tells whether a word after a unit belongs to it: always in French, and English "year before last".
func (c clock) trails(list []token, i int, word string) bool {
	return c.language == "fr" && list[i].folded != "ce" && list[i].folded != "cette" || word == "before_last"
}

var shifts = map[string]int{"this": 0, "last": -1, "before_last": -2, "next": 1}

// rolling reads "the last 3 months": up to today, as many days or months back. Quarters and halves are those of the calendar
// that are over.
func (c clock) rolling(list []token, i int) (Period, int) {
	at := c.skip(list, i)
	if p, k := c.ahead(list, at); k > 0 {
		return p, at + k - i
	}
	n := c.lex.is(list, at, "last")
	count, k := c.quantity(list, at+n)
	if k == 0 {
		return Period{}, 0
	}
	after := at + n + k
	if n == 0 { // les 3 derniers mois
		if n = c.lex.is(list, after, "last"); n == 0 {
			return Period{}, 0
		}
		after += n
	}
	unit, m := c.lex.any(list, after, units...)
	if m == 0 {
		// 3 mois derniers is not said; "letzten 3 Rechnungen" is no period
		return Period{}, 0
	}
	if unit == "quarter" || unit == "half" {
		return Period{c.unit(unit, -count).From, c.unit(unit, -1).To}, after + m - i
	}
	return Period{c.back(unit, count), c.today}, after + m - i
}

// ahead reads "the next 30 days": from today on, as many days or months.
func (c clock) ahead(list []token, i int) (Period, int) {
	n := c.lex.is(list, i, "next")
	count, k := c.quantity(list, i+n)
	unit, m := c.lex.any(list, i+n+k, "day", "week", "month")
	if n == 0 || k == 0 || m == 0 {
		return Period{}, 0
	}
	end := map[string]time.Time{"day": c.today.AddDate(0, 0, count), "week": c.today.AddDate(0, 0, 7*count), "month": c.today.AddDate(0, count, 0)}[unit]
	return Period{c.today, end}, n + k + m
}

func (c clock) back(unit string, n int) time.Time {
	switch unit {
	case "year":
		return c.monthsBack(12 * n)
	case "month":
		return c.monthsBack(n)
	case "week":
		return c.today.AddDate(0, 0, -7*n+1)
	}
	return c.today.AddDate(0, 0, -n+1)
}

// monthsBack is the day after the same day n months ago; the 31st of a short month is its last day.
func (c clock) monthsBack(n int) time.Time {
	first := date(c.today.Year(), c.today.Month()-time.Month(n), 1)
	day := min(c.today.Day(), first.AddDate(0, 1, -1).Day())
	return first.AddDate(0, 0, day)
}

// quantity reads a number, in figures or as a word.
func (c clock) quantity(list []token, i int) (int, int) {
	if i >= len(list) {
		return 0, 0
	}
	if n, ok := list[i].number(); ok && n > 0 && n <= 1000 {
		return n, 1
	}
	for n := 2; n <= 12; n++ {
		if k := c.lex.is(list, i, strconv.Itoa(n)); k > 0 {
			return n, k
		}
	}
	return 0, 0
}

// preceding reads "the month before" and "the previous year" where a period was said before.
func (c clock) preceding(list []token, i int) (Period, int) {
	if c.anchor.From.IsZero() || c.anchor.To.IsZero() {
		return Period{}, 0
	}
	at := c.skip(list, i)
	lead := c.lex.is(list, at, "preceding")
	unit, n := c.lex.any(list, at+lead, "year", "half", "quarter", "month")
	if n == 0 {
		return Period{}, 0
	}
	end := at + lead + n
	if lead == 0 {
		trail := c.lex.is(list, end, "preceding")
		if trail = max(trail, c.lex.is(list, end, "earlier_by")); trail == 0 || c.lex.is(list, end, "before_last") > 0 {
			return Period{}, 0
		}
		end += trail
	}
	p, ok := c.anchor.before(map[string]int{"year": 12, "half": 6, "quarter": 3, "month": 1}[unit])
	if !ok {
		return Period{}, 0
	}
	return p, end - i
}

// before is a period of whole months moved back by some months; false when it is longer than these, or of days.
func (p Period) before(months int) (Period, bool) {
	next := p.To.AddDate(0, 0, 1)
	length := 12*(next.Year()-p.From.Year()) + int(next.Month()-p.From.Month())
	if p.From.Day() != 1 || next.Day() != 1 || length > months {
		return Period{}, false
	}
	return Period{p.From.AddDate(0, -months, 0), date(next.Year(), next.Month()-time.Month(months), 0)}, true
}
