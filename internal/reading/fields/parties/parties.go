package parties

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/proof"
)

// Result is both parties as read, with the headings that name them and the proofs of every value.
type Result struct {
	Seller, Buyer en16931.Party
	Headings      Headings
	Proofs        proof.List
	Ground        Ground // of the seller's name
}

// Read reads both parties off the pages of one invoice.
func Read(set *candidates.Set) Result {
	r := reader{Set: set, headings: findHeadings(set)}
	r.chooseNames()
	r.vatIDs()
	r.out.Seller.Address = r.address("/seller", r.seller)
	if r.out.Buyer.Name != "" {
		r.out.Buyer.Address = r.address("/buyer", r.buyer)
	}
	r.contacts()
	r.identifier(locale.TaxID, "tax_id", func(p *en16931.Party) *string { return &p.TaxID })
	r.identifier(locale.Registration, "registration_id", func(p *en16931.Party) *string { return &p.RegistrationID })
	r.customerID()
	r.out.Headings = r.headings
	return r.out
}

// reader holds what has been found of the parties so far.
type reader struct {
	*candidates.Set

	headings      Headings
	seller, buyer name
	out           Result
}

// name is a party's name with where it stands, the lines of its block and how much speaks for it.
type name struct {
	span             layout.Span
	lines            []*layout.Segment // of its block, the name's first
	score            float64
	also             []layout.Span // what of the name stands on further lines
	rival            float64       // score of the best other name as a share of this one's
	recipientUnclear bool          // an address that nothing says to be the recipient's
}

func (n name) text() string {
	if n.span.Seg == nil {
		return ""
	}
	text := n.span.Text()
	for _, s := range n.also {
		text += " " + s.Text()
	}
	return text
}

// chooseNames chooses seller and buyer: what a heading names first, then what place and form tell.
func (r *reader) chooseNames() {
	buyer := r.buyerName("")
	known := buyer
	if buyer.score < buyerSure {
		known = name{}
	}
	seller := r.sellerName(known)
	if folded := lang.Key(seller.text()); folded != "" && seller.score >= sellerCertain && folded == lang.Key(buyer.text()) {
		buyer = r.buyerName(folded)
	}
	if seller.score < sellerCertain && buyer.recipientUnclear {
		seller, buyer = buyer, name{} // the only address of a page is its sender's
		seller.score = sellerSole
	}
	if r.Receipt {
		if head := r.receiptSeller(); head.score > receiptSureSeller && !r.headings.name(locale.SellerBlock) {
			seller = head
		}
	}
	r.seller, r.buyer = wrapped(seller), wrapped(buyer)
	r.out.Ground = r.ground()
	r.writeNames()
}

func (r *reader) writeNames() {
	if s := r.seller; s.score > 0 {
		text, read := repairName(s.text(), s.span)
		r.out.Seller.Name = text
		spans := append([]layout.Span{s.span}, s.also...)
		r.out.Proofs.Lines("/seller/name", spans, read, sellerConfidence+sellerPerScore*s.score)
	}
	if b := r.buyer; b.score > 0 && (!r.Receipt || b.score >= buyerByHeading && headsAddress(b.span.Seg) > 0) {
		text, read := repairName(b.text(), b.span)
		r.out.Buyer.Name = text
		r.out.Proofs.Lines("/buyer/name", append([]layout.Span{b.span}, b.also...), read, buyerConfidence+buyerPerScore*b.score)
	}
}
