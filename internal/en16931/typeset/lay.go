package typeset

import (
	"github.com/docketapi/docket/internal/en16931/display"
	"github.com/docketapi/docket/internal/en16931/pdfa"
)

// Lay sets the sheet and gives each page to add, in order. terms puts its business term to each label. The error is add's.
func Lay(s display.Sheet, terms bool, add func(pdfa.Page) error) error {
	footer := s.Title
	if s.From != "" {
		footer = s.From + " · " + s.Title
	}
	c := newCanvas(footer, s.Page, add)
	c.terms = terms
	for _, line := range wrapAt(s.Title, right-left, titleSize, true) {
		c.put(pdfa.Text{X: left, Y: c.y + 4, Size: titleSize, Bold: true, Text: line})
		c.down(1.7)
	}
	c.down(0.7)
	for _, section := range s.Sections {
		c.section(section)
	}
	c.end()
	return c.err
}

func (s *canvas) section(x display.Section) {
	s.heading(s.label(x.Title, x.Term))
	for _, p := range x.Pairs {
		if x.Sums {
			s.sum(p)
		} else {
			s.pair(s.label(p.Label, p.Term), p.Value, p.Strong)
		}
	}
	if x.Table != nil {
		s.table(x.Table)
	}
}

// label is a label with its business term, where these are asked for.
func (s *canvas) label(text, term string) string {
	if !s.terms || term == "" {
		return text
	}
	return text + " [" + term + "]"
}

// sum sets an amount at the right end of its label's line.
func (s *canvas) sum(p display.Pair) {
	s.need(leading)
	s.text(left, p.Strong, p.Label)
	if s.terms {
		s.text(left+170, false, p.Term)
	}
	s.amount(right, p.Strong, p.Value)
	s.down(1)
}
