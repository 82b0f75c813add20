package region

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

var moneyMark = regexp.MustCompile(`€|£|US\$|\$|¥|₹|\b(?:[A-Z]{3}|RM|Rs|kr|zł|Kč|EURO?S?|Euros?)\b`)

// Currency is the currency that a country pays in, empty for one that is not known.
func Currency(country string) string {
	if euro[country] {
		return "EUR"
	}
	return countryCurrency[country]
}

// Named is where the pages of a document from a country name a currency: best at an amount or as a word of its own, else
// within a word, "Amount(RM)".
func Named(in []*layout.Page, code, country string) (layout.Span, bool) {
	var within layout.Span
	for _, p := range in {
		for _, s := range p.Segments {
			for _, m := range moneyMark.FindAllStringIndex(s.Text, -1) {
				got, ok := lang.CurrencyOf(s.Text[m[0]:m[1]])
				if !ok || currencyFor(got, country) != code {
					continue
				}
				span := layout.Span{Seg: s, Start: m[0], End: m[1]}
				if touchesDigit(s.Text, m[0], m[1]) || standsAlone(span) {
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

func touchesDigit(text string, start, end int) bool {
	before := strings.TrimRight(text[:start], " ")
	after := strings.TrimLeft(text[end:], " :")
	return before != "" && before[len(before)-1] >= '0' && before[len(before)-1] <= '9' ||
		after != "" && (after[0] >= '0' && after[0] <= '9' || after[0] == '-')
}

// standsAlone tells whether spaces, or the text's ends, stand on both sides of a span.
func standsAlone(s layout.Span) bool {
	text := s.Seg.Text
	return (s.Start == 0 || text[s.Start-1] == ' ') && (s.End == len(text) || text[s.End] == ' ')
}

// euro are the countries that pay in euros.
var euro = map[string]bool{
	"DE": true, "AT": true, "FR": true, "IT": true, "ES": true, "NL": true, "BE": true, "LU": true, "IE": true, "PT": true,
	"FI": true, "GR": true, "SK": true, "SI": true, "EE": true, "LV": true, "LT": true, "MT": true, "CY": true, "HR": true,
	"MC": true,
}

// countryCurrency is the currency of countries outside the euro.
var countryCurrency = map[string]string{
	"GB": "GBP", "US": "USD", "CH": "CHF", "LI": "CHF", "DK": "DKK", "SE": "SEK", "NO": "NOK", "PL": "PLN", "CZ": "CZK",
	"HU": "HUF", "RO": "RON", "MY": "MYR", "SG": "SGD", "IN": "INR", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "JP": "JPY",
	"CN": "CNY", "HK": "HKD", "TR": "TRY", "ZA": "ZAR", "AE": "AED", "MX": "MXN", "BR": "BRL", "ID": "IDR", "TH": "THB",
	"PH": "PHP", "IS": "ISK", "MA": "MAD", "TN": "TND", "IL": "ILS", "KR": "KRW", "VN": "VND",
}

// crowns are the currencies written kr.
var crowns = map[string]string{"DK": "DKK", "SE": "SEK", "NO": "NOK", "IS": "ISK"}

// dollars are the currencies written $.
var dollars = map[string]string{"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN"}

// currencyFor is the currency that a sign means in a country: kr and $ are written for several.
func currencyFor(mark, country string) string {
	switch {
	case mark == "kr":
		return crowns[country]
	case mark == "USD" && dollars[country] != "":
		return dollars[country]
	}
	return mark
}
