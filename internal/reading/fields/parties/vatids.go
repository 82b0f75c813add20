package parties

import (
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// vatIDs shares the VAT identifiers out between seller and buyer.
func (r *reader) vatIDs() {
	all := r.vatChoices()
	var seller, buyer candidates.Choice
	for _, c := range all {
		side := r.ownership(c)
		if s := (candidates.Choice{Bound: c.Bound, Label: c.Label, Score: c.Score * (1 + min(side, 0))}); side > notBuyers && s.Better(seller) {
			seller = s
		}
	}
	for _, c := range all { // the seller's own number stands in several places, some of them near the buyer
		side := r.ownership(c)
		if s := (candidates.Choice{Bound: c.Bound, Label: c.Label, Score: c.Score * -side}); side < 0 && s.Better(buyer) && (side == surelyBuyer || c.Bound.Text != textOfChoice(seller)) {
			buyer = s
		}
	}
	if seller.Bound != nil && seller.Score > vatLeast {
		r.out.Seller.VATID = seller.Bound.Text
		r.out.Proofs.Value("/seller/vat_id", &seller.Bound.Value, vatConfidence+vatPerScore*seller.Score)
	}
	if buyer.Bound != nil && buyer.Score > vatLeast && buyer.Bound != seller.Bound {
		r.out.Buyer.VATID = buyer.Bound.Text
		r.out.Proofs.Value("/buyer/vat_id", &buyer.Bound.Value, vatConfidence+vatPerScore*buyer.Score)
	}
}

// textOfChoice is a choice's text, empty where nothing was chosen.
func textOfChoice(c candidates.Choice) string {
	if c.Bound == nil {
		return ""
	}
	return c.Bound.Text
}

// vatChoices are identifiers with a prefix that have the form or a label, and codes that only a label makes one.
func (r *reader) vatChoices() []candidates.Choice {
	var out []candidates.Choice
	for _, c := range r.VATIDs {
		score, label := r.As(c, locale.VATID)
		switch identifier.VATQuality(c.Quality) {
		case identifier.VATChecked:
			score = vatCheckedLabel*score + vatCheckedBase
		case identifier.VATForm:
			score = vatFormLabel*score + vatFormBase
		default:
			score *= vatOtherLabel
		}
		out = append(out, candidates.Choice{Bound: c, Label: label, Score: score})
	}
	for _, c := range r.Codes {
		score, label := r.As(c, locale.VATID)
		if label == nil || score < vatNamed || len(c.Text) < vatLetters || overlapsBound(r.VATIDs, c) {
			continue
		}
		if a, ok := locale.ParseAmount(c.Text, r.Locale.Numbers); ok && a.Cents {
			continue // "VAT" names an amount too
		}
		out = append(out, r.nationalVAT(c, label, score))
	}
	return append(out, r.groupedVATs()...)
}

// overlapsBound tells whether a candidate shares text with one of others.
func overlapsBound(have []*candidates.Bound, c *candidates.Bound) bool {
	for _, h := range have {
		if h.Span.Overlaps(c.Span) {
			return true
		}
	}
	return false
}
