// Package consequences fills what paper leaves unsaid because it follows from what it says: the VAT category of a line from
// that of its rate, the sum of the lines, the country of a domestic address from the party's VAT identifier, a credit
// transfer from an account to pay to.
//
// It owns those inferences. It chooses no value from the pages.
package consequences

import (
	"slices"

	"github.com/docketapi/docket/internal/lang/identifier"

	"fmt"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/proof"
	"github.com/docketapi/docket/internal/reading/fields/region"
)

// Fill writes into an invoice what its values say without words, and returns the proofs. directDebit tells that the pages
// announce one.
func Fill(inv *en16931.Invoice, directDebit bool) proof.List {
	f := filler{inv: inv}
	f.lineTaxes()
	f.lineNet()
	f.countryOf("/seller/address", &inv.Seller)
	f.countryOf("/buyer/address", &inv.Buyer)
	if !directDebit {
		f.means()
	}
	return f.proofs
}

// DirectDebit tells whether the pages name a mandate.
func DirectDebit(in []*layout.Page) bool {
	for _, p := range in {
		if slices.ContainsFunc(p.Labels, func(l *layout.Label) bool { return l.Has(locale.Mandate) }) {
			return true
		}
	}
	return false
}

type filler struct {
	inv    *en16931.Invoice
	proofs proof.List
}

// lineTaxes gives lines, allowances and charges the rate of an invoice that has only one, and each the category of its rate
// (BR-CO-04, BR-32, BR-37).
func (f *filler) lineTaxes() {
	for i := range f.inv.Lines {
		l := &f.inv.Lines[i]
		f.taxOf(fmt.Sprintf("/lines/%d", i), &l.TaxRate, &l.TaxCategory)
	}
	for i := range f.inv.Allowances {
		a := &f.inv.Allowances[i]
		f.taxOf(fmt.Sprintf("/allowances/%d", i), &a.TaxRate, &a.TaxCategory)
	}
	for i := range f.inv.Charges {
		c := &f.inv.Charges[i]
		f.taxOf(fmt.Sprintf("/charges/%d", i), &c.TaxRate, &c.TaxCategory)
	}
}

// taxOf gives one of them its rate and category.
func (f *filler) taxOf(pointer string, rate *en16931.Decimal, category *string) {
	all := f.inv.Taxes
	if len(all) == 1 && !rate.IsPresent() && all[0].Rate.IsPresent() {
		*rate = all[0].Rate
		f.proofs.Computed(pointer+"/tax_rate", rateConfidence)
	}
	if *category != "" || !rate.IsPresent() {
		return
	}
	for _, t := range all {
		if t.Category != "" && t.Rate.IsPresent() && t.Rate.Value().Equal(rate.Value()) {
			*category = t.Category
			f.proofs.Computed(pointer+"/tax_category", rateConfidence)
			return
		}
	}
}

// lineNet is the sum of the lines where the net total follows from it (BR-CO-10, BR-CO-13).
func (f *filler) lineNet() {
	t := &f.inv.Totals
	if t.LineNet.IsPresent() || !t.Net.IsPresent() || len(f.inv.Lines) == 0 {
		return
	}
	sum := decimal.Zero
	for _, l := range f.inv.Lines {
		if !l.Net.IsPresent() {
			return
		}
		sum = sum.Add(l.Net.Value())
	}
	if sum.Sub(t.Allowances.Value()).Add(t.Charges.Value()).Equal(t.Net.Value()) {
		t.LineNet = en16931.NewDecimal(sum)
		f.proofs.Computed("/totals/line_net", lineNetConfidence)
	}
}

// countryOf is the country of an address that names none: who writes abroad does. The VAT id tells it.
func (f *filler) countryOf(pointer string, p *en16931.Party) {
	if p.Address == nil || p.Address.Country != "" || p.Address.City == "" {
		return
	}
	if identifier.CheckVAT(p.VATID) >= identifier.VATForm {
		p.Address.Country = region.OfVATPrefix(p.VATID[:2])
		f.proofs.Computed(pointer+"/country", countryConfidence)
	}
}

// creditTransfer is UNTDID 4461 for a transfer that does not say which.
const creditTransfer = "30"

// means is how to pay an amount that is due where an account is named and no direct debit is announced (BR-49).
func (f *filler) means() {
	pay, due := f.inv.Payment, f.inv.Totals.Due
	if pay == nil || len(pay.Accounts) == 0 || pay.MeansCode != "" || pay.Text != "" || due.IsPresent() && !due.Value().IsPositive() {
		return
	}
	pay.MeansCode = creditTransfer
	f.proofs.Computed("/payment/means_code", meansConfidence)
}
