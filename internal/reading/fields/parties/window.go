package parties

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// windowAddress finds the recipient's address of a letter: a block with a place in the upper half, best under a small
// line that holds the sender's whole address.
func (r *reader) windowAddress(not string) name {
	best := name{}
	if len(r.Pages) == 0 {
		return best
	}
	p := r.Pages[0]
	for _, blk := range p.Blocks() {
		if blk.Box.Y0 > windowLowest*p.Height {
			continue
		}
		if c := r.windowIn(blk); c.score > best.score && (not == "" || lang.Key(c.span.Text()) != not) {
			best = c
		}
	}
	return best
}

// windowIn scores a block as the recipient's address.
func (r *reader) windowIn(blk *layout.Block) name {
	start, sender := 0, false
	if isSenderLine(blk.Segments[0]) {
		start, sender = 1, true
	}
	lines := blk.Segments[start:]
	at := placeLine(lines)
	if at < 0 {
		at = streetLine(lines)
	}
	if at < 1 || at > windowLines {
		return name{}
	}
	first := 0
	for first < at && (!nameLine(lines[first]) || isSalutation(lines[first].Text)) {
		first++
	}
	if first == at || first < at-windowNames {
		return name{}
	}
	score, unclear := windowScore, true
	if sender || senderAbove(lines[0]) {
		score += windowSender
		unclear = false
	}
	if hasContact(blk) {
		score -= windowContact
	}
	if y := blk.Box.Y0 / blk.Page.Height; y < windowHighWithin {
		score -= windowHigh
	}
	if r.headings.hold(lines[first], locale.SellerBlock) || r.headings.hold(lines[first], locale.ShipTo) {
		score -= windowElsewhere
	}
	return name{span: nameIn(lines[first]), lines: lines[first:], score: max(score, 0), recipientUnclear: unclear}
}

// placeLine is the index of the first line with a postal code and place, -1 when there is none.
func placeLine(lines []*layout.Segment) int {
	for i, s := range lines {
		if _, ok := postal.PlaceOf(s.Text); ok && !startsLabelled(s) {
			return i
		}
	}
	return -1
}

// streetLine is the index of the first line that is a street with a number, when a country stands under it.
func streetLine(lines []*layout.Segment) int {
	for i, s := range lines {
		if i > 0 && postal.IsStreet(s.Text) && len(s.Labels) == 0 && endsWithCountry(lines[i:]) {
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
	if _, ok := postal.PlaceOf(s.Text); !ok || len(s.Words) < 4 {
		return false
	}
	n := 0
	for _, sep := range []string{",", "•", "·", "|", " - ", " – ", "*", ";", " . "} {
		n += strings.Count(s.Text, sep)
	}
	return n >= 1 && !startsLabelled(s) && utf8.RuneCountInString(s.Text) < 120 && !strings.HasPrefix(s.Text, "D-") && !startsDigit(s.Text)
}

func startsDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// senderAbove tells whether a line of the sender stands close over the block.
func senderAbove(first *layout.Segment) bool {
	rows := first.Page.Rows
	for i := first.Row.Index - 1; i >= 0 && first.Box.Y0-rows[i].Y1 < senderReach*first.Page.Em; i-- {
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
