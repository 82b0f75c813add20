package fields

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/party"
)

// nameChoice is a name with where it stands, the lines of its block and how much speaks for it.
type nameChoice struct {
	span   layout.Span
	lines  []*layout.Segment // of its block, the name's first
	score  float64
	also   []layout.Span // what of the name stands on further lines
	lonely bool          // an address that nothing says to be the recipient's
}

// headed tells whether a heading names a party clearly.
func (d *document) headed(role locale.Role) bool {
	for _, s := range d.sections {
		if s.role == role && s.score > 0.7 {
			return true
		}
	}
	return false
}

func (n nameChoice) text() string {
	if n.span.Seg == nil {
		return ""
	}
	text := n.span.Text()
	for _, s := range n.also {
		text += " " + s.Text()
	}
	return text
}

// sureBuyer is the score from which a buyer's name cannot be the seller's.
const sureBuyer = 0.4

// parties fills seller and buyer: what a heading names first, then what place and form tell.
func (d *document) parties(b *builder) {
	d.sections = d.findSections()
	d.blocks = nil
	for _, p := range d.Pages {
		d.blocks = append(d.blocks, p.Blocks()...)
	}
	buyer := d.buyerName("")
	known := buyer
	if buyer.score < sureBuyer {
		known = nameChoice{}
	}
	seller := d.sellerName(known)
	if name := lang.Key(seller.text()); name != "" && seller.score >= 1 && name == lang.Key(buyer.text()) {
		buyer = d.buyerName(name)
	}
	if seller.score < 1 && buyer.lonely {
		seller, buyer = buyer, nameChoice{} // the only address of a page is its sender's
		seller.score = 1.5
	}
	if d.Receipt {
		if slip := d.slipSeller(); slip.score > 0.8 && !d.headed(locale.SellerBlock) {
			seller = slip
		}
	}
	if seller.score > 0 {
		name, read := mendName(seller.text(), seller.span)
		b.data.Seller.Name = name
		b.proofs.Lines("/seller/name", append([]layout.Span{seller.span}, seller.also...), read, 0.35+0.12*seller.score)
	}
	if buyer.score > 0 && !d.Receipt {
		name, read := mendName(buyer.span.Text(), buyer.span)
		b.data.Buyer.Name = name
		b.proofs.Lines("/buyer/name", []layout.Span{buyer.span}, read, 0.3+0.6*buyer.score)
	}
	d.seller, d.buyer = seller, buyer
	d.vatIDs(b)
}

// nameLine tells whether a segment could be a party's name.
func nameLine(s *layout.Segment) bool {
	if len(s.Text) < 3 || party.NameShape(s.Text) < 0.5 || isLabelled(s.Whole()) || strings.HasSuffix(s.Text, ":") {
		return false
	}
	for _, l := range s.Labels {
		if l.Has(locale.Contact, locale.Phone, locale.Email, locale.VATID) && !party.HasLegalForm(s.Text) {
			return false
		}
	}
	_, _, title := kind.Title(s)
	return !title || len(s.Words) > 2
}

// isLabelled tells whether a label stands at the span's start: "Tel. 123" is no name.
func isLabelled(s layout.Span) bool {
	for _, l := range s.Seg.Labels {
		if l.Span.Start == s.Start && !l.Has(locale.Column) && (l.Colon || l.Alone || !l.Has(sectionRoles...)) && !partOfName(l, s) {
			return true
		}
	}
	return false
}

// partOfName tells whether a word that can be a label is rather the beginning of a name: more capitalised words follow.
func partOfName(l *layout.Label, s layout.Span) bool {
	return !l.Colon && !l.Alone && (party.HasLegalForm(s.Text()) || l.Has(locale.Web, locale.Project, locale.Bank))
}

// nameIn cuts a line to the name that it begins with.
func nameIn(s *layout.Segment) layout.Span { return cutName(s.Whole()) }

var nameEnds = []string{" • ", "·", " | ", "|", " – ", " — ", "; ", " au capital", " Tel", " TEL", " Fax", " - RCS", " (Co", " Geschäftsführ", " HRB", " USt", "•", " SIRET", " SIREN", " RCS"}

// cutName ends a name before an address, a capital or a contact that follows in the same line.
func cutName(s layout.Span) layout.Span {
	text := s.Text()
	end := len(text)
	for _, sep := range nameEnds {
		if i := strings.Index(text, sep); i > 2 && i < end {
			end = i
		}
	}
	if i := strings.Index(text[:end], " - "); i > 2 && (strings.Count(text, " - ") > 1 || hasDigit(text[i:])) {
		end = i
	}
	if m := registration.FindStringIndex(text[:end]); m != nil && m[0] > 3 {
		end = m[0]
	}
	if i := strings.Index(text[:end], ", "); i > 2 && hasDigit(text[i:]) {
		end = i
	}
	s.End = s.Start + end
	return s.Trim()
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
