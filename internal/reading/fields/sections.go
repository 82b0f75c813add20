package fields

import (
	"sort"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/party"
)

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
	for _, p := range d.Pages {
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
			s.score = max(s.score, 0.65+0.3*d.LanguageWeight(e.Lang))
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
		s.lines = l.Span.Seg.Column()
		return s, true
	}
	if name, ok := namedRow(l); ok {
		s.name = name
		s.lines = name.Seg.Column()
		return s, true
	}
	if seg := rightOf(l); seg != nil && (l.Colon || l.Span.Seg.Below() == nil) {
		s.name, s.lines = nameIn(seg), seg.Column()
		return s, s.name.End > s.name.Start
	}
	seg := l.Span.Seg.Below()
	for skip := 0; seg != nil && skip < 3 && !nameLine(seg); skip++ {
		seg = seg.Below()
	}
	if seg == nil {
		return s, false
	}
	s.name, s.lines = nameIn(seg), seg.Column()
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
