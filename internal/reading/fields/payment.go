package fields

import (
	"sort"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// account is an account found on the pages.
type account struct {
	c     *candidates.Bound
	score float64
}

// payment fills accounts, means, reference and terms.
func (d *document) payment(b *builder) {
	pay := &en16931.Payment{}
	for i, f := range d.accounts() {
		pay.Accounts = append(pay.Accounts, en16931.Account{IBAN: f.c.Text})
		b.proofs.Value(pointerf("/payment/accounts/%d/iban", i), &f.c.Value, f.score)
		d.accountDetails(b, &pay.Accounts[i], i, f)
	}
	d.paymentTexts(b, pay)
	if len(pay.Accounts) > 0 || pay.Reference != "" || pay.Text != "" {
		b.data.Payment = pay
	}
}

// accounts are the IBANs, each once, in the order of the pages but for doubtful ones.
func (d *document) accounts() []account {
	seen := map[string]int{}
	var out []account
	for _, c := range d.IBANs {
		named, _ := d.As(c, locale.IBAN, locale.Bank, locale.Account)
		score := 0.35*named + 0.15
		if c.Quality > 0 {
			score += 0.5
		}
		if score < 0.4 {
			continue
		}
		if d.inSection(c.Span.Seg, locale.BuyerBlock) { // the account of a direct debit
			score *= 0.6
		}
		if i, ok := seen[c.Text]; ok {
			out[i].score = max(out[i].score, score)
			continue
		}
		seen[c.Text] = len(out)
		out = append(out, account{c, score})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].c.Quality > 0 && out[i].score > out[j].score+0.25 })
	return out
}

// accountDetails takes the nearest BIC of the bank's country, and the holder's name.
func (d *document) accountDetails(b *builder, a *en16931.Account, i int, f account) {
	var best *candidates.Bound
	bestFar := 20 * f.c.Page().Em
	for _, c := range d.BICs {
		named, _ := d.As(c, locale.BIC)
		if named < 0.6 || len(c.Text) != 8 && len(c.Text) != 11 || c.Text[4:6] != f.c.Text[:2] || c.Page() != f.c.Page() {
			continue
		}
		if far := c.Span.Seg.Box.Gap(f.c.Span.Seg.Box); far < bestFar {
			best, bestFar = c, far
		}
	}
	if best != nil {
		a.BIC = best.Text
		b.proofs.Value(pointerf("/payment/accounts/%d/bic", i), &best.Value, 0.9)
	}
	if span, ok := f.c.Page().LabelValue(locale.AccountName); ok && i == 0 {
		a.Name = span.Text()
		b.proofs.Span(pointerf("/payment/accounts/%d/name", i), span, 0.75)
	}
}

func (d *document) paymentTexts(b *builder, pay *en16931.Payment) {
	if c := d.BestCode(locale.PaymentReference); c.Bound != nil {
		span := c.Join()
		pay.Reference = span.Text()
		b.proofs.Span("/payment/reference", span, c.Score)
	}
	for _, p := range d.Pages {
		if span, ok := p.LabelValue(locale.PaymentMeans); ok && pay.Text == "" && span.End-span.Start < 80 && !hasDigit(span.Text()) {
			pay.Text = span.Text()
			b.proofs.Span("/payment/text", span, 0.7)
		}
		if span, ok := p.LabelValue(locale.PaymentTerms); ok && b.data.PaymentTerms == "" {
			b.data.PaymentTerms = span.Text()
			b.proofs.Span("/payment_terms", span, 0.75)
		}
	}
}
