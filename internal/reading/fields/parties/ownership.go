package parties

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/lang"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// buyerWords are folded beginnings of words that speak of the reader: "Ihre USt-IdNr.", "N° TVA client".
var buyerWords = []string{"ihre", "your", "customer", "kunde", "client", "votre", "buyer", "acheteur", "kaufer", "empfanger", "suo", "sua", "cliente", "klant", "kund", "asiakkaan", "ostaja", "kobers", "kopare", "afnemer", "destinat"}

// buyerShort are such words that are the beginnings of others.
var buyerShort = map[string]bool{"uw": true, "er": true, "ert": true, "deres": true, "jeres": true, "vos": true, "vs": true, "su": true}

// ownership says whose an identifier is: 1 surely the seller's, -1 surely the buyer's.
func (r *reader) ownership(c candidates.Choice) float64 {
	label := c.Label
	if label == nil {
		label, _ = c.Strongest()
	}
	if label != nil && speaksToBuyer(label.Span, c.Span) {
		return surelyBuyer
	}
	seg := c.Span.Seg
	if inBuyer, inSeller := within(r.buyer, seg), within(r.seller, seg); inBuyer != inSeller {
		if inBuyer {
			return surelyBuyer
		}
		return surelySeller
	}
	if s, ok := r.headings.over(seg); ok {
		switch s {
		case locale.BuyerBlock:
			return surelyBuyer
		case locale.SellerBlock:
			return surelySeller
		case locale.ShipTo:
			return underShipTo
		}
	}
	near, far := distance(r.seller, seg), distance(r.buyer, seg)
	if seg.Box.Y0 > footFrom*seg.Page.Height {
		return inFoot
	}
	switch {
	case near < far:
		return nearerSeller
	case far < nearBuyerReach*seg.Page.Em:
		return nearBuyer
	}
	return nowhereNear
}

// aroundLabel is how many words before and behind a label may say whose number it names.
const aroundLabel = 2

// speaksToBuyer tells whether a label, or a word next to it, speaks of the reader.
func speaksToBuyer(l, value layout.Span) bool {
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

// ofBuyer tells whether a word speaks of the reader.
func ofBuyer(word string) bool {
	folded := lang.Key(word)
	return buyerShort[folded] || slices.ContainsFunc(buyerWords, func(w string) bool { return strings.HasPrefix(folded, w) })
}

// within tells whether a segment is a line of a party's block.
func within(n name, seg *layout.Segment) bool {
	for _, l := range n.lines {
		if l == seg {
			return true
		}
	}
	return false
}

// distance is how far a segment stands from a name, very far on another page.
func distance(n name, seg *layout.Segment) float64 {
	if n.span.Seg == nil || n.span.Seg.Page != seg.Page {
		return 1e9
	}
	a, b := n.span.Seg.Box, seg.Box
	dx := max(0, max(a.X0-b.X1, b.X0-a.X1))
	dy := max(0, max(a.Y0-b.Y1, b.Y0-a.Y1))
	return sideways*dx + dy
}

// owner is the party that a value belongs to by its place.
func (r *reader) owner(c *candidates.Bound) (*en16931.Party, string) {
	if r.ownership(candidates.Choice{Bound: c}) < buyersContact && r.out.Buyer.Name != "" {
		return &r.out.Buyer, "/buyer"
	}
	return &r.out.Seller, "/seller"
}
