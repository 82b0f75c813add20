package reading

import (
	"strings"
	"unicode"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Rules of hybrid PDFs. The XML counts in both.
const (
	ruleMismatch    = "DOCKET-XML-01" // it says one thing to machines and another to people
	ruleNotCompared = "DOCKET-XML-05" // its pages cannot be read, so nobody knows
)

// notCompared says that the pages were not held against the XML, and why.
func notCompared(err error) en16931.Finding {
	f := en16931.Finding{Rule: ruleNotCompared, Severity: en16931.Warning, Pointers: []string{},
		Message: "The pages cannot be read, so the embedded XML was not compared with them; the XML counts."}
	if known, ok := fault.As(err); ok {
		f.Actual = string(known.Code)
	}
	return f
}

// mismatches holds the embedded XML against what stands on the pages. A value is reported only when the pages have
// another one and the XML's is nowhere on them: reading pages can err, and the XML must not be blamed for it.
func mismatches(data *en16931.Invoice, list []pages.Page) []en16931.Finding {
	characters := 0
	for _, p := range list {
		characters += p.Characters()
	}
	if characters < fewCharacters {
		return nil
	}
	shown := fields.Extract(list, fields.Options{})
	if len(shown) != 1 {
		return nil
	}
	text := compact(list)
	var out []en16931.Finding
	for _, c := range compared(data, &shown[0]) {
		if c.xml == "" || c.page == "" || c.same() || c.confidence < sureEnough || strings.Contains(text, letters(c.xml)) {
			continue
		}
		out = append(out, en16931.Finding{Rule: ruleMismatch, Severity: en16931.Warning, Pointers: []string{c.pointer},
			Message: "The embedded XML and the page show different values; the XML counts.", Expected: c.page, Actual: c.xml})
	}
	return out
}

// sureEnough is the confidence from which a value read off a page may contradict the XML.
const sureEnough = 0.8

// comparison is one value as the XML has it and as the page shows it.
type comparison struct {
	pointer, xml, page string
	confidence         float64
}

func (c comparison) same() bool { return letters(c.xml) == letters(c.page) }

func compared(data *en16931.Invoice, shown *evidence.Invoice) []comparison {
	sure := map[string]float64{}
	for _, e := range shown.Evidence {
		sure[e.Pointer] = e.Confidence
	}
	page := &shown.Data
	list := []comparison{
		{pointer: "/number", xml: data.Number, page: page.Number},
		{pointer: "/totals/gross", xml: plain(data.Totals.Gross), page: plain(page.Totals.Gross)},
		{pointer: "/totals/net", xml: plain(data.Totals.Net), page: plain(page.Totals.Net)},
	}
	for i := range list {
		list[i].confidence = sure[list[i].pointer]
	}
	return append(list, comparedAccounts(data, page, sure)...)
}

// comparedAccounts compares the first account: money follows it.
func comparedAccounts(data, page *en16931.Invoice, sure map[string]float64) []comparison {
	const pointer = "/payment/accounts/0/iban"
	a, b := firstIBAN(data), firstIBAN(page)
	return []comparison{{pointer: pointer, xml: a, page: b, confidence: sure[pointer]}}
}

func firstIBAN(inv *en16931.Invoice) string {
	if inv.Payment == nil || len(inv.Payment.Accounts) == 0 {
		return ""
	}
	return inv.Payment.Accounts[0].IBAN
}

// plain writes an amount without the zeros at its end, so that 12.50 and 12.5 are one.
func plain(d en16931.Decimal) string {
	if d.IsZero() {
		return ""
	}
	s := d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// compact is all letters and digits of the pages in one, for values that are set in groups.
func compact(list []pages.Page) string {
	var b strings.Builder
	for _, p := range list {
		for _, l := range p.Lines {
			for _, w := range l.Words {
				b.WriteString(letters(w.Text))
			}
		}
	}
	return b.String()
}

// letters leaves letters and digits, in one case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}
