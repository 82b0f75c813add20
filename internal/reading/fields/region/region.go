// Package region says where a document is from: the country and the currency that its text speaks of most.
//
// It owns the count of both and which currency a country pays in. It does not own the names and signs themselves
// (locale), nor the language.
package region

import (
	"cmp"
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Of looks for the country and the currency that the pages speak of most, empty where they name none. A sign that several
// currencies share means home's where the pages name no country; home is "" where nothing tells it.
func Of(in []*layout.Page, home string) (country, currency string) {
	money := map[string]float64{}
	place := map[string]float64{}
	for _, p := range in {
		for _, s := range p.Segments {
			countMoney(s.Text, money)
			countPlace(s.Text, place)
		}
	}
	country = most(place)
	return country, chosen(money, cmp.Or(country, home))
}

func countMoney(text string, money map[string]float64) {
	for _, m := range lang.FindCurrencies(text) {
		w := moneyMentioned
		if m.AtNumber || len(text) == m.End-m.Start {
			w = moneyAtNumber
		}
		if len(text) > prose {
			w *= moneyInProse
		}
		money[m.Code] += w
	}
}

// countPlace counts countries by name at the end of a line, and by the prefixes of VAT identifiers.
func countPlace(text string, place map[string]float64) {
	if len(text) > longText {
		return
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;|()-–.", r) })
	for i, part := range parts {
		if c := locale.Default().Country(part); c != "" {
			w := countryMentioned
			if i == len(parts)-1 {
				w = countryEndsLine
			}
			place[c] += w
		}
	}
	countForms(text, place)
	for w := range strings.FieldsSeq(text) {
		if len(w) >= 8 && len(w) <= 16 && identifier.CheckVAT(w) >= identifier.VATForm {
			place[OfVATPrefix(w[:2])]++
		}
	}
}

// OfVATPrefix is the country of a VAT identifier's prefix: Greece writes EL, Northern Ireland XI.
func OfVATPrefix(prefix string) string {
	switch prefix {
	case "EL":
		return "GR"
	case "XI":
		return "GB"
	}
	return prefix
}

// most is the key with the highest count, the first of the alphabet among equals.
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
