package parties

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
	"github.com/docketapi/docket/internal/reading/fields/proof"
)

// address reads the lines under a party's name.
func (r *reader) address(pointer string, n name) *en16931.Address {
	if n.span.Seg == nil {
		return nil
	}
	a := addressReader{proofs: &r.out.Proofs, pointer: pointer + "/address"}
	if rest := (layout.Span{Seg: n.span.Seg, Start: n.span.End, End: len(n.span.Seg.Text)}).Trim(); rest.End-rest.Start > 8 {
		a.line(rest) // name, street and place in one line
	}
	for i, s := range n.lines {
		if s == n.span.Seg || i > 9 || a.done {
			continue
		}
		span := s.Whole()
		if l := s.Leading(); l != nil {
			if !l.Has(locale.AddressLabel) {
				continue
			}
			if span = l.RestAll(); span.End <= span.Start {
				a.behindLabel(s)
				break
			}
		}
		a.line(span)
	}
	return a.result()
}

// behindLabel reads the lines that stand to the right of "Address:".
func (r *addressReader) behindLabel(label *layout.Segment) {
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
	proofs  *proof.List
	pointer string
	a       en16931.Address
	streets []layout.Span
	done    bool
	placed  bool
}

// line takes the next line of the address.
func (r *addressReader) line(s layout.Span) {
	text := s.Text()
	if r.placed {
		if c := locale.Default().Country(text); c != "" {
			r.a.Country = c
			r.proofs.Span(r.pointer+"/country", s, countryLine)
		}
		r.done = true
		return
	}
	if p, ok := postal.PlaceOf(text); ok {
		r.place(s, p)
		return
	}
	if c := locale.Default().Country(text); c != "" {
		r.a.Country, r.done = c, true
		r.proofs.Span(r.pointer+"/country", s, countryLine)
		return
	}
	if postal.NameShape(text) > 0.3 || postal.IsStreet(text) {
		r.streets = append(r.streets, s)
	}
}

func (r *addressReader) result() *en16931.Address {
	for i, to := range []*string{&r.a.Line1, &r.a.Line2, &r.a.Line3} {
		k := i
		if n := len(r.streets); n > 1 && postal.IsStreet(r.streets[n-1].Text()) {
			k = (i + n - 1) % n // the street comes first, then what stands above it
		}
		if i < len(r.streets) {
			*to = r.streets[k].Text()
			r.proofs.Span(r.pointer+"/line"+string(rune('1'+i)), r.streets[k], streetConfidence)
		}
	}
	if r.a == (en16931.Address{}) {
		return nil
	}
	return &r.a
}
