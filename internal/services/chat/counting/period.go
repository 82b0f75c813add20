package counting

import (
	"sync"
	"time"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/chat/wording"
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
	today    time.Time // midnight
	lex      lexicon
	language wording.Language
	apart    bool   // periods that adjoin are compared, and stay two
	anchor   Period // what "the month before" is before; zero where nothing was said of a time
}

// monthNames are the months by their folded names and abbreviations in the languages of questions.
var monthNames = sync.OnceValue(func() map[string]int {
	var codes []string
	for _, l := range wording.Languages() {
		codes = append(codes, string(l))
	}
	return lang.Months(lang.Fold, codes...)
})

// period reads a period at i: a range, an open one, or a single one. n is how many tokens it takes, 0 for none.
func (c clock) period(list []token, i int) (p Period, n int) {
	for _, read := range []func([]token, int) (Period, int){c.between, c.span, c.adjoining, c.open, c.single} {
		if p, n = read(list, i); n > 0 {
			return p, n
		}
	}
	return Period{}, 0
}

// single reads one period: a day, a month, a quarter, a half, a year, or one told from today.
func (c clock) single(list []token, i int) (Period, int) {
	for _, read := range []func([]token, int) (Period, int){c.figures, c.named, c.preceding, c.rolling, c.part, c.month, c.relative, c.year} {
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
	if t, err := time.Parse("2/1/2006", s); err == nil && (c.language != wording.English || t.Day() == int(t.Month()) || t.Day() > 12) {
		return Period{t, t}, 1
	}
	if t, err := time.Parse("1/2/2006", s); err == nil && c.language == wording.English && t.Day() > 12 {
		return Period{t, t}, 1
	}
	if t, err := time.Parse("2.1.2006", s+"2000"); err == nil && c.language == "de" { // the 29th of February is one
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
