package content

import (
	_ "embed" // the labels
	"strings"
	"sync"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

//go:embed data/labels.txt
var labelFile string

// labelLanguages are the columns of the file.
var labelLanguages = []string{"en", "de", "fr", "es", "it", "nl"}

// labels gives each language its words for the parts of an invoice.
var labels = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, l := range labelLanguages {
		out[l] = map[string]string{}
	}
	for line := range strings.Lines(labelFile) {
		key, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for i, w := range strings.Split(words, "|") {
			if i < len(labelLanguages) {
				out[labelLanguages[i]][key] = strings.TrimSpace(w)
			}
		}
	}
	return out
})

// countries are where a language is the usual one: the hint when an invoice says too little in words.
var countries = map[string]string{"DE": "de", "AT": "de", "CH": "de", "LI": "de", "FR": "fr", "MC": "fr", "ES": "es", "IT": "it", "SM": "it", "NL": "nl"}

// labelsFor gives the labels in the language of a text, or of a country, or in English.
func labelsFor(text, country string) map[string]string {
	e := locale.NewEvidence()
	e.AddText(cutText(text, 8<<10))
	if ranked := e.Decide(country, "").Languages; len(ranked) > 0 && labels()[ranked[0]] != nil {
		return labels()[ranked[0]]
	}
	if l, ok := countries[country]; ok {
		return labels()[l]
	}
	return labels()["en"]
}
