// Package locate finds where given values stand on a document's pages.
//
// It owns what counts as standing there: an amount or a date as the document's locale reads it, words that are whole words of
// the page, an identifier with or without its spaces. It does not own what a value means (fields), nor where the value came
// from: whoever took it from elsewhere may only keep what is found here.
package locate

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Place is where a value stands.
type Place struct {
	Value      string // the value as the page has it, in the form that data wants
	Text       string // what stands there
	Page       int
	Box        [4]float64 // fractions of the page
	Confidence float64    // of the words: 1 in a text layer
	Ambiguous  bool       // only the document's locale decides that this is the value
}

// Finder finds values on pages. Make one with New; it does not change.
type Finder struct {
	segments       []*layout.Segment
	words          map[*layout.Segment][]word
	blocks         []*layout.Block
	amounts, dates []candidates.Value
	ibans, vats    []candidates.Value
}

// New rebuilds the pages and decides their locale. country is the seller's and currency the invoice's where they are known.
func New(list []pages.Page, country, currency string) *Finder {
	f := &Finder{words: map[*layout.Segment][]word{}}
	detector := locale.NewDetector()
	for _, p := range list {
		built := layout.Build(p)
		f.segments = append(f.segments, built.Segments...)
		f.blocks = append(f.blocks, built.Blocks()...)
		for _, l := range built.Labels {
			detector.AddLabel(l.Entries)
		}
	}
	for _, s := range f.segments {
		f.words[s] = tokens(s)
		detector.AddText(s.Text)
		for _, v := range candidates.Dates(s, locale.DayFirst) {
			detector.AddDate(v.Date)
		}
	}
	loc := detector.Decide(country, currency)
	for _, s := range f.segments {
		dates := candidates.Dates(s, loc.Dates)
		ibans := candidates.IBANs(s)
		vats := candidates.VATIDs(s, ibans)
		taken := append(append(append([]candidates.Value(nil), dates...), ibans...), vats...)
		f.amounts = append(f.amounts, candidates.Amounts(s, taken, loc.Numbers)...)
		f.dates, f.ibans, f.vats = append(f.dates, dates...), append(f.ibans, ibans...), append(f.vats, vats...)
	}
	return f
}

// leastBare is the smallest whole number that counts as an amount without cents and currency: smaller ones stand on every
// page as quantities and numbers of lines.
const leastBare = 100

// Amount finds a number that is written as money.
func (f *Finder) Amount(want en16931.Decimal) (Place, bool) {
	return best(f.amounts, func(v candidates.Value) (string, bool, bool) {
		a := v.Amount
		ok := want.IsPresent() && a.Value.Value().Equal(want.Value()) && !a.Percent && v.Repaired == "" &&
			(a.Cents || a.Currency != "" || a.Value.Value().Abs().IntPart() >= leastBare)
		return a.Value.String(), a.Ambiguous, ok
	})
}

// Date finds a day, in whatever form it is written.
func (f *Finder) Date(want en16931.Date) (Place, bool) {
	return best(f.dates, func(v candidates.Value) (string, bool, bool) {
		return v.Date.Date.String(), v.Date.Ambiguous, v.Date.Date.Equal(want) && !want.IsZero()
	})
}

// IBAN finds an account number whose checksum is right.
func (f *Finder) IBAN(want string) (Place, bool) {
	return checked(f.ibans, want, identifier.ValidIBAN)
}

// VATID finds a VAT identifier of a country's form.
func (f *Finder) VATID(want string) (Place, bool) {
	return checked(f.vats, want, func(s string) bool { return identifier.CheckVAT(s) >= identifier.VATForm })
}

func checked(values []candidates.Value, want string, valid func(string) bool) (Place, bool) {
	want = strings.ToUpper(identifier.Compact(want))
	if !valid(want) {
		return Place{}, false
	}
	return best(values, func(v candidates.Value) (string, bool, bool) {
		return want, false, v.Repaired == "" && strings.EqualFold(v.Text, want)
	})
}

// Currency finds a currency's code or sign.
func (f *Finder) Currency(want string) (Place, bool) {
	if !lang.IsCurrency(want) {
		return Place{}, false
	}
	for _, s := range f.segments {
		for t := range strings.FieldsSeq(s.Text) {
			if code, ok := lang.CurrencyOf(t); ok && (code == want || lang.MayMean(code, want)) {
				at := strings.Index(s.Text, t)
				return placeOf(layout.Span{Seg: s, Start: at, End: at + len(t)}, want, false), true
			}
		}
	}
	return best(f.amounts, func(v candidates.Value) (string, bool, bool) {
		return want, false, v.Amount.Currency == want || lang.MayMean(v.Amount.Currency, want)
	})
}

// best is the first place of a value that is not ambiguous, else the first.
func best(values []candidates.Value, match func(candidates.Value) (value string, ambiguous, ok bool)) (Place, bool) {
	var first Place
	found := false
	for _, v := range values {
		value, ambiguous, ok := match(v)
		if !ok {
			continue
		}
		if !ambiguous {
			return placeOf(v.Span, value, false), true
		}
		if !found {
			first, found = placeOf(v.Span, value, true), true
		}
	}
	return first, found
}

func placeOf(s layout.Span, value string, ambiguous bool) Place {
	p := s.Seg.Page
	return Place{Value: value, Text: s.Text(), Page: p.Number, Box: p.Fraction(s.Seen()), Confidence: s.Confidence(), Ambiguous: ambiguous}
}
