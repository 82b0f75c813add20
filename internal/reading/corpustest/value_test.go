//go:build corpus

package corpustest

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// field is a core field's value and how a text yields it.
type field struct {
	pointer, value string
	yieldedBy      func(text string) bool
}

// coreFields are the header fields that are filled.
func coreFields(d *en16931.Invoice) []field {
	var out []field
	text := func(pointer, v string) {
		if v != "" {
			out = append(out, field{pointer, v, func(t string) bool { return strings.Contains(fold(t), fold(v)) }})
		}
	}
	text("/number", d.Number)
	text("/seller/name", d.Seller.Name)
	text("/buyer/name", d.Buyer.Name)
	code := func(pointer, v string) {
		if v != "" {
			out = append(out, field{pointer, v, func(t string) bool { return strings.Contains(compact(t), v) || strings.Contains(compact(t), v[2:]) }})
		}
	}
	code("/seller/vat_id", d.Seller.VATID)
	code("/buyer/vat_id", d.Buyer.VATID)
	if d.Payment != nil {
		for i, a := range d.Payment.Accounts {
			if i == 0 {
				code("/payment/accounts/0/iban", a.IBAN)
			}
		}
	}
	if d.Currency != "" {
		out = append(out, field{"/currency", d.Currency, func(t string) bool { return namesCurrency(t, d.Currency) }})
	}
	date := func(pointer string, v en16931.Date) {
		if !v.IsZero() {
			out = append(out, field{pointer, v.String(), func(t string) bool { return namesDate(t, v) }})
		}
	}
	date("/issue_date", d.IssueDate)
	date("/due_date", d.DueDate)
	for pointer, v := range map[string]en16931.Decimal{"/totals/net": d.Totals.Net, "/totals/tax": d.Totals.Tax, "/totals/gross": d.Totals.Gross} {
		if v.IsPresent() {
			out = append(out, field{pointer, v.String(), func(t string) bool { return namesAmount(t, v) }})
		}
	}
	return out
}

func fold(s string) string { return lang.Key(strings.ReplaceAll(s, " ", "")) }

func compact(s string) string { return identifier.Compact(s) }

func namesCurrency(text, code string) bool {
	for w := range strings.FieldsSeq(text) {
		got, ok := lang.CurrencyOf(strings.Trim(w, "0123456789.,-'()"))
		if ok && (got == code || lang.MayMean(got, code)) {
			return true
		}
	}
	return strings.Contains(text, code)
}

func namesDate(text string, want en16931.Date) bool {
	for _, order := range []locale.DateOrder{locale.DayFirst, locale.MonthFirst} {
		for from := range text {
			for to := len(text); to >= from+6; to-- {
				if got, ok := locale.ParseDate(text[from:min(to, from+40)], order); ok && got.Date == want {
					return true
				}
			}
		}
	}
	return false
}

// namesAmount tries every run of words: a number may have spaces inside.
func namesAmount(text string, want en16931.Decimal) bool {
	words := strings.Fields(text)
	for i := range words {
		for n := 1; n <= 4 && i+n <= len(words); n++ {
			joined := strings.Trim(strings.Join(words[i:i+n], " "), "*|:()")
			for _, dec := range []byte{0, '.', ','} {
				if a, ok := locale.ParseAmount(joined, locale.Numbers{Decimal: dec}); ok && a.Value.Value().Abs().Equal(want.Value().Abs()) {
					return true
				}
			}
		}
	}
	return strings.Contains(digits(text), strings.TrimLeft(digits(want.String()), "0")) && want.Value().Sign() != 0
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// inside is the text of the words whose middle is in the evidence's box.
func inside(list []pages.Page, e *evidence.Evidence) string {
	var words []string
	for _, p := range list {
		if p.Number != e.Page {
			continue
		}
		for _, l := range p.Lines {
			for _, w := range l.Words {
				words = append(words, part(w, *e.Box)...)
			}
		}
	}
	return strings.Join(words, " ")
}

// part is what of a word is inside a box, by its letters' widths: a label may be glued to its value.
func part(w pages.Word, box [4]float64) []string {
	const slack = 0.004
	if y := (w.Box.Y0 + w.Box.Y1) / 2; y < box[1]-slack || y > box[3]+slack || w.Box.X1 < box[0] || w.Box.X0 > box[2] {
		return nil
	}
	return []string{w.Text}
}

func standsAnywhere(list []pages.Page, f field) bool {
	for _, p := range list {
		var all []string
		for _, l := range p.Lines {
			text := l.Text()
			if f.yieldedBy(text) {
				return true
			}
			all = append(all, text)
		}
		if !strings.HasPrefix(f.pointer, "/totals") && f.yieldedBy(strings.Join(all, " ")) {
			return true
		}
	}
	return false
}
