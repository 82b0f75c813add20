package locale

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
