package locale

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang"
)

// Detector tells a document's locale from what its text shows of it.
type Detector struct {
	languages  *lang.Tally
	strongest  float64 // weight of the main language
	comma, dot float64
	spaced     int // amounts of money whose groups are parted by spaces, less those with another sign
	dayFirst   int
	monthFirst int
}

// NewDetector starts with nothing seen.
func NewDetector() *Detector { return &Detector{languages: lang.NewTally()} }

// spacedNumber is a number whose digits are grouped by spaces; groupedNumber one that has another sign.
var (
	spacedNumber  = regexp.MustCompile(`\d{1,3}(?:[ \x{a0}\x{202f}\x{2009}]\d{3})+(?:[.,]\d{1,2})?\b`)
	groupedNumber = regexp.MustCompile(`\d{1,3}(?:,\d{3})+\.\d\d\b|\d{1,3}(?:\.\d{3})+,\d\d\b|\d'\d{3}\b`)
)

// addSpaced counts money that is written with spaces between its groups: its currency stands beside it.
func (d *Detector) addSpaced(text string) {
	d.spaced -= len(groupedNumber.FindAllStringIndex(text, -1))
	for _, m := range spacedNumber.FindAllStringIndex(text, -1) {
		before, after := strings.TrimRight(text[:m[0]], " "), strings.TrimLeft(text[m[1]:], " ")
		if n, _ := lang.CurrencyAtEnd(before); n > 0 {
			d.spaced++
		} else if n, _ := lang.CurrencyAtStart(after); n > 0 {
			d.spaced++
		}
	}
}

var writtenNumber = regexp.MustCompile(`\d{1,3}(?:[., '’]\d{3})*[.,]\d+\b`)

// AddText counts the text's words and numbers.
func (d *Detector) AddText(text string) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" .,:;()/|", r) }) {
		d.languages.FoldedWord(lang.Key(w))
	}
	d.addSpaced(text)
	for _, m := range writtenNumber.FindAllString(text, -1) {
		d.addNumber(m)
	}
}

func (d *Detector) addNumber(m string) {
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
		d.comma += weight
	} else {
		d.dot += weight
	}
}

// AddLabel counts a label's language; labels weigh more than words.
func (d *Detector) AddLabel(entries []Label) {
	seen := map[string]bool{}
	for _, l := range entries {
		seen[l.Lang] = true
	}
	for l := range seen {
		d.languages.Add(l, 1.5/float64(len(seen)))
	}
}

// AddDate counts what a date proves about the order of day and month.
func (d *Detector) AddDate(r DateReading) {
	switch {
	case !r.Proof:
	case r.Order == DayFirst:
		d.dayFirst++
	default:
		d.monthFirst++
	}
}

// Decide gives the locale; country and currency, when already known, help where dates prove nothing.
func (d *Detector) Decide(country, currency string) Locale {
	l := Locale{Country: country, Home: d.Home(), Currency: currency, Languages: d.languages.Ranked(1)}
	l.Language = "en"
	if len(l.Languages) > 0 {
		l.Language = l.Languages[0]
	}
	if all := d.languages.Ranked(0); len(all) > 0 {
		d.strongest = d.languages.Weight(all[0])
	}
	l.Numbers.Decimal = d.decimal(l.Language)
	l.Numbers.Spaces = d.spaced > 0
	l.Numbers.Whole = wholeMoney[currency]
	l.Dates = d.dateOrder(l)
	return l
}

// Home is the country that invoices in the main language mostly come from, "" where the language is not sure.
func (d *Detector) Home() string {
	if ranked := d.languages.Ranked(homeLeast); len(ranked) > 0 && len(lang.Of(ranked[0]).Countries) > 0 {
		return lang.Of(ranked[0]).Countries[0]
	}
	return ""
}

// homeLeast is the weight from which a language is surely the document's: two labels of it.
const homeLeast = 3.0

func (d *Detector) decimal(language string) byte {
	switch {
	case d.comma > d.dot:
		return ','
	case d.dot > d.comma:
		return '.'
	}
	if sign := lang.Of(language).Decimal; sign != "" {
		return sign[0]
	}
	return 0
}

// wholeMoney are currencies whose hundredths do not exist or are not in use: ISO 4217 gives them no digits, or prices have none.
var wholeMoney = map[string]bool{"JPY": true, "KRW": true, "VND": true, "CLP": true, "IDR": true, "HUF": true, "PYG": true, "ISK": true, "COP": true, "UGX": true, "RWF": true, "XAF": true, "XOF": true, "XPF": true}

// monthFirstCountries write 12/31/2024.
var monthFirstCountries = map[string]bool{"US": true, "PH": true}

func (d *Detector) dateOrder(l Locale) DateOrder {
	switch {
	case d.monthFirst > d.dayFirst:
		return MonthFirst
	case d.dayFirst > 0 || l.Language != "en":
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

// Share is how strongly a language stands in the text, relative to the strongest: 1 for the main language. It is known once Decide
// has decided.
func (d *Detector) Share(code string) float64 {
	if d.strongest == 0 {
		return 1
	}
	return d.languages.Weight(code) / d.strongest
}
