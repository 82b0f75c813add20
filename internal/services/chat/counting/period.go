package counting

import (
	"strconv"
	"strings"
	"time"

	"github.com/docketapi/docket/internal/services/chat/lingo"
)

// Period is a run of days, both ends included; a zero end is open.
type Period struct {
	From, To time.Time
}

// IsZero tells whether the period is all time.
func (p Period) IsZero() bool { return p.From.IsZero() && p.To.IsZero() }

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func yearOf(y int) Period { return Period{date(y, 1, 1), date(y, 12, 31)} }

func monthsOf(y int, m time.Month, n int) Period {
	return Period{date(y, m, 1), date(y, m+time.Month(n), 0)}
}

// clock reads periods at a day.
type clock struct {
	today time.Time // midnight
	lex   lexicon
	lang  lingo.Language
}

// monthNames are the months by their folded names and abbreviations in the three languages.
var monthNames = func() map[string]time.Month {
	b, err := data.ReadFile("data/months.txt")
	if err != nil {
		panic(err) // the file is part of the program
	}
	out := map[string]time.Month{}
	for i, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		for _, n := range strings.Fields(line) {
			out[n] = time.Month(i + 1)
		}
	}
	return out
}()

// period reads a period at i: a range, an open one, or a single one. n is how many tokens it takes, 0 for none.
func (c clock) period(list []token, i int) (p Period, n int) {
	for _, read := range []func([]token, int) (Period, int){c.between, c.span, c.adjoining, c.open, c.single} {
		if p, n = read(list, i); n > 0 {
			return p, n
		}
	}
	return Period{}, 0
}

// between reads "between January and March 2026".
func (c clock) between(list []token, i int) (Period, int) {
	n := c.lex.is(list, i, "between")
	if n == 0 {
		return Period{}, 0
	}
	return c.pair(list, i, n, "and")
}

// span reads "from January to March 2026" and "Jan-Mar 2026".
func (c clock) span(list []token, i int) (Period, int) {
	n := c.lex.is(list, i, "from")
	if p, k := c.pair(list, i, n, "to"); k > 0 {
		return p, k
	}
	return c.pair(list, i, 0, "to")
}

// adjoining reads "January and February 2026": two periods that the second goes on where the first ends.
func (c clock) adjoining(list []token, i int) (Period, int) {
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

// single reads one period: a day, a month, a quarter, a half, a year, or one told from today.
func (c clock) single(list []token, i int) (Period, int) {
	for _, read := range []func([]token, int) (Period, int){c.figures, c.named, c.rolling, c.part, c.month, c.relative, c.year} {
		if p, n := read(list, i); n > 0 {
			return p, n
		}
	}
	return Period{}, 0
}

// figures reads 2026-03-03, 3.3.2026, 03/2026 and 2026-03. 3/4/2026 is left unread in English: it may mean two days.
func (c clock) figures(list []token, i int) (Period, int) {
	if i >= len(list) {
		return Period{}, 0
	}
	s := list[i].folded
	for _, layout := range []string{"2006-01-02", "2.1.2006", "2.1.06"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Period{t, t}, 1
		}
	}
	if t, err := time.Parse("2/1/2006", s); err == nil && (c.lang != lingo.English || t.Day() == int(t.Month()) || t.Day() > 12) {
		return Period{t, t}, 1
	}
	if t, err := time.Parse("1/2/2006", s); err == nil && c.lang == lingo.English && t.Day() > 12 {
		return Period{t, t}, 1
	}
	if t, err := time.Parse("2.1.2006", s+"2000"); err == nil && c.lang == lingo.German { // the 29th of February is one
		return c.lastOf(t.Month(), t.Day())
	}
	for _, layout := range []string{"2006-01", "1/2006", "01/2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return monthsOf(t.Year(), t.Month(), 1), 1
		}
	}
	return Period{}, 0
}

// lastOf is the last such day that has begun; none for the 29th of February of a year without one.
func (c clock) lastOf(m time.Month, day int) (Period, int) {
	d := date(c.today.Year(), m, day)
	if d.After(c.today) {
		d = date(c.today.Year()-1, m, day)
	}
	if d.Month() != m {
		return Period{}, 0
	}
	return Period{d, d}, 1
}

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
	if word, n := c.lex.any(list, at, "before_last", "last", "this"); n > 0 {
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
		if word, k := c.lex.any(list, at+n, "before_last", "last", "this"); k > 0 && c.trails(list, at+n, word) {
			return c.unit(unit, shifts[word]), at + n + k - i
		}
	}
	return Period{}, 0
}

// trails tells whether a word after a unit belongs to it: always in French, and English "year before last".
func (c clock) trails(list []token, i int, word string) bool {
	return c.lang == lingo.French && list[i].folded != "ce" && list[i].folded != "cette" || word == "before_last"
}

var shifts = map[string]int{"this": 0, "last": -1, "before_last": -2}

// rolling reads "the last 3 months": up to today, as many days or months back. Quarters and halves are those of the calendar
// that are over.
func (c clock) rolling(list []token, i int) (Period, int) {
	at := c.skip(list, i)
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
		if next < len(list) && monthNames[list[next].folded] > 0 {
			day, at = d, next
		}
	}
	if k := c.lex.is(list, at, "month"); day == 0 && k > 0 && at+k < len(list) {
		at = c.skip(list, at+k)
	}
	if at >= len(list) {
		return Period{}, 0
	}
	m := monthNames[list[at].folded]
	if m == 0 || c.lang == lingo.English && list[at].folded == "may" && list[at].text == "may" {
		return Period{}, 0
	}
	at++
	if day == 0 && at < len(list) && c.lang == lingo.English {
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
