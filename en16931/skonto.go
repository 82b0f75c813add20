package en16931

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A discount for early payment (Skonto) in the form that XRechnung gives it in the text of the terms (BT-20): a line each,
// with the days, the percentage and, where it is not the amount due, the base. The last one ends with a line feed.
var skonto = regexp.MustCompile(`^#SKONTO#TAGE=([0-9]{1,5})#PROZENT=([0-9]{1,3}\.[0-9]{2})(?:#BASISBETRAG=(-?[0-9]{1,18}\.[0-9]{2}))?#$`)

// Skonto are the discounts that the lines of a text of payment terms state in XRechnung's form.
func Skonto(terms string) (out []PaymentTerm) {
	for line := range strings.SplitSeq(terms, "\n") {
		line = strings.TrimSpace(line)
		m := skonto.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		term := PaymentTerm{Text: line}
		if days, err := strconv.Atoi(m[1]); err == nil {
			term.Days = &days
		}
		term.Percent, _ = ParseDecimal(m[2]) // the pattern leaves nothing else
		term.Base, _ = ParseDecimal(m[3])
		out = append(out, term)
	}
	return out
}

// AddTerms adds terms of payment.
func (inv *Invoice) AddTerms(terms []PaymentTerm) {
	if len(terms) == 0 {
		return
	}
	if inv.Payment == nil {
		inv.Payment = &Payment{}
	}
	inv.Payment.Terms = append(inv.Payment.Terms, terms...)
}

// WithSkonto is a text of payment terms with the discounts in XRechnung's form that it does not state yet.
func WithSkonto(text string, terms []PaymentTerm) string {
	if len(Skonto(text)) > 0 {
		return text
	}
	var b strings.Builder
	for _, t := range terms {
		if t.Days == nil || *t.Days < 0 || !t.Percent.IsPresent() {
			continue
		}
		fmt.Fprintf(&b, "#SKONTO#TAGE=%d#PROZENT=%s", *t.Days, t.Percent.Value().StringFixed(2))
		if t.Base.IsPresent() {
			fmt.Fprintf(&b, "#BASISBETRAG=%s", t.Base.Value().StringFixed(2))
		}
		b.WriteString("#\n")
	}
	if b.Len() == 0 || text == "" {
		return text + b.String()
	}
	return strings.TrimRight(text, "\n") + "\n" + b.String()
}
