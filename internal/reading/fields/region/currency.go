package region

import (
	"maps"
	"slices"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// Currency is the currency that a country pays in, empty for one that is not known.
func Currency(country string) string { return lang.CurrencyOfCountry(country) }

// Named is where the pages of a document name a currency: best at an amount or as a word of its own, else within a word,
// "Amount(RM)".
func Named(in []*layout.Page, code, country string) (layout.Span, bool) {
	var within layout.Span
	for _, p := range in {
		for _, s := range p.Segments {
			for _, m := range lang.FindCurrencies(s.Text) {
				if lang.CurrencyIn(m.Code, country) != code && !lang.MayMean(m.Code, code) {
					continue
				}
				span := layout.Span{Seg: s, Start: m.Start, End: m.End}
				if m.AtNumber || standsAlone(span) {
					return span, true
				}
				if within.Seg == nil {
					within = span
				}
			}
		}
	}
	return within, within.Seg != nil
}

// standsAlone tells whether spaces, or the text's ends, stand on both sides of a span.
func standsAlone(s layout.Span) bool {
	text := s.Seg.Text
	return (s.Start == 0 || text[s.Start-1] == ' ') && (s.End == len(text) || text[s.End] == ' ')
}

// chosen is the currency that the votes speak for. A sign that several currencies share means the one whose code the pages
// name as well, else the country's.
func chosen(money map[string]float64, country string) string {
	sign := most(money)
	code, votes := lang.CurrencyIn(sign, country), codeNamed
	for _, other := range slices.Sorted(maps.Keys(money)) {
		if lang.MayMean(sign, other) && money[other] > votes {
			code, votes = other, money[other]
		}
	}
	return code
}
