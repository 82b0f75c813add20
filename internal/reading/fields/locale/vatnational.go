package locale

import "strings"

// languageCountries are where invoices in a language mostly come from, the likeliest first.
var languageCountries = map[string][]string{
	"da": {"DK"}, "de": {"DE", "AT"}, "en": {"GB", "IE"}, "es": {"ES"}, "fi": {"FI"}, "fr": {"FR", "BE", "LU"}, "it": {"IT"},
	"nb": {"NO"}, "nl": {"NL", "BE"}, "pt": {"PT"}, "sv": {"SE"},
}

// VATCountries are the countries that a document's identifiers without a prefix can be of: its own, then those of its
// languages.
func (l Locale) VATCountries() []string {
	var out []string
	if l.Country != "" {
		out = append(out, l.Country)
	}
	for _, lang := range l.Languages {
		out = append(out, languageCountries[lang]...)
	}
	return out
}

// CompleteVAT puts the country before an identifier that is printed as its own country writes it, as BT-31 wants it
// (BR-CO-09). Only check digits make it sure: a number alone could be any other.
func CompleteVAT(compact string, countries []string) (string, bool) {
	for _, c := range countries {
		prefix := c
		switch c {
		case "GR":
			prefix = "EL"
		case "CH", "LI":
			continue // CHE belongs to the number
		}
		form, check := vatForm[prefix], vatChecks[prefix]
		if form == nil || check == nil || !form.MatchString(compact) || strings.Trim(compact, "0") == "" {
			continue
		}
		if check(compact) {
			return prefix + compact, true
		}
	}
	return compact, false
}
