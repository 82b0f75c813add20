package attribution

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/services/chat/lingo"
)

// months are the numbers of months by their folded names.
var months = func() map[string]int {
	out := map[string]int{}
	for _, l := range lines("months.txt") {
		f := strings.Fields(l)
		n, _ := strconv.Atoi(f[0])
		for _, name := range f[1:] {
			out[name] = n
		}
	}
	return out
}()

var monthNames = func() string {
	var names []string
	for name := range months {
		names = append(names, name)
	}
	// The longest first, so that "mar" does not hide "march".
	longestFirst(names)
	return strings.Join(names, "|")
}()

// beginsMonth tells whether a text begins with the name of a month.
func beginsMonth(text string) bool {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	return months[lingo.Fold(text[:end])] != 0
}

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
}

// Date is a day, a month (Day 0) or a quarter's or year's part of one. Both ways of 3/4/2026 are there.
type Date struct {
	Text string
	Days []string // 2026-03-03, or 2026-03 for a month
}

var (
	isoDate     = regexp.MustCompile(`\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?\b`)
	numericDate = regexp.MustCompile(`\b(\d{1,2})([./-])(\d{1,2})[./-]((?:19|20)\d\d|\d\d)\b`)
	dayMonth    = regexp.MustCompile(`\b(\d{1,2})(?:\.|er|st|nd|rd|th)?\s*(?:of\s+|de\s+|-)?(` + monthNames + `)\b\.?(?:[ ,-]*((?:19|20)\d\d))?\b`)
	monthDay    = regexp.MustCompile(`\b(` + monthNames + `)\b\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)((?:19|20)\d\d)\b`)
	monthYear   = regexp.MustCompile(`\b(` + monthNames + `)\b\.?[ ,]*(?:de |of |')?((?:19|20)\d\d)\b`)
	identifier  = regexp.MustCompile(`\b(?:[\pL\d]+(?:[-/_.][\pL\d]+)+|[\pL]+\d[\pL\d]*|\d+[\pL][\pL\d]*)\b`)
	iban        = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b`)
	numeral     = regexp.MustCompile(`\d+(?:(?:[.,'’\x{00a0}\x{202f}]| (?:\d{3}\b))\d*)*`)
)

// FactsOf finds the facts of a text.
func FactsOf(text string) Facts {
	var f Facts
	rest := []byte(text)
	take := func(re *regexp.Regexp, use func(match string) bool) {
		for _, at := range re.FindAllIndex(rest, -1) {
			if use(string(rest[at[0]:at[1]])) {
				for i := at[0]; i < at[1]; i++ {
					rest[i] = ' '
				}
			}
		}
	}
	take(iban, func(m string) bool {
		id := squash(m)
		f.IDs = append(f.IDs, id)
		return true
	})
	f.takeDates(&rest)
	take(identifier, func(m string) bool {
		if !isIdentifier(m) {
			return false
		}
		f.IDs = append(f.IDs, squash(m))
		return true
	})
	take(numeral, func(m string) bool {
		m = strings.TrimRight(m, ".,'’ \u00a0\u202f")
		f.Numbers = append(f.Numbers, Number{Text: m, Values: valuesOf(m)})
		return true
	})
	return f
}

// takeDates finds dates in the folded text, whose bytes may stand elsewhere than the text's: so it folds for good.
func (f *Facts) takeDates(rest *[]byte) {
	text := []byte(foldKeepCase(string(*rest)))
	lower := []byte(strings.ToLower(string(text)))
	if len(lower) != len(text) {
		text = lower
	}
	for _, p := range datePatterns {
		for _, at := range p.re.FindAllSubmatchIndex(lower, -1) {
			g := make([]string, len(at)/2)
			for i := range g {
				if at[2*i] >= 0 {
					g[i] = string(lower[at[2*i]:at[2*i+1]])
				}
			}
			days := p.read(g)
			if len(days) == 0 {
				continue
			}
			f.Dates = append(f.Dates, Date{Text: g[0], Days: days})
			for i := at[0]; i < at[1]; i++ {
				lower[i], text[i] = ' ', ' '
			}
		}
	}
	*rest = text
}

// foldKeepCase takes the accents off and leaves capitals.
func foldKeepCase(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		if folded := lingo.Fold(string(r)); unicode.IsUpper(r) {
			b.WriteString(strings.ToUpper(folded))
		} else {
			b.WriteString(folded)
		}
	}
	return b.String()
}

var datePatterns = []struct {
	re   *regexp.Regexp
	read func(g []string) []string
}{
	{isoDate, func(g []string) []string { return days(g[1], g[2], g[3]) }},
	{numericDate, func(g []string) []string {
		out := days(g[4], g[3], g[1])
		if g[2] != "." && g[1] != g[3] { // the American way too
			out = append(out, days(g[4], g[1], g[3])...)
		}
		return out
	}},
	{monthDay, func(g []string) []string { return days(g[3], strconv.Itoa(months[g[1]]), g[2]) }},
	{dayMonth, func(g []string) []string { return days(g[3], strconv.Itoa(months[g[2]]), g[1]) }},
	{monthYear, func(g []string) []string { return days(g[2], strconv.Itoa(months[g[1]]), "") }},
}

// days writes a date; nothing when there is no such day. A year of two digits is of this century. Without a year the day
// stands for all years: --03-03.
func days(year, month, day string) []string {
	m, err := strconv.Atoi(month)
	if err != nil || m < 1 || m > 12 {
		return nil
	}
	if len(year) == 2 {
		year = "20" + year
	}
	if year == "" {
		year = "-"
	}
	if day == "" {
		return []string{fmt.Sprintf("%s-%02d", year, m)}
	}
	d, err := strconv.Atoi(day)
	if err != nil || d < 1 || d > 31 {
		return nil
	}
	return []string{fmt.Sprintf("%s-%02d-%02d", year, m, d)}
}

// isIdentifier tells whether a run is an identifier: letters and digits mixed, or digits in groups that make no number.
func isIdentifier(run string) bool {
	digits, letters := 0, 0
	for _, r := range run {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	if digits == 0 || digits+letters < 4 {
		return false
	}
	if letters > 0 {
		return !unitAfterNumber.MatchString(run)
	}
	return strings.ContainsAny(run, "-/_")
}

// unitAfterNumber is a quantity without a space, such as 30kg or 2,5mm: a number, not an identifier.
var unitAfterNumber = regexp.MustCompile(`^[\d.,]+\pL{1,4}$`)

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

var spacesInNumbers = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "")

// valuesOf gives what a numeral may mean.
func valuesOf(text string) []string {
	s := spacesInNumbers.Replace(text)
	dot, comma := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case dot == 0 && comma == 0:
		return []string{canonical(s, "")}
	case dot > 0 && comma > 0:
		cut := max(strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ','))
		return []string{canonical(s[:cut], s[cut+1:])}
	case dot+comma > 1:
		return []string{canonical(s, "")}
	}
	cut := strings.IndexAny(s, ".,")
	out := []string{canonical(s[:cut], s[cut+1:])}
	if len(s)-cut-1 == 3 && cut <= 3 && s[0] != '0' {
		out = append(out, canonical(s, ""))
	}
	return out
}

