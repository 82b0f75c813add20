package parties

import (
	"strings"

	"github.com/docketapi/docket/internal/lang/identifier"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// maxNational is the longest identifier without its country, in letters and digits: India's GSTIN.
const maxNational = 15

// nationalVAT is an identifier without its country: check digits tell which country's it is, and that it is one.
func (r *reader) nationalVAT(c *candidates.Bound, label *candidates.Label, score float64) candidates.Choice {
	whole, ok := identifier.CompleteVAT(identifier.Compact(c.Text), r.Locale.VATCountries())
	switch {
	case identifier.TaxScheme(identifier.Compact(c.Text)) != "":
		return candidates.Choice{Bound: c, Label: label, Score: vatNationalBase + vatNationalLabel*score}
	case !ok:
		return candidates.Choice{Bound: c, Label: label, Score: vatUnchecked * score}
	}
	return candidates.Choice{Bound: complete(c.Value, whole, c.Labels), Label: label, Score: vatNationalBase + vatNationalLabel*score}
}

// complete is a candidate with its country put before it.
func complete(v candidates.Value, text string, labels []candidates.Label) *candidates.Bound {
	v.Text, v.Quality = text, int(identifier.VATChecked)
	return &candidates.Bound{Value: v, Labels: labels}
}

// groupedVATs are identifiers without their country that are printed in groups behind or right of their label:
// "VAT Reg No 123 4567 89".
func (r *reader) groupedVATs() []candidates.Choice {
	var out []candidates.Choice
	for _, p := range r.Pages {
		for _, l := range p.Labels {
			if !l.Has(locale.VATID, locale.TaxID, locale.Registration) {
				continue
			}
			rest := l.RestAll()
			if rest.End <= rest.Start {
				if next := l.Span.Seg.Right(); next != nil {
					rest = next.Whole()
				}
			}
			if c, ok := r.groupedIn(rest, l); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// groupedIn joins a span's first words until they are an identifier. What a register's label names is one only where the
// number says so itself, as Norway's do.
func (r *reader) groupedIn(span layout.Span, l *layout.Label) (candidates.Choice, bool) {
	if span.Seg == nil || span.End <= span.Start {
		return candidates.Choice{}, false
	}
	text := span.Text()
	var best layout.Span
	whole := ""
	for end := 1; end <= len(text); end++ {
		if end < len(text) && text[end] != ' ' && text[end] != ',' && text[end] != ';' {
			continue
		}
		compact := identifier.Compact(text[:end])
		if len(compact) > maxNational {
			break
		}
		got, ok := identifier.CompleteVAT(compact, r.Locale.VATCountries())
		named := l.Has(locale.VATID) || strings.HasSuffix(compact, "MVA")
		if identifier.TaxScheme(compact) != "" && !l.Has(locale.Registration) {
			got, ok, named = strings.TrimSpace(text[:end]), true, true // without a country: none is printed
		}
		if ok && named {
			best, whole = layout.Span{Seg: span.Seg, Start: span.Start, End: span.Start + end}, got
		}
	}
	if whole == "" {
		return candidates.Choice{}, false
	}
	label := candidates.Label{Label: l, Score: 1}
	bound := complete(candidates.Value{Span: best}, whole, []candidates.Label{label})
	return candidates.Choice{Bound: bound, Label: &label, Score: vatGrouped}, true
}
