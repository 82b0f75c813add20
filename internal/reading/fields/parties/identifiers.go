package parties

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// identifier fills an identifier that only its label tells, for the party it stands with.
func (r *reader) identifier(role locale.Role, name string, field func(*en16931.Party) *string) {
	best := map[string]candidates.Choice{}
	for _, c := range r.Codes {
		score, label := r.As(c, role)
		if label == nil || score < registerNamed || len(c.Text) < 4 || c.Text == r.out.Seller.VATID {
			continue
		}
		_, pointer := r.owner(c)
		if got := (candidates.Choice{Bound: c, Label: label, Score: score}); got.Better(best[pointer]) {
			best[pointer] = got
		}
	}
	for pointer, c := range best {
		to := &r.out.Seller
		if pointer == "/buyer" {
			to = &r.out.Buyer
		}
		span := spacedCode(c.Bound.Span)
		*field(to) = span.Text()
		r.out.Proofs.Span(pointer+"/"+name, span, registerPerScore*c.Score)
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

// customerID takes the number that the seller knows the buyer by.
func (r *reader) customerID() {
	if c := r.BestCode(locale.CustomerID); c.Found() {
		span := c.Join()
		r.out.Buyer.IDs = []en16931.ID{{ID: span.Text()}}
		r.out.Proofs.Span("/buyer/ids/0/id", span, c.Score)
	}
}
