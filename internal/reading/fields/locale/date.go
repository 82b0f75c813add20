package locale

import (
	"strings"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
)

// DateOrder is how a document writes dates of numbers only.
type DateOrder int

// The orders. Year first needs no decision: four digits in front tell it.
const (
	DayFirst DateOrder = iota
	MonthFirst
)

// DateReading is a date as it stands on a page.
type DateReading struct {
	Date en16931.Date
	// Ambiguous tells that day and month could be swapped: the order decided.
	Ambiguous bool
	Order     DateOrder // the order that the text proves when it is not ambiguous
	Proof     bool      // the text proves Order: one of the numbers is above 12
}

const (
	minYear = 1970
	maxYear = 2100
	maxDate = 40
)

// ParseDate reads a date that is the whole text: 31.01.2024, 31/1/24, 2024-01-31, 20240131, 3 May 2024, May 3rd, 2024,
// 1er mars 2024, 3. Januar 2024, 03-MAY-24. A weekday in front and a time behind are left out.
func ParseDate(text string, order DateOrder) (DateReading, bool) {
	if len(text) < 6 || len(text) > maxDate {
		return DateReading{}, false
	}
	parts, ok := dateParts(text)
	if !ok {
		return DateReading{}, false
	}
	for i, p := range parts {
		if p.month != 0 {
			return namedMonth(parts, i)
		}
	}
	switch len(parts) {
	case 1:
		return compact(parts[0].text)
	case 3:
		return numeric(parts, order)
	}
	return DateReading{}, false
}

type datePart struct {
	text  string
	n     int
	month int // from a name
}

// dateParts cuts the text into numbers and month names; other words make it no date.
func dateParts(text string) ([]datePart, bool) {
	var parts []datePart
	for _, f := range splitDate(text) {
		if isDigit(f[0]) {
			if len(f) > 8 {
				return nil, false
			}
			parts = append(parts, datePart{text: f, n: atoi(f)})
			continue
		}
		key := lang.Key(f)
		if m := Default().months[key]; m != 0 {
			parts = append(parts, datePart{text: f, month: m})
		} else if !Default().dateFillers[key] {
			return nil, false
		}
	}
	return parts, len(parts) > 0 && len(parts) <= 3
}

// splitDate separates runs of digits from runs of letters and drops what is between them; a clock time is left out.
func splitDate(s string) []string {
	var out []string
	start, kind := 0, 0
	flush := func(end int) {
		if kind != 0 {
			out = append(out, s[start:end])
		}
	}
	for i, r := range s {
		k := runeKind(r)
		if r == ':' { // a clock time: drop its hour and all behind it
			if kind == 1 {
				return out
			}
			k = 0
		}
		if k != kind {
			flush(i)
			start, kind = i, k
		}
	}
	flush(len(s))
	return out
}

func runeKind(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return 1
	case strings.ContainsRune(" .,/-–—'’()|\u00a0\u202f年月日년월일", r):
		return 0
	}
	return 2
}

func namedMonth(parts []datePart, at int) (DateReading, bool) {
	yearFirst := len(parts) == 3 && len(parts[0].text) == 4 && parts[0].month == 0
	if len(parts) != 3 || at == 2 && !yearFirst {
		return DateReading{}, false
	}
	day, year := parts[0], parts[2]
	switch {
	case at == 2: // 2026. gada 7. aprīlī
		day, year = parts[1], parts[0]
	case at == 0:
		day = parts[1]
	case yearFirst:
		day, year = parts[2], parts[0]
	}
	d, ok := makeDate(fullYear(year), parts[at].month, day.n)
	return DateReading{Date: d}, ok && len(day.text) <= 2 && day.month == 0 && year.month == 0
}

// compact reads 20240131 and 31012024.
func compact(s string) (DateReading, bool) {
	if len(s) != 8 {
		return DateReading{}, false
	}
	if d, ok := makeDate(atoi(s[:4]), atoi(s[4:6]), atoi(s[6:])); ok && d.Time().Year() >= 1990 && d.Time().Year() < 2060 {
		return DateReading{Date: d}, true
	}
	d, ok := makeDate(atoi(s[4:]), atoi(s[2:4]), atoi(s[:2]))
	return DateReading{Date: d}, ok && d.Time().Year() >= 1990 && d.Time().Year() < 2060
}

func numeric(p []datePart, order DateOrder) (DateReading, bool) {
	if len(p[0].text) == 4 {
		d, ok := makeDate(p[0].n, p[1].n, p[2].n)
		return DateReading{Date: d}, ok && len(p[1].text) <= 2 && len(p[2].text) <= 2
	}
	a, b, year := p[0].n, p[1].n, fullYear(p[2])
	if len(p[0].text) > 2 || len(p[1].text) > 2 || year == 0 {
		return DateReading{}, false
	}
	r := DateReading{Order: order}
	switch {
	case a > 12 && b <= 12:
		r.Order, r.Proof = DayFirst, true
	case b > 12 && a <= 12:
		r.Order, r.Proof = MonthFirst, true
	default:
		r.Ambiguous = a != b
	}
	if r.Order == MonthFirst {
		a, b = b, a
	}
	d, ok := makeDate(year, b, a)
	r.Date = d
	return r, ok
}

// fullYear makes 24 to 2024 and 98 to 1998; 0 for what is no year.
func fullYear(p datePart) int {
	switch len(p.text) {
	case 4:
		return p.n
	case 2:
		if p.n >= 80 {
			return 1900 + p.n
		}
		return 2000 + p.n
	}
	return 0
}

func makeDate(y, m, d int) (en16931.Date, bool) {
	if y < minYear || y > maxYear || m < 1 || m > 12 || d < 1 || d > 31 {
		return en16931.Date{}, false
	}
	date := en16931.NewDate(y, time.Month(m), d)
	return date, date.Time().Day() == d
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
