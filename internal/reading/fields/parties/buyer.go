package parties

import (
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// buyerName takes the name under a buyer's heading, or the recipient's address block; not is a folded name that is
// surely the seller's.
func (r *reader) buyerName(not string) name {
	best := name{}
	for _, s := range r.headings {
		if s.role == locale.BuyerBlock && s.score > best.score {
			best = name{span: cutName(s.name), lines: s.lines, score: s.score}
		}
	}
	if best.score >= buyerByHeading {
		return best
	}
	if h := r.honoured(); h.score > best.score {
		return h
	}
	if w := r.windowAddress(not); w.score > best.score {
		best = w
	}
	if best.score == 0 {
		best = r.labelledName()
	}
	if best.score == 0 {
		for _, s := range r.headings {
			if s.role == locale.ShipTo && shipToAsBuyer*s.score > best.score {
				best = name{span: cutName(s.name), lines: s.lines, score: shipToAsBuyer * s.score}
			}
		}
	}
	return best
}

// labelledName takes what "Name:" labels outside the seller's block.
func (r *reader) labelledName() name {
	for _, p := range r.Pages {
		for _, l := range p.Labels {
			rest := l.RestAll()
			if l.AtStart && l.Colon && l.Has(locale.NameLabel) && postal.NameShape(rest.Text()) > labelledShape && !r.headings.hold(l.Span.Seg, locale.SellerBlock) {
				return name{span: cutName(rest), lines: l.Span.Seg.Column(), score: buyerLabelled}
			}
		}
	}
	return name{}
}
