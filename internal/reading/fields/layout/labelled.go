package layout

import "github.com/docketapi/docket/internal/reading/fields/locale"

// Value is what stands behind a label in its segment, else right of it.
func (l *Label) Value() (Span, bool) {
	if rest := l.Rest(); rest.End-rest.Start > 1 {
		return rest, true
	}
	if s := l.Span.Seg.Right(); s != nil && s.Leading() == nil && s.Box.X0-l.Span.Seg.Box.X1 < 0.5*s.Page.Width {
		return s.Whole(), true
	}
	return Span{}, false
}

// Leading is the label that a segment begins with, nil when it begins with something else.
func (s *Segment) Leading() *Label {
	for _, l := range s.Labels {
		if l.AtStart && (l.Colon || l.Alone || !l.Has(locale.AddressLabel, locale.Column, locale.Other, locale.Number)) {
			return l
		}
	}
	return nil
}

// LabelValue is the text that the page's first label of a role names.
func (p *Page) LabelValue(role locale.Role) (Span, bool) {
	for _, l := range p.Labels {
		if l.Has(role) && (l.AtStart || l.Colon) {
			if span, ok := l.Value(); ok && span.End-span.Start > 2 {
				return span, true
			}
		}
	}
	return Span{}, false
}
