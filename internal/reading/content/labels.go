package content

import (
	"sync"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// labels gives each language its words for the parts of an invoice.
var labels = sync.OnceValue(func() map[string]map[string]string { return lang.Phrases("invoice.json") })

// countries are where a language is the usual one: the hint when an invoice says too little in words.
var countries = map[string]string{"DE": "de", "AT": "de", "CH": "de", "LI": "de", "FR": "fr", "MC": "fr", "ES": "es", "IT": "it", "SM": "it", "NL": "nl"}

// labelsFor gives the labels in the language of a text, or of a country, or in English.
func labelsFor(text, country string) map[string]string {
	d := locale.NewDetector()
	d.AddText(cutText(text, 8<<10))
	if ranked := d.Decide(country, "").Languages; len(ranked) > 0 && labels()[ranked[0]] != nil {
		return labels()[ranked[0]]
	}
	if l, ok := countries[country]; ok {
		return labels()[l]
	}
	return labels()["en"]
}
