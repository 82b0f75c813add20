package layout

import (
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// mergeTax reads what a total says of the tax: "Total incl. 19 % VAT" is one label of the gross total, and the word VAT
// in it labels nothing. "excl." makes it the net total.
func (s *Segment) mergeTax(dict *locale.Dictionary) {
	for i := 0; i < len(s.Labels); i++ {
		tax := s.Labels[i]
		if !tax.Has(locale.Tax) || tax.Has(locale.Net, locale.Gross) {
			continue
		}
		from := 0
		var head *Label
		if i > 0 {
			head = s.Labels[i-1]
			from = head.Span.End
		}
		role := dict.TaxWord(s.Text[from:tax.Span.Start])
		switch {
		case role == "":
			continue
		case head != nil && head.Has(locale.Total, locale.Gross, locale.Net, locale.Due, locale.LineNet):
			head.become(role, tax.Span.End)
		case head == nil && role == locale.Net && !dict.AddsTax(s.Text[:tax.Span.Start]) || head == nil && wordsBefore(s.Text[:tax.Span.Start]) > 1:
			head = s.newLabel(0, tax.Span.End, nil)
			head.Entries = tax.Entries
			head.become(role, tax.Span.End)
			s.Labels[i] = head
			continue
		default:
			continue
		}
		s.Labels = append(s.Labels[:i], s.Labels[i+1:]...)
		i--
	}
}

func wordsBefore(text string) int { return len(strings.Fields(text)) }

// become gives the label one role, in the languages it was found in, and stretches it.
func (l *Label) become(role locale.Role, end int) {
	entries := make([]locale.Label, len(l.Entries))
	for i, e := range l.Entries {
		entries[i] = locale.Label{Role: role, Lang: e.Lang, Text: e.Text}
	}
	grown := l.Span.Seg.newLabel(l.Span.Start, end, entries)
	grown.Near = l.Near
	*l = *grown
}
