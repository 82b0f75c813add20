package candidates

import (
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/region"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Set is one invoice's pages with all values that were found on them. Steps read it and do not change it.
type Set struct {
	Pages   []*layout.Page
	Source  pages.Source
	Locale  locale.Locale
	Receipt bool // a till's, not an invoice

	Dates, Amounts, Codes        []*Bound
	IBANs, BICs, VATIDs          []*Bound
	Emails, Phones, WebAddresses []*Bound

	languages *locale.Detector
}

// Find finds all values. The locale is decided first, since it decides how numbers and dates are read.
func Find(in []*layout.Page) *Set {
	s := &Set{Pages: in, languages: locale.NewDetector()}
	for _, p := range in {
		s.Source = p.Source
		s.listen(p)
	}
	s.Locale = s.languages.Decide(region.Of(in, s.languages.Home()))
	for _, p := range in {
		s.findOn(p)
	}
	s.Receipt = kind.IsReceipt(in)
	return s
}

// listen collects what a page says of its language and how it writes numbers and dates.
func (s *Set) listen(p *layout.Page) {
	for _, seg := range p.Segments {
		s.languages.AddText(seg.Text)
		for _, v := range Dates(seg, locale.DayFirst) {
			s.languages.AddDate(v.Date)
		}
	}
	for _, l := range p.Labels {
		s.languages.AddLabel(l.Entries)
	}
}

func (s *Set) findOn(p *layout.Page) {
	var dates, amounts, codes, ibans, vats, emails, phones, webs, bics []Value
	for _, seg := range p.Segments {
		ds, is := Dates(seg, s.Locale.Dates), IBANs(seg)
		vs := VATIDs(seg, is)
		amounts = append(amounts, Amounts(seg, joined(ds, is, vs), s.Locale.Numbers)...)
		codes = append(codes, Codes(seg, joined(ds, is))...)
		dates, ibans, vats = append(dates, ds...), append(ibans, is...), append(vats, vs...)
		emails = append(emails, Emails(seg)...)
		webs = append(webs, Webs(seg)...)
		bics = append(bics, BICs(seg)...)
		phones = append(phones, Phones(seg)...)
	}
	s.Dates = append(s.Dates, Bind(p, dates)...)
	s.Amounts = append(s.Amounts, Bind(p, amounts)...)
	s.Codes = append(s.Codes, Bind(p, codes)...)
	s.IBANs = append(s.IBANs, Bind(p, ibans)...)
	s.VATIDs = append(s.VATIDs, Bind(p, vats)...)
	s.Emails = append(s.Emails, Bind(p, emails)...)
	s.Phones = append(s.Phones, Bind(p, phones)...)
	s.WebAddresses = append(s.WebAddresses, Bind(p, webs)...)
	s.BICs = append(s.BICs, Bind(p, bics)...)
}

func joined(lists ...[]Value) []Value {
	var out []Value
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// LanguageWeight weighs a label's language by how much the document speaks it: 1 from two thirds of its main language on.
func (s *Set) LanguageWeight(lang string) float64 {
	return min(1, languageShare*s.languages.Share(lang))
}

// As is a value's label score in some roles, with the label.
func (s *Set) As(b *Bound, roles ...locale.Role) (float64, *Label) {
	return b.As(s.LanguageWeight, roles...)
}
