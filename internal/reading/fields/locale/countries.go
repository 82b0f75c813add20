package locale

import (
	"github.com/docketapi/docket/internal/lang"
)

// VATCountries are the countries that a document's identifiers without a prefix can be of: its own, then those of its
// languages.
func (l Locale) VATCountries() []string {
	var out []string
	if l.Country != "" {
		out = append(out, l.Country)
	}
	for _, code := range l.Languages {
		out = append(out, lang.Of(code).Countries...)
	}
	return out
}
