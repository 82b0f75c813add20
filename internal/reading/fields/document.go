package fields

import (
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/lines"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// document is one invoice's pages with all that was found on them.
type document struct {
	source pages.Source
	pages  []*layout.Page
	loc    locale.Locale
	tongue *locale.Evidence

	dates, amounts, codes      []*candidates.Bound
	ibans, vats                []*candidates.Bound
	emails, phones, webs, bics []*candidates.Bound

	receipt bool
	tables  []lines.Region // of line items
	code    *paymentCode

	sumOf map[*candidates.Bound]*candidates.Bound // a column's sum -> its first number

	sections      []section
	blocks        []*layout.Block
	seller, buyer nameChoice
}

// newDocument finds all values; the locale is decided in between, since it decides how numbers and dates are read.
func newDocument(built []*layout.Page) *document {
	d := &document{pages: built, tongue: locale.NewEvidence()}
	for _, p := range d.pages {
		d.source = p.Source
		for _, s := range p.Segments {
			d.tongue.AddText(s.Text)
			for _, v := range candidates.Dates(s, locale.DayFirst) {
				d.tongue.AddDate(v.Date)
			}
		}
		for _, l := range p.Labels {
			d.tongue.AddLabel(l.Entries)
		}
	}
	country, currency := d.placeAndMoney()
	d.loc = d.tongue.Decide(country, currency)
	for _, p := range d.pages {
		d.findValues(p)
	}
	d.receipt = d.looksLikeReceipt()
	return d
}

func (d *document) findValues(p *layout.Page) {
	var dates, amounts, codes, ibans, vats, emails, phones, webs, bics []candidates.Value
	for _, s := range p.Segments {
		ds := candidates.Dates(s, d.loc.Dates)
		is := candidates.IBANs(s)
		vs := candidates.VATIDs(s, is)
		taken := append(append(append([]candidates.Value(nil), ds...), is...), vs...)
		amounts = append(amounts, candidates.Amounts(s, taken, d.loc.Numbers)...)
		codes = append(codes, candidates.Codes(s, append(append([]candidates.Value(nil), ds...), is...))...)
		dates, ibans, vats = append(dates, ds...), append(ibans, is...), append(vats, vs...)
		emails = append(emails, candidates.Emails(s)...)
		webs = append(webs, candidates.Webs(s)...)
		bics = append(bics, candidates.BICs(s)...)
		phones = append(phones, candidates.Phones(s)...)
	}
	d.dates = append(d.dates, candidates.Bind(p, dates)...)
	d.amounts = append(d.amounts, candidates.Bind(p, amounts)...)
	d.codes = append(d.codes, candidates.Bind(p, codes)...)
	d.ibans = append(d.ibans, candidates.Bind(p, ibans)...)
	d.vats = append(d.vats, candidates.Bind(p, vats)...)
	d.emails = append(d.emails, candidates.Bind(p, emails)...)
	d.phones = append(d.phones, candidates.Bind(p, phones)...)
	d.webs = append(d.webs, candidates.Bind(p, webs)...)
	d.bics = append(d.bics, candidates.Bind(p, bics)...)
}

// lang weighs a label's language by how much the document speaks it.
func (d *document) lang(l string) float64 { return min(1, 1.5*d.tongue.Share(l)) }

// as is a value's label score in some roles.
func (d *document) as(b *candidates.Bound, roles ...locale.Role) (float64, *candidates.Label) {
	return b.As(d.lang, roles...)
}
