package parties

import (
	"sort"

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
			if !l.AtStart || !l.Has(headingRoles...) {
				continue
			}
			if h, ok := headingAt(l, set.LanguageWeight); ok {
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
	if rest := l.RestAll(); rest.End > rest.Start {
		return h.named(rest)
	}
	if name, ok := namedRow(l); ok {
		h.name, h.lines = name, name.Seg.Column()
		return h, true
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

// headingWeight is how much a label is the heading of a party: in the document's language, and in no row of headings.
func headingWeight(l *layout.Label, role locale.Role, language func(string) float64) float64 {
	score := 0.0
	for _, e := range l.Entries {
		if e.Role == role {
			score = max(score, headingScore+headingLanguage*language(e.Lang))
		}
	}
	if labelsInRow(l.Span.Seg.Row) >= headingRow && !l.Colon {
		score *= headingOfTable
	}
	return score
}

// named takes the name that follows in the heading's own line.
func (h heading) named(rest layout.Span) (heading, bool) {
	l := h.label
	if !l.Colon && !l.Near && len(l.Span.Text()) < 4 || len(l.Span.Seg.Labels) > 1 && l.Rest().End == l.Rest().Start {
		return h, false
	}
	if !l.Colon {
		h.score *= headingNoColon
	}
	if postal.NameShape(rest.Text()) < 0.5 || isLabelled(rest) {
		return h, false
	}
	h.name, h.lines = rest, l.Span.Seg.Column()
	return h, true
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

// roleOf is the first of the roles that a label has.
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
