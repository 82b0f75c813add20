package fields

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/region"
)

// consequences fills what paper leaves unsaid because it follows from what it says: the VAT category of a line from that of
// its rate, the sum of the lines, the country of a domestic address from the party's VAT id, a credit transfer from an account to pay to.
func (d *document) consequences(b *builder) {
	b.lineTaxes()
	b.lineNet()
	b.countryOf("/seller/address", &b.data.Seller)
	b.countryOf("/buyer/address", &b.data.Buyer)
	d.means(b)
}

// lineTaxes gives lines, allowances and charges the rate of an invoice that has only one, and each the category of its rate
// (BR-CO-04, BR-32, BR-37).
func (b *builder) lineTaxes() {
	for i := range b.data.Lines {
		l := &b.data.Lines[i]
		b.taxOf(pointerf("/lines/%d", i), &l.TaxRate, &l.TaxCategory)
	}
	for i := range b.data.Allowances {
		a := &b.data.Allowances[i]
		b.taxOf(pointerf("/allowances/%d", i), &a.TaxRate, &a.TaxCategory)
	}
	for i := range b.data.Charges {
		c := &b.data.Charges[i]
		b.taxOf(pointerf("/charges/%d", i), &c.TaxRate, &c.TaxCategory)
	}
}

func (b *builder) taxOf(pointer string, rate *en16931.Decimal, category *string) {
	all := b.data.Taxes
	if len(all) == 1 && !rate.IsPresent() && all[0].Rate.IsPresent() {
		*rate = all[0].Rate
		b.proofs.Computed(pointer+"/tax_rate", 0.85)
	}
	if *category != "" || !rate.IsPresent() {
		return
	}
	for _, t := range all {
		if t.Category != "" && t.Rate.IsPresent() && t.Rate.Value().Equal(rate.Value()) {
			*category = t.Category
			b.proofs.Computed(pointer+"/tax_category", 0.85)
			return
		}
	}
}

// lineNet is the sum of the lines where the net total follows from it (BR-CO-10, BR-CO-13).
func (b *builder) lineNet() {
	t := &b.data.Totals
	if t.LineNet.IsPresent() || !t.Net.IsPresent() || len(b.data.Lines) == 0 {
		return
	}
	sum := decimal.Zero
	for _, l := range b.data.Lines {
		if !l.Net.IsPresent() {
			return
		}
		sum = sum.Add(l.Net.Value())
	}
	if sum.Sub(t.Allowances.Value()).Add(t.Charges.Value()).Equal(t.Net.Value()) {
		t.LineNet = en16931.NewDecimal(sum)
		b.proofs.Computed("/totals/line_net", 0.9)
	}
}

// countryOf is the country of an address that names none: who writes abroad does. The VAT id tells it.
func (b *builder) countryOf(pointer string, p *en16931.Party) {
	if p.Address == nil || p.Address.Country != "" || p.Address.City == "" {
		return
	}
	if identifier.CheckVAT(p.VATID) >= identifier.VATForm {
		p.Address.Country = region.OfVATPrefix(p.VATID[:2])
		b.proofs.Computed(pointer+"/country", 0.8)
	}
}

// creditTransfer is UNTDID 4461 for a transfer that does not say which.
const creditTransfer = "30"

// means is how to pay an amount that is due where an account is named and no direct debit is announced (BR-49).
func (d *document) means(b *builder) {
	pay, due := b.data.Payment, b.data.Totals.Due
	if pay == nil || len(pay.Accounts) == 0 || pay.MeansCode != "" || pay.Text != "" || due.IsPresent() && !due.Value().IsPositive() {
		return
	}
	for _, p := range d.Pages {
		if slices.ContainsFunc(p.Labels, func(l *layout.Label) bool { return l.Has(locale.Mandate) }) {
			return
		}
	}
	pay.MeansCode = creditTransfer
	b.proofs.Computed("/payment/means_code", 0.8)
}
