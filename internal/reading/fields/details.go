package fields

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// partyDetails fills what else the page says of both parties.
func (d *document) partyDetails(b *builder) {
	b.data.Seller.Address = d.address(b, "/seller", d.seller)
	if b.data.Buyer.Name != "" {
		b.data.Buyer.Address = d.address(b, "/buyer", d.buyer)
	}
	d.contacts(b)
	d.identifier(b, locale.TaxID, "tax_id", func(p *en16931.Party) *string { return &p.TaxID })
	d.identifier(b, locale.Registration, "registration_id", func(p *en16931.Party) *string { return &p.RegistrationID })
}

// contacts shares telephone numbers and mail addresses out.
func (d *document) contacts(b *builder) {
	for _, e := range d.Emails {
		p, pointer := d.owner(b, e)
		if p.Contact == nil {
			p.Contact = &en16931.Contact{}
		}
		if p.Contact.Email == "" {
			p.Contact.Email = e.Text
			b.proofs.Value(pointer+"/contact/email", &e.Value, 0.8)
		}
	}
	for _, c := range d.Phones {
		score, _ := d.As(c, locale.Phone)
		if fax, _ := d.As(c, locale.Fax); score < 0.7 || fax >= score {
			continue
		}
		p, pointer := d.owner(b, c)
		if p.Contact == nil {
			p.Contact = &en16931.Contact{}
		}
		if p.Contact.Phone == "" {
			p.Contact.Phone = c.Text
			b.proofs.Value(pointer+"/contact/phone", &c.Value, score)
		}
	}
	d.contactNames(b)
}

// owner is the party that a value belongs to by its place.
func (d *document) owner(b *builder, c *candidates.Bound) (*en16931.Party, string) {
	if d.side(candidates.Choice{Bound: c}) < -0.5 && b.data.Buyer.Name != "" {
		return &b.data.Buyer, "/buyer"
	}
	return &b.data.Seller, "/seller"
}

func (d *document) contactNames(b *builder) {
	for _, p := range d.Pages {
		for _, l := range p.Labels {
			if !l.AtStart || !l.Has(locale.Contact) {
				continue
			}
			span, ok := l.Value()
			if !ok || !nameLine(span.Seg) && span.Seg != l.Span.Seg || hasDigit(span.Text()) || span.End-span.Start > 60 {
				continue
			}
			c := &candidates.Bound{Value: candidates.Value{Span: span, Text: span.Text()}}
			to, pointer := d.owner(b, c)
			if to.Contact == nil {
				to.Contact = &en16931.Contact{}
			}
			if to.Contact.Name == "" {
				to.Contact.Name = span.Text()
				b.proofs.Span(pointer+"/contact/name", span, 0.7)
			}
		}
	}
}

// identifier fills an identifier that only its label tells, for the party it stands with.
func (d *document) identifier(b *builder, role locale.Role, name string, field func(*en16931.Party) *string) {
	best := map[string]candidates.Choice{}
	for _, c := range d.Codes {
		score, label := d.As(c, role)
		if label == nil || score < 0.7 || len(c.Text) < 4 || c.Text == b.data.Seller.VATID {
			continue
		}
		_, pointer := d.owner(b, c)
		if got := (candidates.Choice{Bound: c, Label: label, Score: score}); got.Better(best[pointer]) {
			best[pointer] = got
		}
	}
	for pointer, c := range best {
		to := &b.data.Seller
		if pointer == "/buyer" {
			to = &b.data.Buyer
		}
		span := spacedCode(c.Bound.Span)
		*field(to) = span.Text()
		b.proofs.Span(pointer+"/"+name, span, 0.9*c.Score)
	}
}

// spacedCode takes the groups of digits in that follow: registers write 123 456 789.
func spacedCode(s layout.Span) layout.Span {
	text := s.Seg.Text
	for s.End+1 < len(text) && text[s.End] == ' ' {
		end := s.End + 1
		for end < len(text) && (text[end] >= '0' && text[end] <= '9') {
			end++
		}
		if n := end - s.End - 1; n < 2 || n > 5 || end < len(text) && text[end] != ' ' {
			break
		}
		s.End = end
	}
	return s
}
