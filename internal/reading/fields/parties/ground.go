package parties

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// Ground is what the choice of the seller's name rests on, besides its place.
type Ground struct {
	Text      float64 // least confidence of a character of it: 1 where it was not recognised
	Heading   bool    // a heading such as "From:" or the account's holder names it
	Domain    bool    // its words are those of a mail or web host on the pages
	Address   bool    // an address follows it
	Reachable bool    // tax ids, telephone or mail stand in its block
	LegalForm bool
	Places    int  // lines that begin with the name, up to three
	Rival     bool // another name has a legal form and is not the buyer's
	Buyer     bool // the buyer's name is known, and another one
	Addressed bool // the buyer's address follows its name, or a heading names it
	Near      bool // another name comes near
	Told      bool // two lines of its block or more give identifiers and ways to reach it
	Cut       bool // it is a part of its line only
}

// ground says what the choice of the seller's name rests on.
func (r *reader) ground() Ground {
	if r.seller.span.Seg == nil {
		return Ground{}
	}
	seg, text := r.seller.span.Seg, r.seller.text()
	key, buyer := lang.Key(text), lang.Key(r.buyer.text())
	g := Ground{
		Text: r.seller.span.Confidence(), Domain: matchesDomain(text, r.domains()), Address: headsAddress(seg) > 0 || isImprint(seg) || isSenderLine(seg) && r.seller.span.End < len(seg.Text),
		Reachable: contactLines(seg) > 0, Told: contactLines(seg) > 1, Near: r.seller.rival > rivalNear, LegalForm: postal.HasLegalForm(text) || len(r.seller.also) > 0, Heading: holderLabel(seg) != nil,
		Buyer: buyer != "" && buyer != key, Cut: r.seller.span.Start > 0 || r.seller.span.End < len(seg.Text),
	}
	for _, h := range r.headings {
		if h.role == locale.SellerBlock && h.score >= headingClear && lang.Key(cutName(h.name).Text()) == key {
			g.Heading = true
		}
	}
	g.Addressed = g.Buyer && (headsAddress(r.buyer.span.Seg) > 0 || r.headings.hold(r.buyer.span.Seg, locale.BuyerBlock))
	for _, p := range r.Pages {
		for _, s := range p.Segments {
			folded := lang.Key(s.Text)
			if strings.HasPrefix(folded, key) {
				g.Places = min(3, g.Places+1)
				continue
			}
			if folded != "" && !strings.HasPrefix(folded, buyer) && len(s.Text) < rivalLongest && postal.HasLegalForm(s.Text) && !r.headings.hold(s, locale.BuyerBlock) && !r.headings.hold(s, locale.ShipTo) && !strings.HasPrefix(key, folded) {
				g.Rival = true
			}
		}
	}
	return g
}
