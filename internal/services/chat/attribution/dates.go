package attribution

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/docketapi/docket/internal/lang"
)

// months are the numbers of months by their folded names, in the languages of the data files. They are made when the first
// answer needs them: a program that answers nothing does not decode the languages.
var months = sync.OnceValue(func() map[string]int { return lang.Months(lang.Fold, "de", "en", "es", "fr") })

func monthNames() string {
	var names []string
	for name := range months() {
		names = append(names, name)
	}
	// The longest first, so that "mar" does not hide "march".
	longestFirst(names)
	return strings.Join(names, "|")
}

// beginsMonth tells whether a text begins with the name of a month.
func beginsMonth(text string) bool {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	return months()[lang.Fold(text[:end])] != 0
}

var (
	isoDate     = regexp.MustCompile(`\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?\b`)
	numericDate = regexp.MustCompile(`\b(\d{1,2})([./-])(\d{1,2})[./-]((?:19|20)\d\d|\d\d)\b`)
)

// takeDates finds dates in the folded text, whose bytes may stand elsewhere than the text's: so it folds for good.
func (f *Facts) takeDates(rest *[]byte) {
	text := []byte(foldKeepCase(string(*rest)))
	lower := []byte(strings.ToLower(string(text)))
	if len(lower) != len(text) {
		text = lower
	}
	for _, p := range datePatterns() {
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
			f.Dates = append(f.Dates, Date{Text: g[0], Days: days, Bound: boundBefore(string(lower[:at[0]]))})
			blank(lower[at[0]:at[1]])
			blank(text[at[0]:at[1]])
		}
	}
	*rest = text
}

// datePattern is a way to write a date, and how its groups are read.
type datePattern struct {
	re   *regexp.Regexp
	read func(g []string) []string
}

var datePatterns = sync.OnceValue(func() []datePattern {
	names := monthNames()
	monthDay := regexp.MustCompile(`\b(` + names + `)\b\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)((?:19|20)\d\d)\b`)
	dayMonth := regexp.MustCompile(`\b(\d{1,2})(?:\.|er|st|nd|rd|th)?\s*(?:of\s+|de\s+|-)?(` + names + `)\b\.?(?:(?:[ ,-]*| del? )((?:19|20)\d\d))?\b`)
	monthYear := regexp.MustCompile(`\b(` + names + `)\b\.?[ ,]*(?:del? |of |')?((?:19|20)\d\d)\b`)
	return []datePattern{
		{isoDate, func(g []string) []string { return days(g[1], g[2], g[3]) }},
		{numericDate, numericDays},
		{monthDay, func(g []string) []string { return days(g[3], monthNumber(g[1]), g[2]) }},
		{dayMonth, func(g []string) []string { return days(g[3], monthNumber(g[2]), g[1]) }},
		{monthYear, func(g []string) []string { return days(g[2], monthNumber(g[1]), "") }},
	}
})

func monthNumber(name string) string { return strconv.Itoa(months()[name]) }

// numericDays are the days that a date of numbers means: with slashes and dashes, the American one too.
func numericDays(g []string) []string {
	out := days(g[4], g[3], g[1])
	if g[2] != "." && g[1] != g[3] {
		out = append(out, days(g[4], g[1], g[3])...)
	}
	return out
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

// bounds are words before a date that begin a time or end it: from and until.
var bounds = byWord("bounds.txt")

// maxBefore is how many words may stand between a date and the word that makes a bound of it: by the end of March.
const maxBefore = 4

// boundBefore reads the bound of a date from the folded text before it.
func boundBefore(text string) string {
	words := strings.FieldsFunc(text[max(0, len(text)-60):], func(r rune) bool { return !unicode.IsLetter(r) && r != ',' && r != '.' })
	for i := len(words) - 1; i >= max(0, len(words)-maxBefore); i-- {
		if b := bounds[words[i]]; b != "" {
			return b
		}
		if !passed[words[i]] {
			return ""
		}
	}
	return ""
}

// passed are words between a bound and its date.
var passed = wordSet("passed.txt")
