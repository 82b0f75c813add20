package fields

import (
	"sort"
	"strings"

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
	for _, p := range d.pages {
		d.blocks = append(d.blocks, p.Blocks()...)
	}
	buyer := d.buyerName("")
	known := buyer
	if buyer.score < sureBuyer {
		known = nameChoice{}
	}
	seller := d.sellerName(known)
	if name := locale.Fold(seller.text()); name != "" && seller.score >= 1 && name == locale.Fold(buyer.text()) {
		buyer = d.buyerName(name)
	}
	if seller.score < 1 && buyer.lonely {
		seller, buyer = buyer, nameChoice{} // the only address of a page is its sender's
		seller.score = 1.5
	}
	if d.receipt {
		if slip := d.slipSeller(); slip.score > 0.8 && !d.headed(locale.SellerBlock) {
			seller = slip
		}
	}
	if seller.score > 0 {
		b.data.Seller.Name = seller.text()
		b.proveLines("/seller/name", append([]layout.Span{seller.span}, seller.also...), 0.35+0.12*seller.score)
	}
	if buyer.score > 0 && !d.receipt {
		b.data.Buyer.Name = buyer.span.Text()
		b.prove("/buyer/name", buyer.span, "", 0.3+0.6*buyer.score)
	}
	d.seller, d.buyer = seller, buyer
	d.vatIDs(b)
}

// section is what stands under or behind a heading that names a party.
type section struct {
	role  locale.Role
	head  *layout.Label
	name  layout.Span
	lines []*layout.Segment
	score float64
}

var sectionRoles = []locale.Role{locale.SellerBlock, locale.BuyerBlock, locale.ShipTo, locale.PayeeBlock}

func (d *document) findSections() []section {
	var out []section
	for _, p := range d.pages {
		for _, l := range p.Labels {
			if !l.AtStart || !l.Has(sectionRoles...) {
				continue
			}
			if s, ok := d.sectionAt(l); ok {
				out = append(out, s)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	return out
}

func (d *document) sectionAt(l *layout.Label) (section, bool) {
	s := section{head: l, role: roleOf(l, sectionRoles), score: 0.9}
	s.score = 0
	for _, e := range l.Entries {
		if e.Role == s.role {
			s.score = max(s.score, 0.65+0.3*d.lang(e.Lang))
		}
	}
	if labelsInRow(l.Span.Seg.Row) >= 3 && !l.Colon {
		s.score *= 0.15 // a heading of a table: "Vendor" there is the salesman
	}
	if rest := l.RestAll(); rest.End > rest.Start {
		if !l.Colon && !l.Near && len(l.Span.Text()) < 4 || len(l.Span.Seg.Labels) > 1 && l.Rest().End == l.Rest().Start {
			return s, false
		}
		if !l.Colon {
			s.score *= 0.6
		}
		if party.NameShape(rest.Text()) < 0.5 || isLabelled(rest) {
			return s, false
		}
		s.name = rest
		s.lines = stack(l.Span.Seg)
		return s, true
	}
	if name, ok := namedRow(l); ok {
		s.name = name
		s.lines = stack(name.Seg)
		return s, true
	}
	if seg := rightOf(l); seg != nil && (l.Colon || below(l.Span.Seg) == nil) {
		s.name, s.lines = nameIn(seg), stack(seg)
		return s, s.name.End > s.name.Start
	}
	seg := below(l.Span.Seg)
	for skip := 0; seg != nil && skip < 3 && !nameLine(seg); skip++ {
		seg = below(seg)
	}
	if seg == nil {
		return s, false
	}
	s.name, s.lines = nameIn(seg), stack(seg)
	return s, s.name.End > s.name.Start
}

func labelsInRow(r *layout.Row) int {
	n := 0
	for _, s := range r.Segments {
		for _, l := range s.Labels {
			if l.AtStart {
				n++
			}
		}
	}
	return n
}

func roleOf(l *layout.Label, roles []locale.Role) locale.Role {
	for _, e := range l.Entries {
		for _, r := range roles {
			if e.Role == r {
				return r
			}
		}
	}
	return ""
}

// namedRow finds a row "Name: ..." close under a heading.
func namedRow(l *layout.Label) (layout.Span, bool) {
	head := l.Span.Seg
	rows := head.Page.Rows
	for i := head.Row.Index; i < len(rows) && i <= head.Row.Index+4; i++ {
		for _, s := range rows[i].Segments {
			for _, n := range s.Labels {
				if !n.AtStart || !n.Has(locale.NameLabel) || n == l || s.Box.X0 < head.Box.X0-3*head.Page.Em || s.Box.X0 > head.Box.X0+12*head.Page.Em {
					continue
				}
				if rest := n.RestAll(); rest.End > rest.Start {
					return rest, true
				}
				if v := nextRight(n.Span.Seg); v != nil && v.Box.X0-s.Box.X1 < 0.6*head.Page.Width {
					return v.Whole(), true
				}
			}
		}
	}
	return layout.Span{}, false
}

// rightOf is the next segment on the label's row, when it is no label itself and reads like a name.
func rightOf(l *layout.Label) *layout.Segment {
	head := l.Span.Seg
	if s := nextRight(head); s != nil && s.Box.X0-head.Box.X1 < 0.35*head.Page.Width && nameLine(s) {
		return s
	}
	return nil
}

// nextRight is the next segment on the same row.
func nextRight(head *layout.Segment) *layout.Segment {
	for _, s := range head.Row.Segments {
		if s.Box.X0 >= head.Box.X1-1 {
			return s
		}
	}
	return nil
}

// below is the nearest segment under another that shares its column.
func below(head *layout.Segment) *layout.Segment {
	rows := head.Page.Rows
	for i := head.Row.Index + 1; i < len(rows); i++ {
		if rows[i].Y0-head.Box.Y1 > 3.2*max(head.Page.Em, head.Box.Height()) {
			return nil
		}
		for _, s := range rows[i].Segments {
			if s.Box.X0 < head.Box.X1+2*head.Page.Em && s.Box.X1 > head.Box.X0 && s.Box.X0 > head.Box.X0-6*head.Page.Em {
				return s
			}
		}
	}
	return nil
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
	_, _, title := titleOf(s)
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

// stack are the segments of one column from one down: the lines of an address.
func stack(from *layout.Segment) []*layout.Segment {
	out := []*layout.Segment{from}
	cur := from
	for len(out) < 10 {
		next := under(cur)
		if next == nil || next.Box.Y0-cur.Box.Y1 > 1.5*max(cur.Box.Height(), next.Box.Height()) {
			break
		}
		out = append(out, next)
		cur = next
	}
	return out
}

func under(s *layout.Segment) *layout.Segment {
	rows := s.Page.Rows
	for i := s.Row.Index + 1; i < len(rows) && i <= s.Row.Index+3; i++ {
		for _, t := range rows[i].Segments {
			dx := t.Box.X0 - s.Box.X0
			if dx > -1.5*s.Page.Em && dx < 1.5*s.Page.Em || t.Box.OverlapX(s.Box) > 0.6*min(t.Box.Width(), s.Box.Width()) {
				return t
			}
		}
	}
	return nil
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
