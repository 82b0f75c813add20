package fields

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// buyerWords are folded beginnings of words that speak of the reader: "Ihre USt-IdNr.", "N° TVA client".
var buyerWords = []string{"ihre", "your", "customer", "kunde", "client", "votre", "buyer", "acheteur", "kaufer", "empfanger", "suo", "sua", "cliente", "klant", "kund", "asiakkaan", "ostaja", "kobers", "kopare", "afnemer", "destinat"}

// buyerShort are such words that are the beginnings of others.
var buyerShort = map[string]bool{"uw": true, "er": true, "ert": true, "deres": true, "jeres": true, "vos": true, "vs": true, "su": true}

// vatIDs shares the VAT identifiers out between seller and buyer.
func (d *document) vatIDs(b *builder) {
	all := d.vatChoices()
	var seller, buyer candidates.Choice
	for _, c := range all {
		side := d.side(c)
		if s := (candidates.Choice{Bound: c.Bound, Label: c.Label, Score: c.Score * (1 + min(side, 0))}); side > -0.9 && s.Better(seller) {
			seller = s
		}
	}
	for _, c := range all { // the seller's own number stands in several places, some of them near the buyer
		side := d.side(c)
		if s := (candidates.Choice{Bound: c.Bound, Label: c.Label, Score: c.Score * -side}); side < 0 && s.Better(buyer) && (side == -1 || c.Bound.Text != textOfChoice(seller)) {
			buyer = s
		}
	}
	if seller.Bound != nil && seller.Score > 0.25 {
		b.data.Seller.VATID = seller.Bound.Text
		b.proofs.Value("/seller/vat_id", &seller.Bound.Value, 0.4+0.5*seller.Score)
	}
	if buyer.Bound != nil && buyer.Score > 0.25 && buyer.Bound != seller.Bound {
		b.data.Buyer.VATID = buyer.Bound.Text
		b.proofs.Value("/buyer/vat_id", &buyer.Bound.Value, 0.4+0.5*buyer.Score)
	}
}

func textOfChoice(c candidates.Choice) string {
	if c.Bound == nil {
		return ""
	}
	return c.Bound.Text
}

// vatChoices are identifiers with a prefix that have the form or a label, and codes that only a label makes one.
func (d *document) vatChoices() []candidates.Choice {
	var out []candidates.Choice
	for _, c := range d.VATIDs {
		score, label := d.As(c, locale.VATID)
		switch identifier.VATQuality(c.Quality) {
		case identifier.VATChecked:
			score = 0.5*score + 0.5
		case identifier.VATForm:
			score = 0.6*score + 0.3
		default:
			score *= 0.7
		}
		out = append(out, candidates.Choice{Bound: c, Label: label, Score: score})
	}
	for _, c := range d.Codes {
		score, label := d.As(c, locale.VATID)
		if label == nil || score < 0.6 || len(c.Text) < 7 || overlapsBound(d.VATIDs, c) {
			continue
		}
		if a, ok := locale.ParseAmount(c.Text, d.Locale.Numbers); ok && a.Cents {
			continue // "VAT" names an amount too
		}
		out = append(out, d.nationalVAT(c, label, score))
	}
	return append(out, d.groupedVATs()...)
}

func overlapsBound(have []*candidates.Bound, c *candidates.Bound) bool {
	for _, h := range have {
		if h.Span.Overlaps(c.Span) {
			return true
		}
	}
	return false
}

// side says whose an identifier is: 1 surely the seller's, -1 surely the buyer's.
func (d *document) side(c candidates.Choice) float64 {
	label := c.Label
	if label == nil {
		label, _ = c.Strongest()
	}
	if label != nil && addressesBuyer(label.Span, c.Bound.Span) {
		return -1
	}
	seg := c.Bound.Span.Seg
	if inBuyer, inSeller := within(d.buyer, seg), within(d.seller, seg); inBuyer != inSeller {
		if inBuyer {
			return -1
		}
		return 1
	}
	if s, ok := d.sectionOf(seg); ok {
		switch s {
		case locale.BuyerBlock:
			return -1
		case locale.SellerBlock:
			return 1
		case locale.ShipTo:
			return -0.5
		}
	}
	near, far := distance(d.seller, seg), distance(d.buyer, seg)
	if seg.Box.Y0 > 0.8*seg.Page.Height {
		return 0.9
	}
	switch {
	case near < far:
		return 0.5
	case far < 12*seg.Page.Em:
		return -0.6
	}
	return 0.2
}

// aroundLabel is how many words before and behind a label may say whose number it names.
const aroundLabel = 2

// addressesBuyer tells whether a label, or a word next to it, speaks of the reader.
func addressesBuyer(l, value layout.Span) bool {
	if slices.ContainsFunc(strings.Fields(l.Text()), ofBuyer) {
		return true
	}
	before := strings.Fields(l.Seg.Text[:l.Start])
	end := len(l.Seg.Text)
	if value.Seg == l.Seg && value.Start >= l.End {
		end = value.Start
	}
	after := strings.Fields(l.Seg.Text[l.End:end])
	return slices.ContainsFunc(before[max(0, len(before)-aroundLabel):], ofBuyer) ||
		slices.ContainsFunc(after[:min(len(after), aroundLabel)], ofBuyer)
}

func ofBuyer(word string) bool {
	folded := lang.Key(word)
	return buyerShort[folded] || slices.ContainsFunc(buyerWords, func(w string) bool { return strings.HasPrefix(folded, w) })
}

// within tells whether a segment is a line of a party's block.
func within(n nameChoice, seg *layout.Segment) bool {
	for _, l := range n.lines {
		if l == seg {
			return true
		}
	}
	return false
}

// sectionOf is the party whose heading stands nearest above a segment in its column.
func (d *document) sectionOf(seg *layout.Segment) (locale.Role, bool) {
	var best *section
	for i := range d.sections {
		s := &d.sections[i]
		h := s.head.Span.Seg
		if h.Page != seg.Page || h.Box.Y0 > seg.Box.Y0+2 || seg.Box.Y0-h.Box.Y1 > 24*seg.Page.Em {
			continue
		}
		if seg.Box.X0 < h.Box.X0-4*seg.Page.Em && seg.Box.X1 < h.Box.X0 || d.headingBetween(h, seg) {
			continue
		}
		if best == nil || h.Box.Y0 > best.head.Span.Seg.Box.Y0+2 || h.Box.X0 > best.head.Span.Seg.Box.X0 && h.Box.Y0 > best.head.Span.Seg.Box.Y0-2 {
			best = s
		}
	}
	if best == nil {
		return "", false
	}
	return best.role, true
}

// headingBetween tells whether another column begins between a heading and a segment.
func (d *document) headingBetween(h, seg *layout.Segment) bool {
	return seg.Box.X0 > h.Box.X0+0.45*h.Page.Width
}

func distance(n nameChoice, seg *layout.Segment) float64 {
	if n.span.Seg == nil || n.span.Seg.Page != seg.Page {
		return 1e9
	}
	a, b := n.span.Seg.Box, seg.Box
	dx := max(0, max(a.X0-b.X1, b.X0-a.X1))
	dy := max(0, max(a.Y0-b.Y1, b.Y0-a.Y1))
	return 1.5*dx + dy
}
