package parties

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// sellerName scores every line that could be a company's name by all that speaks for it.
func (r *reader) sellerName(buyer name) name {
	var found []name
	for _, s := range r.headings {
		switch s.role {
		case locale.SellerBlock:
			found = append(found, name{span: cutName(s.name), lines: s.lines, score: sellerUnderHeading * s.score})
		case locale.PayeeBlock:
			found = append(found, name{span: cutName(s.name), lines: s.lines, score: payeeUnderHeading * s.score})
		}
	}
	found = append(found, r.labelledSeller(buyer)...)
	domains := r.domains()
	for _, p := range r.Pages {
		for _, s := range p.Segments {
			if c, ok := r.sellerIn(s, domains); ok {
				found = append(found, c)
			}
		}
	}
	return pickSeller(found, lang.Key(buyer.text()))
}

// labelledSeller takes what "Company:" labels where a heading names the buyer and no heading the seller. Where several lines
// have such a label, it says no more whose name it is.
func (r *reader) labelledSeller(buyer name) []name {
	if buyer.score < buyerByHeading || r.headings.name(locale.SellerBlock) {
		return nil
	}
	var out []name
	for _, p := range r.Pages {
		for _, l := range p.Labels {
			if l.AtStart && l.Has(locale.NameLabel) && l.Span.Seg.Box.Y0 < windowLowest*p.Height {
				out = append(out, name{span: cutName(l.RestAll()), lines: l.Span.Seg.Column(), score: sellerLabelled})
			}
		}
	}
	if len(out) != 1 || postal.NameShape(out[0].span.Text()) < labelledShape || within(buyer, out[0].span.Seg) {
		return nil
	}
	return out
}

// sellerIn scores one line.
func (r *reader) sellerIn(s *layout.Segment, domains []string) (name, bool) {
	span := nameIn(s)
	if l := holderLabel(s); l != nil {
		span = l.RestAll()
	}
	text := span.Text()
	shape := postal.NameShape(text)
	if shape < sellerShape || len(text) < 3 || isLabelled(span) && holderLabel(s) == nil || strings.HasSuffix(text, ":") || isTitleText(text) || isAddressLine(s) || legalOnly(text) || isOffer(text) {
		return name{}, false
	}
	if r.headings.hold(s, locale.BuyerBlock) || r.headings.hold(s, locale.ShipTo) {
		return name{}, false
	}
	score := r.positionScore(s)
	if postal.HasLegalForm(text) {
		score += sellerLegalForm
	}
	if postal.HasTradeWord(text) {
		score += sellerTradeWord
	}
	switch {
	case isImprint(s):
		score += sellerImprint
	case isSenderLine(s) && span.End < len(s.Text):
		score += sellerSenderLine
	}
	if holderLabel(s) != nil {
		score += sellerHolder
	}
	if matchesDomain(text, domains) {
		score += sellerDomain
	}
	if head := headsAddress(s); head > 0 {
		score += sellerAddress * head
		if told := contactLines(s); told > 0 {
			score += sellerReachable + sellerEachWay*min(float64(told), sellerWays)
		}
	}
	if len(s.Labels) > 0 && s.Labels[0].AtStart && s.Labels[0].Has(headingRoles...) {
		score -= headingItself
	}
	return name{span: span, lines: block(s), score: score * shape}, score > sellerLeast
}

// holderLabel is a label of the account's holder in the line, nil when there is none.
func holderLabel(s *layout.Segment) *layout.Label {
	for _, l := range s.Labels {
		if (l.AtStart || l.Colon) && l.Has(locale.AccountName) {
			return l
		}
	}
	return nil
}

// isTitleText tells whether a text is a title, a label or a country rather than a name.
func isTitleText(text string) bool {
	key := lang.Key(text)
	return len(locale.Default().Titles(key)) > 0 || locale.Default().Labels(key) != nil || locale.Default().Country(text) != ""
}

// isAddressLine tells whether a line is a place or a street.
func isAddressLine(s *layout.Segment) bool {
	_, ok := postal.PlaceOf(s.Text)
	return ok && !isSenderLine(s) && !isImprint(s) || postal.IsStreet(s.Text) && !postal.HasLegalForm(s.Text)
}
