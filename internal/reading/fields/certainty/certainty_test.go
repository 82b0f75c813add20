package certainty_test

import (
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/certainty"
	"github.com/docketapi/docket/internal/reading/fields/header"
	"github.com/docketapi/docket/internal/reading/fields/parties"
	"github.com/docketapi/docket/internal/reading/fields/totals"
)

// plain is an invoice on known ground: all is labelled, the sums close, the seller's name is at its address.
func plain() certainty.Input {
	return certainty.Input{
		Set: &candidates.Set{}, Data: &en16931.Invoice{},
		Header: header.Grounds{Number: header.Ground{Label: 1, Text: 1}, Issue: header.Ground{Label: 1, Text: 1}, Currency: header.CurrencyAtHome},
		Seller: parties.Ground{Text: 1, Domain: true, Address: true, Reachable: true, LegalForm: true, Places: 2, Buyer: true},
		Gross:  totals.Ground{Label: 1, Text: 1, Closes: true, Lines: true, Places: 1, Form: true},
	}
}

func weighed(in certainty.Input, pointer string) float64 {
	es := []evidence.Evidence{{Pointer: pointer, Source: evidence.FromText, Confidence: .5}}
	certainty.Weigh(in, es)
	return es[0].Confidence
}

// Each thing that speaks against a value lowers its confidence, and a guess never looks sure.
func TestWhatSpeaksAgainstAValueCounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pointer string
		change  func(*certainty.Input)
		most    float64
	}{
		"a number without a label":       {"/number", func(in *certainty.Input) { in.Header.Number.Label = 0 }, .9},
		"another number near":            {"/number", func(in *certainty.Input) { in.Header.Number.Rival = .95 }, .95},
		"a number like a date":           {"/number", func(in *certainty.Input) { in.Header.Number.Odd = true }, .97},
		"a date that can be read twice":  {"/issue_date", func(in *certainty.Input) { in.Header.Issue.Unsure = true }, .9},
		"a date without a label":         {"/issue_date", func(in *certainty.Input) { in.Header.Issue.Label, in.Header.Issue.Rival = 0, .3 }, .9},
		"a sign of many currencies":      {"/currency", func(in *certainty.Input) { in.Header.Currency = header.SharedSign }, .8},
		"a currency that stands nowhere": {"/currency", func(in *certainty.Input) { in.Header.Currency = header.NoCurrency }, .8},
		"a total that nothing names":     {"/totals/gross", func(in *certainty.Input) { in.Gross = totals.Ground{Text: 1, Form: true} }, .7},
		"a larger total":                 {"/totals/gross", func(in *certainty.Input) { in.Gross.Closes, in.Gross.Larger = false, true }, .95},
		"a blurred total":                {"/totals/gross", func(in *certainty.Input) { in.Gross.Closes, in.Gross.Text = false, .5 }, .9},
		"the only address, and no buyer": {"/seller/name", func(in *certainty.Input) {
			in.Seller = parties.Ground{Text: 1, LegalForm: true, Address: true, Places: 1}
		}, .9},
		"another name that comes near": {"/seller/name", func(in *certainty.Input) {
			in.Seller = parties.Ground{Text: 1, LegalForm: true, Address: true, Near: true, Places: 1, Buyer: true}
		}, .9},
		"a name that only stands first": {"/seller/name", func(in *certainty.Input) { in.Seller = parties.Ground{Text: 1, LegalForm: true, Buyer: true} }, .8},
	} {
		in := plain()
		if sure := weighed(in, c.pointer); sure < .99 {
			t.Errorf("%s: %s is sure with %v on known ground", name, c.pointer, sure)
		}
		c.change(&in)
		if got := weighed(in, c.pointer); got > c.most {
			t.Errorf("%s: got %v, want at most %v", name, got, c.most)
		}
	}
}

func TestOtherValuesAndThoseOfACodeKeepTheirConfidence(t *testing.T) {
	t.Parallel()
	es := []evidence.Evidence{{Pointer: "/buyer/name", Confidence: .5}, {Pointer: "/number", Source: evidence.FromQR, Confidence: .5}}
	certainty.Weigh(plain(), es)
	if es[0].Confidence != .5 || es[1].Confidence != .5 {
		t.Errorf("got %+v", es)
	}
}
