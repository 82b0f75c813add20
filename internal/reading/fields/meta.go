package fields

import (
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/en16931"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// typeCode finds the document's heading: the largest title on the first page, or one at the start of a line in its
// upper half.
func (d *document) typeCode(b *builder) {
	bestScore := 0.0
	var best layout.Span
	code := ""
	for _, p := range d.pages {
		for _, s := range p.Segments {
			t, span, ok := titleOf(s)
			if !ok {
				continue
			}
			score := s.Box.Height() / p.Em
			if s.Box.Y0 > 0.6*p.Height || p != d.pages[0] {
				score *= 0.4
			}
			if span.End == len(s.Text) {
				score *= 1.3
			}
			if t != "380" {
				score *= 1.25
			}
			if score > bestScore {
				bestScore, best, code = score, span, t
			}
		}
	}
	if code == "" {
		b.data.TypeCode = "380"
		b.computed("/type_code", 0.6)
		return
	}
	b.data.TypeCode = code
	b.prove("/type_code", best, "", min(0.6+bestScore*0.15, 0.97))
}

// titleOf reads a document type at the start of a segment: the longest beginning that is a title.
func titleOf(s *layout.Segment) (code string, span layout.Span, ok bool) {
	end := 0
	for i, w := range s.Words {
		if i >= 6 {
			break
		}
		if i > 0 {
			end++
		}
		end += len(w.Text)
		cut := end
		if j := strings.IndexByte(w.Text, '('); j > 2 {
			cut = end - len(w.Text) + j
		}
		if t := locale.Default().Titles(locale.Fold(s.Text[:cut])); t != nil {
			code, span, ok = t[0].Code, layout.Span{Seg: s, Start: 0, End: cut}, true
		}
	}
	return code, span, ok
}

// currency takes the currency that the document names most, or the country's.
func (d *document) currency(b *builder) {
	code := d.loc.Currency
	if code == "" {
		if code = countryCurrency[d.loc.Country]; code == "" && d.loc.Country != "" && euro[d.loc.Country] {
			code = "EUR"
		}
		if code == "" {
			return
		}
		b.data.Currency = code
		b.evidence = append(b.evidence, weakCurrency())
		return
	}
	b.data.Currency = code
	if span, ok := d.namedCurrency(code); ok {
		b.prove("/currency", span, "", 0.95)
	}
}

// namedCurrency is where the pages name a currency: best at an amount or as a word of its own, else within a word,
// "Amount(RM)".
func (d *document) namedCurrency(code string) (layout.Span, bool) {
	var within layout.Span
	for _, p := range d.pages {
		for _, s := range p.Segments {
			for _, m := range moneyMark.FindAllStringIndex(s.Text, -1) {
				got, ok := locale.CurrencyOf(s.Text[m[0]:m[1]])
				if !ok || currencyFor(got, d.loc.Country) != code {
					continue
				}
				span := layout.Span{Seg: s, Start: m[0], End: m[1]}
				if touchesDigit(s.Text, m[0], m[1]) || standsAlone(span) {
					return span, true
				}
				if within.Seg == nil {
					within = span
				}
			}
		}
	}
	return within, within.Seg != nil
}

// standsAlone tells whether spaces, or the text's ends, stand on both sides of a span.
func standsAlone(s layout.Span) bool {
	text := s.Seg.Text
	return (s.Start == 0 || text[s.Start-1] == ' ') && (s.End == len(text) || text[s.End] == ' ')
}

var euro = map[string]bool{
	"DE": true, "AT": true, "FR": true, "IT": true, "ES": true, "NL": true, "BE": true, "LU": true, "IE": true, "PT": true,
	"FI": true, "GR": true, "SK": true, "SI": true, "EE": true, "LV": true, "LT": true, "MT": true, "CY": true, "HR": true,
	"MC": true,
}

// reference is a header field that is a code behind a label.
type reference struct {
	role    locale.Role
	pointer string
	field   func(*en16931.Invoice) *string
}

var references = []reference{
	{locale.PurchaseOrder, "/purchase_order_ref", func(i *en16931.Invoice) *string { return &i.PurchaseOrderRef }},
	{locale.SalesOrder, "/sales_order_ref", func(i *en16931.Invoice) *string { return &i.SalesOrderRef }},
	{locale.Contract, "/contract_ref", func(i *en16931.Invoice) *string { return &i.ContractRef }},
	{locale.Despatch, "/despatch_advice_ref", func(i *en16931.Invoice) *string { return &i.DespatchRef }},
	{locale.Project, "/project_ref", func(i *en16931.Invoice) *string { return &i.ProjectRef }},
	{locale.BuyerReference, "/buyer_reference", func(i *en16931.Invoice) *string { return &i.BuyerReference }},
}

func (d *document) references(b *builder) {
	for _, r := range references {
		if c := d.bestCode(r.role); c.bound != nil {
			span := joinCode(c)
			*r.field(&b.data) = span.Text()
			b.prove(r.pointer, span, "", c.score)
		}
	}
	if c := d.bestCode(locale.CustomerID); c.bound != nil {
		span := joinCode(c)
		b.data.Buyer.IDs = []en16931.ID{{ID: span.Text()}}
		b.prove("/buyer/ids/0/id", span, "", c.score)
	}
	if c := d.bestCode(locale.PrecedingInvoice); c.bound != nil && b.data.TypeCode != "380" {
		span := joinCode(c)
		b.data.PrecedingInvoices = []en16931.DocumentRef{{Number: span.Text()}}
		b.prove("/preceding_invoices/0/number", span, "", c.score)
	}
}

// bestCode is the code that a label names best for a role, when it does so clearly.
func (d *document) bestCode(role locale.Role) choice {
	best := choice{}
	for _, c := range d.codes {
		score, label := d.as(c, role)
		if label == nil || !codeForm.MatchString(c.Text) || len(c.Text) < 2 {
			continue
		}
		if got := (choice{c, label, score}); better(got, best) {
			best = got
		}
	}
	if best.score < 0.6 {
		return choice{}
	}
	return best
}

// looksLikeReceipt tells a till slip from an invoice: a narrow page of one column, or words of the till.
func (d *document) looksLikeReceipt() bool {
	if len(d.pages) == 0 {
		return false
	}
	p := d.pages[0]
	till := map[string]bool{} // words, not places: goods may be called like a way to pay ("carta")
	for _, l := range p.Labels {
		if l.Has(locale.Cash, locale.Change) && len(l.Span.Seg.Row.Segments) <= 3 { // no row of a table
			till[locale.Fold(l.Span.Text())] = true
		}
	}
	narrow := p.Width < 0.62*p.Height || slender(p)
	wide := 0
	for _, r := range p.Rows {
		if len(r.Segments) > 4 {
			wide++
		}
	}
	return wide < 3 && (narrow || len(till) >= 2)
}

// Widths of till slips, in letters: the widest text on one, and the widest page around it.
const (
	slipText = 58
	slipPage = 75
)

// slender tells whether a page's text is no wider than a till roll has letters for, whatever the page's own shape: a short
// slip is wider than it is high. A picture may show more than the slip.
func slender(p *layout.Page) bool {
	left, right, width, letters := p.Width, 0.0, 0.0, 0
	for _, s := range p.Segments {
		left, right = min(left, s.Box.X0), max(right, s.Box.X1)
		for _, w := range s.Words {
			width += w.Box.Width()
			letters += utf8.RuneCountInString(w.Text)
		}
	}
	if letters == 0 {
		return false
	}
	letter := width / float64(letters)
	return right-left < slipText*letter && (p.Width < slipPage*letter || p.Source == pages.FromOCR)
}
