package parties

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// contacts shares telephone numbers and mail addresses out.
func (r *reader) contacts() {
	for _, e := range r.Emails {
		p, pointer := r.owner(e)
		if p.Contact == nil {
			p.Contact = &en16931.Contact{}
		}
		if p.Contact.Email == "" {
			p.Contact.Email = e.Text
			r.out.Proofs.Value(pointer+"/contact/email", &e.Value, emailConfidence)
		}
	}
	for _, c := range r.Phones {
		score, _ := r.As(c, locale.Phone)
		if fax, _ := r.As(c, locale.Fax); score < phoneNamed || fax >= score {
			continue
		}
		p, pointer := r.owner(c)
		if p.Contact == nil {
			p.Contact = &en16931.Contact{}
		}
		if p.Contact.Phone == "" {
			p.Contact.Phone = c.Text
			r.out.Proofs.Value(pointer+"/contact/phone", &c.Value, score)
		}
	}
	r.contactNames()
}

// contactNames takes who is named as a contact.
func (r *reader) contactNames() {
	for _, p := range r.Pages {
		for _, l := range p.Labels {
			if !l.AtStart || !l.Has(locale.Contact) {
				continue
			}
			span, ok := l.Value()
			if !ok || !nameLine(span.Seg) && span.Seg != l.Span.Seg || hasDigit(span.Text()) || span.End-span.Start > 60 {
				continue
			}
			c := &candidates.Bound{Value: candidates.Value{Span: span, Text: span.Text()}}
			to, pointer := r.owner(c)
			if to.Contact == nil {
				to.Contact = &en16931.Contact{}
			}
			if to.Contact.Name == "" {
				to.Contact.Name = span.Text()
				r.out.Proofs.Span(pointer+"/contact/name", span, contactConfidence)
			}
		}
	}
}
