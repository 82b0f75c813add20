package fields

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/party"
)

// address reads the lines under a party's name.
func (d *document) address(b *builder, pointer string, n nameChoice) *en16931.Address {
	if n.span.Seg == nil {
		return nil
	}
	r := addressReader{b: b, pointer: pointer + "/address"}
	if rest := (layout.Span{Seg: n.span.Seg, Start: n.span.End, End: len(n.span.Seg.Text)}).Trim(); rest.End-rest.Start > 8 {
		r.line(rest) // name, street and place in one line
	}
	for i, s := range n.lines {
		if s == n.span.Seg || i > 9 || r.done {
			continue
		}
		span := s.Whole()
		if l := s.Leading(); l != nil {
			if !l.Has(locale.AddressLabel) {
				continue
			}
			if span = l.RestAll(); span.End <= span.Start {
				d.labelledAddress(&r, s)
				break
			}
		}
		r.line(span)
	}
	return r.result()
}

// labelledAddress reads the lines that stand to the right of "Address:".
func (d *document) labelledAddress(r *addressReader, label *layout.Segment) {
	right := label.Right()
	if right == nil {
		return
	}
	for _, s := range right.Column() {
		if r.done || s != right && len(s.Row.Segments) > 1 && s.Row.Segments[0].Leading() != nil {
			return
		}
		r.line(s.Whole())
	}
}

// addressReader collects an address line by line; the place with its postal code ends it, but for a country.
type addressReader struct {
	b       *builder
	pointer string
	a       en16931.Address
	streets []layout.Span
	done    bool
	placed  bool
}

func (r *addressReader) line(s layout.Span) {
	text := s.Text()
	if r.placed {
		if c := locale.Default().Country(text); c != "" {
			r.a.Country = c
			r.b.proofs.Span(r.pointer+"/country", s, 0.9)
		}
		r.done = true
		return
	}
	if p, ok := party.PlaceOf(text); ok {
		r.place(s, p)
		return
	}
	if c := locale.Default().Country(text); c != "" {
		r.a.Country, r.done = c, true
		r.b.proofs.Span(r.pointer+"/country", s, 0.9)
		return
	}
	if party.NameShape(text) > 0.3 || party.IsStreet(text) {
		r.streets = append(r.streets, s)
	}
}

func (r *addressReader) place(s layout.Span, p party.Place) {
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
	r.b.proofs.Span(r.pointer+"/postal_code", part(s, p.Code), 0.85)
	r.b.proofs.Span(r.pointer+"/city", part(s, city), 0.8)
	if country != "" {
		r.a.Country = country
		r.b.proofs.Span(r.pointer+"/country", s, 0.85)
	}
	if at := strings.Index(s.Text(), p.Code); at > 6 { // the street stands in the same line
		if before := lastPiece(layout.Span{Seg: s.Seg, Start: s.Start, End: s.Start + at}); party.IsStreet(before.Text()) {
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

func (r *addressReader) result() *en16931.Address {
	for i, to := range []*string{&r.a.Line1, &r.a.Line2, &r.a.Line3} {
		k := i
		if n := len(r.streets); n > 1 && party.IsStreet(r.streets[n-1].Text()) {
			k = (i + n - 1) % n // the street comes first, then what stands above it
		}
		if i < len(r.streets) {
			*to = r.streets[k].Text()
			r.b.proofs.Span(r.pointer+"/line"+string(rune('1'+i)), r.streets[k], 0.75)
		}
	}
	if r.a == (en16931.Address{}) {
		return nil
	}
	return &r.a
}

// part is the span of a text inside another, the whole when it is not there.
func part(s layout.Span, text string) layout.Span {
	if i := strings.Index(s.Text(), text); i >= 0 && text != "" {
		return layout.Span{Seg: s.Seg, Start: s.Start + i, End: s.Start + i + len(text)}
	}
	return s
}

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
