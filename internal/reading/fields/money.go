package fields

import (
	"regexp"
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

var moneyMark = regexp.MustCompile(`€|£|US\$|\$|¥|₹|\b(?:[A-Z]{3}|RM|Rs|kr|zł|Kč|EURO?S?|Euros?)\b`)

// placeAndMoney looks for the currency and the country that the document's text speaks of most.
func (d *document) placeAndMoney() (country, currency string) {
	money := map[string]float64{}
	place := map[string]float64{}
	for _, p := range d.pages {
		for _, s := range p.Segments {
			countMoney(s.Text, money)
			countPlace(s.Text, place)
		}
	}
	country = most(place)
	return country, currencyFor(most(money), country)
}

func countMoney(text string, money map[string]float64) {
	for _, m := range moneyMark.FindAllStringIndex(text, -1) {
		code, ok := locale.CurrencyOf(text[m[0]:m[1]])
		if !ok {
			continue
		}
		w := 0.4
		if touchesDigit(text, m[0], m[1]) || len(text) == m[1]-m[0] {
			w = 1
		}
		if len(text) > 120 {
			w *= 0.3
		}
		money[code] += w
	}
}

func touchesDigit(text string, start, end int) bool {
	before := strings.TrimRight(text[:start], " ")
	after := strings.TrimLeft(text[end:], " :")
	return before != "" && before[len(before)-1] >= '0' && before[len(before)-1] <= '9' ||
		after != "" && (after[0] >= '0' && after[0] <= '9' || after[0] == '-')
}

// countPlace counts countries by name at the end of a line, and by the prefixes of IBANs and VAT identifiers.
func countPlace(text string, place map[string]float64) {
	if len(text) > 200 {
		return
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;|()-–.", r) })
	for i, part := range parts {
		if c := locale.Default().Country(part); c != "" {
			w := 0.5
			if i == len(parts)-1 {
				w = 1
			}
			place[c] += w
		}
	}
	for w := range strings.FieldsSeq(text) {
		if len(w) >= 8 && len(w) <= 16 && locale.CheckVAT(w) >= locale.VATForm {
			place[countryOfPrefix(w[:2])]++
		}
	}
}

// countryOfPrefix is the country of a VAT prefix: Greece writes EL.
func countryOfPrefix(prefix string) string {
	switch prefix {
	case "EL":
		return "GR"
	case "XI":
		return "GB"
	}
	return prefix
}

func most(counts map[string]float64) string {
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := counts[keys[i]], counts[keys[j]]
		return a > b || a == b && keys[i] < keys[j]
	})
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
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

func currencyFor(mark, country string) string {
	switch {
	case mark == "kr":
		return crowns[country]
	case mark == "USD" && dollars[country] != "":
		return dollars[country]
	}
	return mark
}
