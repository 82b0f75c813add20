package parties

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/postal"
)

// heading is a heading that names a party, with what stands under or behind it.
type heading struct {
	role  locale.Role
	label *layout.Label
	name  layout.Span
	lines []*layout.Segment
	score float64
}

// Headings are the headings of parties on an invoice's pages, the clearest first.
type Headings []heading

var headingRoles = []locale.Role{locale.SellerBlock, locale.BuyerBlock, locale.ShipTo, locale.PayeeBlock}

func findHeadings(set *candidates.Set) Headings {
	var out Headings
	for _, p := range set.Pages {
		for _, l := range p.Labels {
			if !l.AtStart || !l.Has(headingRoles...) && !(l.Alone && l.Has(locale.Payer)) {
				continue
			}
			if h, ok := headingAt(l, set.LanguageWeight); ok {
				if h.ofTable() {
					h.score *= headingOfTable
				}
				out = append(out, h)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	return out
}

// headingAt reads what a heading names: the rest of its line, a row "Name:" under it, the text right of it, or the nearest
// line below that could be a name.
func headingAt(l *layout.Label, language func(string) float64) (heading, bool) {
	h := heading{label: l, role: roleOf(l, headingRoles)}
	h.score = headingWeight(l, h.role, language)
	rest := l.RestAll()
	behind := rest.End > rest.Start && !headsToo(rest)
	if named, ok := h.named(rest); behind && ok {
		return named, true
	}
	if name, ok := namedRow(l); ok {
		h.name, h.lines = name, name.Seg.Column()
		return h, true
	}
	if behind {
		return h, false
	}
	if seg := rightOf(l); seg != nil && (l.Colon || l.Span.Seg.Below() == nil) {
		h.name, h.lines = nameIn(seg), seg.Column()
		return h, h.name.End > h.name.Start
	}
	seg := l.Span.Seg.Below()
	for skip := 0; seg != nil && skip < 3 && !nameLine(seg); skip++ {
		seg = seg.Below()
	}
	if seg == nil {
		return h, false
	}
	h.name, h.lines = nameIn(seg), seg.Column()
	return h, h.name.End > h.name.Start
}

// ofTable tells whether a heading stands in a row of headings, and what stands under it is no party: "Vendor" there is the
// salesman, "From" an airport.
func (h heading) ofTable() bool {
	row := h.label.Span.Seg.Row
	labels := labelsInRow(row)
	if h.label.Colon || max(labels, len(row.Segments)) < headingRow {
		return false
	}
	return labels >= headingRow && h.role == locale.SellerBlock || !postal.HasLegalForm(h.name.Text()) && headsAddress(h.name.Seg) == 0
}

// headingWeight is how much a label is the heading of a party: more in the document's language.
func headingWeight(l *layout.Label, role locale.Role, language func(string) float64) float64 {
	score := 0.0
	for _, e := range l.Entries {
		if e.Role == role || e.Role == locale.Payer {
			score = max(score, headingScore+headingLanguage*language(e.Lang))
		}
	}
	return score
}

// headsToo tells whether all that follows a heading is another one: "Buyer (Bill to)", "Customer / Bill to".
func headsToo(rest layout.Span) bool {
	text := strings.Trim(rest.Text(), "()/ :")
	for _, e := range locale.Default().Labels(lang.Key(text)) {
		if slices.Contains(headingRoles, e.Role) {
			return true
		}
	}
	return false
}

// named takes the name that follows in the heading's own line.
func (h heading) named(rest layout.Span) (heading, bool) {
	l := h.label
	inner := behindName(rest)
	if !l.Colon && !l.Near && len(l.Span.Text()) < 4 || inner == rest && l.Rest().End == l.Rest().Start && !postal.HasLegalForm(rest.Text()) {
		return h, false
	}
	rest = inner
	if !l.Colon {
		h.score *= headingNoColon
	}
	text := rest.Text()
	if l.Colon {
		text = cutName(rest).Text()
	}
	if postal.NameShape(text) < 0.5 || isLabelled(rest) || !l.Colon && goesOn(text) {
		return h, false
	}
	h.name, h.lines = rest, l.Span.Seg.Column()
	return h, true
}

// behindName leaves out a label "Name" between a heading and the name.
func behindName(s layout.Span) layout.Span {
	for _, l := range s.Seg.Labels {
		if rest := l.RestAll(); l.Span.Start == s.Start && l.Has(locale.NameLabel) && rest.End > rest.Start {
			return rest
		}
	}
	return s
}

// goesOn tells words that go on a title rather than name a party: "Invoice for professional services".
func goesOn(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(r) && !postal.HasLegalForm(text)
}

// labelsInRow counts the segments' labels at their start.
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

// roleOf is the first of the roles that a label has; who pays by a slip is the buyer.
func roleOf(l *layout.Label, roles []locale.Role) locale.Role {
	for _, e := range l.Entries {
		if e.Role == locale.Payer {
			return locale.BuyerBlock
		}
		if slices.Contains(roles, e.Role) {
			return e.Role
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
				if v := n.Span.Seg.Right(); v != nil && v.Box.X0-s.Box.X1 < 0.6*head.Page.Width {
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
	if s := head.Right(); s != nil && s.Box.X0-head.Box.X1 < 0.35*head.Page.Width && nameLine(s) {
		return s
	}
	return nil
}
