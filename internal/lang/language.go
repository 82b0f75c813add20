package lang

import (
	"fmt"
	"maps"
	"strings"
	"sync"
)

// Language is what a language's language.json says.
type Language struct {
	Name string `json:"name"` // in English
	// Countries are where invoices in the language mostly come from, ISO 3166-1, the likeliest first.
	Countries []string `json:"countries"`
	Decimal   string   `json:"decimal"` // the decimal sign that is usual
	// Letters are those with marks, and signs, that few other languages have.
	Letters string `json:"letters"`
	// Months are twelve, each with its spellings, forms and abbreviations separated by a space, the name itself first.
	Months []string `json:"months"`
	// DateFillers are words that may stand in a written date: weekdays, "de", "er", "th".
	DateFillers []string `json:"date_fillers"`
	// Currencies are the language's own signs and words for currencies, with their ISO 4217 codes.
	Currencies map[string]string `json:"currencies"`
}

var languages = sync.OnceValue(func() map[string]Language {
	out := map[string]Language{}
	for _, f := range ReadJSON[Language]("language.json") {
		if len(f.Data.Months) != 12 {
			panic(fmt.Sprintf("language data %s: %d months", f.Language, len(f.Data.Months)))
		}
		out[f.Language] = f.Data
	}
	return out
})

// Of is what is known of a language; a code without a folder says nothing.
func Of(code string) Language { return languages()[code] }

// MonthName is a month's name in a language.
func MonthName(code string, month int) string {
	name, _, _ := strings.Cut(languages()[code].Months[month-1], " ")
	return name
}

// Months are the numbers of the months by their spellings in some languages, in the form that fold makes of them. Without
// languages they are those of all. What means another month in another of the languages, as listopada does, is left out.
func Months(fold func(string) string, codes ...string) map[string]int {
	if len(codes) == 0 {
		codes = Codes()
	}
	out := map[string]int{}
	for _, c := range codes {
		for i, spellings := range languages()[c].Months {
			for name := range strings.FieldsSeq(spellings) {
				key := fold(name)
				if have, ok := out[key]; ok && have != i+1 {
					out[key] = contested
					continue
				}
				out[key] = i + 1
			}
		}
	}
	maps.DeleteFunc(out, func(_ string, month int) bool { return month == contested })
	return out
}

// contested marks a spelling of several months.
const contested = -1
