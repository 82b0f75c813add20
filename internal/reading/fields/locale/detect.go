package locale

import (
	"regexp"
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/lang"
)

// Evidence collects what a document's text says of its locale.
type Evidence struct {
	langs      map[string]float64
	comma, dot float64
	dayFirst   int
	monthFirst int
}

// NewEvidence starts an empty collection.
func NewEvidence() *Evidence { return &Evidence{langs: map[string]float64{}} }

var writtenNumber = regexp.MustCompile(`\d{1,3}(?:[., '’]\d{3})*[.,]\d+\b`)

// AddText counts the text's words and numbers.
func (e *Evidence) AddText(text string) {
	d := Default()
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" .,:;()/|", r) }) {
		langs := d.words[lang.Key(w)]
		for _, l := range langs {
			e.langs[l] += 1 / float64(len(langs))
		}
	}
	for _, m := range writtenNumber.FindAllString(text, -1) {
		e.addNumber(m)
	}
}

func (e *Evidence) addNumber(m string) {
	i := strings.LastIndexAny(m, ".,")
	weight := 0.0
	switch after := len(m) - i - 1; {
	case strings.ContainsAny(m[:i], ".,"):
		if strings.IndexByte(m[:i], m[i]) < 0 {
			weight = 3
		}
	case after == 2:
		weight = 1
	case after == 4 || after == 1:
		weight = 0.3
	}
	if m[i] == ',' {
		e.comma += weight
	} else {
		e.dot += weight
	}
}

// AddLabel counts a label's language; labels weigh more than words.
func (e *Evidence) AddLabel(entries []Label) {
	seen := map[string]bool{}
	for _, l := range entries {
		seen[l.Lang] = true
	}
	for l := range seen {
		e.langs[l] += 1.5 / float64(len(seen))
	}
}

// AddDate counts what a date proves about the order of day and month.
func (e *Evidence) AddDate(r DateReading) {
	switch {
	case !r.Proof:
	case r.Order == DayFirst:
		e.dayFirst++
	default:
		e.monthFirst++
	}
}

// Decide gives the locale; country and currency, when already known, help where dates prove nothing.
func (e *Evidence) Decide(country, currency string) Locale {
	l := Locale{Country: country, Currency: currency, Languages: e.ranked()}
	l.Language = "en"
	if len(l.Languages) > 0 {
		l.Language = l.Languages[0]
	}
	l.Numbers.Decimal = e.decimal(l.Language)
	l.Dates = e.dateOrder(l)
	return l
}

func (e *Evidence) ranked() []string {
	var out []string
	for l, n := range e.langs {
		if n >= 1 {
			out = append(out, l)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := e.langs[out[i]], e.langs[out[j]]
		return a > b || a == b && out[i] < out[j]
	})
	return out
}

func (e *Evidence) decimal(language string) byte {
	switch {
	case e.comma > e.dot:
		return ','
	case e.dot > e.comma:
		return '.'
	}
	if d := Default().langs[language].Decimal; d != "" {
		return d[0]
	}
	return 0
}

// monthFirstCountries write 12/31/2024.
var monthFirstCountries = map[string]bool{"US": true, "PH": true}

func (e *Evidence) dateOrder(l Locale) DateOrder {
	switch {
	case e.monthFirst > e.dayFirst:
		return MonthFirst
	case e.dayFirst > 0 || l.Language != "en":
		return DayFirst
	case l.Country != "":
		if monthFirstCountries[l.Country] {
			return MonthFirst
		}
		return DayFirst
	case l.Currency == "USD":
		return MonthFirst
	}
	return DayFirst
}

// Share is how strongly a language stands in the evidence, relative to the strongest: 1 for the main language.
func (e *Evidence) Share(lang string) float64 {
	best := 0.0
	for _, n := range e.langs {
		best = max(best, n)
	}
	if best == 0 {
		return 1
	}
	return e.langs[lang] / best
}
