package fields

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/party"
)

// buyerName takes the name under a buyer's heading, or the recipient's address block; not is a folded name that is
// surely the seller's.
func (d *document) buyerName(not string) nameChoice {
	best := nameChoice{}
	for _, s := range d.sections {
		if s.role == locale.BuyerBlock && s.score > best.score {
			best = nameChoice{span: cutName(s.name), lines: s.lines, score: s.score}
		}
	}
	if best.score >= 0.8 {
		return best
	}
	if w := d.windowAddress(not); w.score > best.score {
		best = w
	}
	if best.score == 0 {
		best = d.labelledName()
	}
	if best.score == 0 {
		for _, s := range d.sections {
			if s.role == locale.ShipTo && 0.5*s.score > best.score {
				best = nameChoice{span: cutName(s.name), lines: s.lines, score: 0.5 * s.score}
			}
		}
	}
	return best
}

// labelledName takes what "Name:" labels outside the seller's block.
func (d *document) labelledName() nameChoice {
	for _, p := range d.Pages {
		for _, l := range p.Labels {
			rest := l.RestAll()
			if l.AtStart && l.Colon && l.Has(locale.NameLabel) && party.NameShape(rest.Text()) > 0.6 && !d.inSection(l.Span.Seg, locale.SellerBlock) {
				return nameChoice{span: cutName(rest), lines: l.Span.Seg.Column(), score: 0.5}
			}
		}
	}
	return nameChoice{}
}

// inParty tells whether a segment stands close under a party's heading.
func (d *document) inParty(s *layout.Segment) bool {
	for _, sec := range d.sections {
		h := sec.head.Span.Seg
		if h.Page == s.Page && s.Box.Y0 >= h.Box.Y0 && s.Box.Y0-h.Box.Y1 < 5*s.Page.Em {
			return true
		}
	}
	return false
}

// windowAddress finds the recipient's address of a letter: a block with a place in the upper half, best under a small
// line that holds the sender's whole address.
func (d *document) windowAddress(not string) nameChoice {
	best := nameChoice{}
	if len(d.Pages) == 0 {
		return best
	}
	p := d.Pages[0]
	for _, blk := range d.blocks {
		if blk.Page != p || blk.Box.Y0 > 0.5*p.Height {
			continue
		}
		if c := d.windowIn(blk); c.score > best.score && (not == "" || lang.Key(c.span.Text()) != not) {
			best = c
		}
	}
	return best
}

func (d *document) windowIn(blk *layout.Block) nameChoice {
	start, sender := 0, false
	if isSenderLine(blk.Segments[0]) {
		start, sender = 1, true
	}
	lines := blk.Segments[start:]
	at := placeLine(lines)
	if at < 0 {
		at = streetLine(lines)
	}
	if at < 1 || at > 7 {
		return nameChoice{}
	}
	first := 0
	for first < at && (!nameLine(lines[first]) || isSalutation(lines[first].Text)) {
		first++
	}
	if first == at || first < at-5 {
		return nameChoice{}
	}
	score, lonely := 0.5, true
	if sender || d.senderAbove(lines[0]) {
		score += 0.4
		lonely = false
	}
	if hasContact(blk) {
		score -= 0.35
	}
	if y := blk.Box.Y0 / blk.Page.Height; y < 0.07 {
		score -= 0.15
	}
	if d.inSection(lines[first], locale.SellerBlock) || d.inSection(lines[first], locale.ShipTo) {
		score -= 0.4
	}
	return nameChoice{span: nameIn(lines[first]), lines: lines[first:], score: max(score, 0), lonely: lonely}
}

// placeLine is the index of the first line with a postal code and place, -1 when there is none.
func placeLine(lines []*layout.Segment) int {
	for i, s := range lines {
		if _, ok := party.PlaceOf(s.Text); ok && !startsLabelled(s) {
			return i
		}
	}
	return -1
}

// streetLine is the index of the first line that is a street with a number, when a country stands under it.
func streetLine(lines []*layout.Segment) int {
	for i, s := range lines {
		if i > 0 && party.IsStreet(s.Text) && len(s.Labels) == 0 && endsWithCountry(lines[i:]) {
			return i
		}
	}
	return -1
}

// startsLabelled tells whether a label begins the line; further on it may be a town: Porto is postage elsewhere.
func startsLabelled(s *layout.Segment) bool {
	for _, l := range s.Labels {
		if l.AtStart {
			return true
		}
	}
	return false
}

func endsWithCountry(lines []*layout.Segment) bool {
	for _, s := range lines {
		if locale.Default().Country(s.Text) != "" {
			return true
		}
	}
	return false
}

var salutations = map[string]bool{"herrn": true, "herr": true, "frau": true, "firma": true, "mr": true, "mrs": true, "ms": true, "monsieur": true, "madame": true, "anherrn": true, "fa": true, "anfirma": true, "andie": true, "an": true}

func isSalutation(text string) bool { return salutations[lang.Key(text)] }

// isSenderLine tells a line that holds name, street and place of the sender.
func isSenderLine(s *layout.Segment) bool {
	if _, ok := party.PlaceOf(s.Text); !ok || len(s.Words) < 4 {
		return false
	}
	n := 0
	for _, sep := range []string{",", "•", "·", "|", " - ", " – ", "*", ";", " . "} {
		n += strings.Count(s.Text, sep)
	}
	return n >= 1 && !startsLabelled(s) && len(s.Text) < 120 && !strings.HasPrefix(s.Text, "D-") && !startsDigit(s.Text)
}

func startsDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func (d *document) senderAbove(first *layout.Segment) bool {
	rows := first.Page.Rows
	for i := first.Row.Index - 1; i >= 0 && first.Box.Y0-rows[i].Y1 < 4*first.Page.Em; i-- {
		for _, s := range rows[i].Segments {
			if s.Box.OverlapX(first.Box) > 0 && isSenderLine(s) {
				return true
			}
		}
	}
	return false
}

// hasContact tells whether a block gives telephone numbers, addresses of mail or bank data: that is the sender's.
func hasContact(b *layout.Block) bool {
	for _, s := range b.Segments {
		if strings.Contains(s.Text, "@") || strings.Contains(s.Text, "www.") {
			return true
		}
		for _, l := range s.Labels {
			if l.Has(locale.Phone, locale.Fax, locale.Email, locale.IBAN, locale.Registration) && (l.Colon || len(l.Span.Text()) > 2) {
				return true
			}
		}
	}
	return false
}

func (d *document) inSection(s *layout.Segment, role locale.Role) bool {
	for _, sec := range d.sections {
		if sec.role != role {
			continue
		}
		for _, l := range sec.lines {
			if l == s {
				return true
			}
		}
	}
	return false
}
