package parties

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang/identifier"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// place takes the line with postal code and city; a country may stand in the same line, and a street before them.
func (r *addressReader) place(s layout.Span, p postal.Place) {
	r.placed = true
	r.a.PostalCode = p.Code
	city, country := p.City, prefixCountry(p.Country)
	if head, tail, ok := cutLast(city, ","); ok {
		if c := countryWord(tail); c != "" {
			city, country = head, c
		}
	}
	if i := strings.LastIndexAny(city, separators); i > 0 {
		_, size := utf8.DecodeRuneInString(city[i:])
		if c := countryWord(strings.TrimSpace(city[i+size:])); c != "" {
			city, country = strings.TrimSpace(city[:i]), c
		}
	}
	if head, tail, ok := cutLast(s.Text(), ","); ok && country == "" && strings.HasSuffix(head, city) {
		country = countryWord(tail)
	}
	if _, behind, ok := strings.Cut(s.Text(), city); ok && country == "" {
		country = countryWord(strings.Trim(behind, separators+" "))
	}
	r.a.City = city
	r.proofs.Span(r.pointer+"/postal_code", part(s, p.Code), postalConfidence)
	r.proofs.Span(r.pointer+"/city", part(s, city), cityConfidence)
	if country != "" {
		r.a.Country = country
		r.proofs.Span(r.pointer+"/country", s, countryBehind)
	}
	if at := strings.Index(s.Text(), p.Code); at > 6 { // the street stands in the same line
		if before := lastPiece(layout.Span{Seg: s.Seg, Start: s.Start, End: s.Start + at}); postal.IsStreet(before.Text()) {
			r.streets = append(r.streets, before)
		}
	}
}

// separators part the lines of an address that is printed in one.
const separators = ",•·|"

// lastPiece is what stands behind the last separator that something stands behind.
func lastPiece(s layout.Span) layout.Span {
	text := strings.TrimRight(s.Text(), separators+" -–")
	s.End = s.Start + len(text)
	if i := strings.LastIndexAny(text, separators); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		s.Start += i + size
	}
	return s.Trim()
}

// part is the span of a text inside another, the whole when it is not there.
func part(s layout.Span, text string) layout.Span {
	if i := strings.Index(s.Text(), text); i >= 0 && text != "" {
		return layout.Span{Seg: s.Seg, Start: s.Start + i, End: s.Start + i + len(text)}
	}
	return s
}

// cutLast parts a text at the last separator.
func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):]), true
}

// countryWord reads a country's name or its two letters.
func countryWord(s string) string {
	if c := locale.Default().Country(s); c != "" {
		return c
	}
	if len(s) == 2 && identifier.IBANLength(s) > 0 || s == "US" {
		return s
	}
	return ""
}

// prefixCountry reads the letters in front of a postal code: D-12345 is of Germany.
func prefixCountry(prefix string) string {
	switch prefix {
	case "D":
		return "DE"
	case "A":
		return "AT"
	case "F":
		return "FR"
	case "B":
		return "BE"
	case "I":
		return "IT"
	case "L":
		return "LU"
	case "S":
		return "SE"
	}
	return countryWord(prefix)
}
