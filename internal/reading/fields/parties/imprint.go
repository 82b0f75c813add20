package parties

import (
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// imprintParts are what parts the pieces of a line that says all of a sender.
var imprintParts = []string{" · ", " • ", " | ", ", ", " – ", " - "}

// isImprint tells a line that says all of the sender, as letters have in their foot: its name, where it is, and a number it is
// registered under or a way to reach it. Nobody writes a recipient so.
func isImprint(s *layout.Segment) bool {
	name := cutName(s.Whole())
	if name.End == len(s.Text) || name.Start > 0 || startsLabelled(s) || strings.ContainsAny(name.Text(), "0123456789:") {
		return false
	}
	rest := s.Text[name.End:]
	parts := 0
	for _, sep := range imprintParts {
		parts = max(parts, strings.Count(s.Text, sep))
	}
	return parts >= 2 && saysPlace(rest) && reaches(s)
}

// saysPlace tells whether a piece of a line is a street or a place.
func saysPlace(text string) bool {
	if _, ok := postal.PlaceOf(text); ok {
		return true
	}
	for _, sep := range imprintParts {
		for piece := range strings.SplitSeq(text, sep) {
			if postal.IsStreet(strings.TrimSpace(piece)) {
				return true
			}
		}
	}
	return false
}

// reaches tells whether a line gives an identifier or a way to reach somebody.
func reaches(s *layout.Segment) bool {
	if strings.Contains(s.Text, "@") {
		return true
	}
	for _, l := range s.Labels {
		if l.Has(locale.VATID, locale.Registration, locale.Phone, locale.Email, locale.TaxID, locale.Fax) {
			return true
		}
	}
	return false
}