func canonical(whole, decimals string) string {
	whole = strings.TrimLeft(strings.NewReplacer(".", "", ",", "").Replace(whole), "0")
	if whole == "" {
		whole = "0"
	}
	if decimals = strings.TrimRight(decimals, "0"); decimals == "" {
		return whole
	}
	return whole + "." + decimals
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

// Len is how many facts there are.
func (f Facts) Len() int { return len(f.Numbers) + len(f.Dates) + len(f.IDs) }

// Quoted is a text that facts are looked for in.
type Quoted struct {
	values map[string]bool
	days   map[string]bool
	ids    map[string]bool
	spaced []string // letters and digits of each word, to find identifiers written in groups
}

// Quote reads a text that facts are looked for in.
func Quote(text string) Quoted {
	f := FactsOf(text)
	q := Quoted{values: map[string]bool{}, days: map[string]bool{}, ids: map[string]bool{}}
	for _, n := range f.Numbers {
		for _, v := range n.Values {
			q.values[v] = true
		}
	}
	for _, d := range f.Dates {
		for _, day := range d.Days {
			q.days[day] = true
			if len(day) >= 7 {
				q.days[day[:7]] = true                          // its month
				q.values[strings.SplitN(day, "-", 2)[0]] = true // its year
			}
			if at := strings.IndexByte(day, '-'); at > 0 && len(day) > 7 {
				q.days["-"+day[at:]] = true // the day without its year
			}
		}
	}
	for _, id := range f.IDs {
		q.ids[id] = true
	}
	for _, w := range strings.Fields(text) {
		if s := squash(w); s != "" {
			q.spaced = append(q.spaced, s)
		}
	}
	return q
}

func (q Quoted) hasNumber(n Number) bool {
	for _, v := range n.Values {
		if q.values[v] {
			return true
		}
	}
	return q.hasID(squash(n.Text)) && len(n.Text) >= 5
}

func (q Quoted) hasDate(d Date) bool {
	for _, day := range d.Days {
		if q.days[day] {
			return true
		}
	}
	return false
}

// hasID looks for the identifier as it is, and as a run of whole words of the quote: DE12 3456 is DE123456.
func (q Quoted) hasID(id string) bool {
	if q.ids[id] {
		return true
	}
	for i := range q.spaced {
		rest := id
		for _, w := range q.spaced[i:] {
			if !strings.HasPrefix(rest, w) {
				break
			}
			if rest = rest[len(w):]; rest == "" {
				return true
			}
		}
	}
	return false
}
