package parties

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// nameLine tells whether a segment could be a party's name.
func nameLine(s *layout.Segment) bool {
	if len(s.Text) < 3 || postal.NameShape(s.Text) < 0.5 || isOffer(s.Text) || isLabelled(s.Whole()) || strings.HasSuffix(s.Text, ":") {
		return false
	}
	for _, l := range s.Labels {
		if l.Has(locale.Contact, locale.Phone, locale.Email, locale.VATID) && !postal.HasLegalForm(s.Text) {
			return false
		}
	}
	_, _, title := kind.Title(s)
	return !title || len(s.Words) > 2
}

// isLabelled tells whether a label stands at the span's start: "Tel. 123" is no name.
func isLabelled(s layout.Span) bool {
	for _, l := range s.Seg.Labels {
		if l.Span.Start == s.Start && !l.Has(locale.Column) && (l.Colon || l.Alone || !l.Has(headingRoles...)) && !partOfName(l, s) {
			return true
		}
	}
	return false
}

// partOfName tells whether a word that can be a label is rather the beginning of a name: more capitalised words follow.
func partOfName(l *layout.Label, s layout.Span) bool {
	return !l.Colon && !l.Alone && (postal.HasLegalForm(s.Text()) || l.Has(locale.Web, locale.Project, locale.Bank))
}

// nameIn cuts a line to the name that it begins with.
func nameIn(s *layout.Segment) layout.Span { return cutName(s.Whole()) }

// nameEnds are what parts a name from what follows in its line.
var nameEnds = []string{" • ", "·", " | ", "|", " – ", " — ", "; ", " au capital", " <", " - RCS", " (Co", " Geschäftsführ", " HRB", " USt", "•", " SIRET", " SIREN", " RCS"}

// cutName ends a name before an address, a capital or a contact that follows in the same line.
func cutName(s layout.Span) layout.Span {
	text := s.Text()
	end := len(text)
	for _, sep := range nameEnds {
		if i := strings.Index(text, sep); i > 2 && i < end {
			end = i
		}
	}
	if i := strings.Index(text[:end], " - "); i > 2 && (strings.Count(text, " - ") > 1 || hasDigit(text[i:])) {
		end = i
	}
	for _, behind := range []*regexp.Regexp{registration, telephone} {
		if m := behind.FindStringIndex(text[:end]); m != nil && m[0] > 3 {
			end = m[0]
		}
	}
	if i := strings.Index(text[:end], ", "); i > 2 && hasDigit(text[i:]) {
		end = i
	}
	end -= len(honorific(strings.TrimSpace(text[:end])))
	s.End = s.Start + end
	return s.Trim()
}

// telephone is how a telephone number begins behind a name: the word alone may begin another, as in "Telecom".
var telephone = regexp.MustCompile(`(?i)\s(?:t[eé]l|t[eé]l[eé](?:ph|f)one?|telefono|telefax|fax|phone)(?:[.:]|\s*[+(\d]|\s*$)`)

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
