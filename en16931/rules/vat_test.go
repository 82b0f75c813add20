package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// vatCase is one VAT category: its code, the family of its rules, a rate that fits and one that does not.
type vatCase struct{ code, family, rate, wrongRate string }

var vatCases = []vatCase{
	{"S", "S", "20", "0"}, {"Z", "Z", "0", "5"}, {"E", "E", "0", "5"}, {"AE", "AE", "0", "5"}, {"K", "IC", "0", "5"},
	{"G", "G", "0", "5"}, {"O", "O", "", "5"}, {"L", "AF", "7", "-7"}, {"M", "AG", "4", "-4"},
}

// charged tells whether tax is due at the rate.
func (c vatCase) charged() bool { return c.rate != "0" && c.rate != "" }

func percent(rate string) string {
	if rate == "" {
		return ""
	}
	return "<cbc:Percent>" + rate + "</cbc:Percent>"
}

// fragment is half an invoice: a line of 100, an allowance of 10, a charge of 30 and a breakdown, all of one category.
func (c vatCase) fragment(parties, lineRate, allowanceRate, chargeRate, base, tax, reason string) string {
	const scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
	level := func(indicator, amount, rate string) string {
		return fmt.Sprintf("<cac:AllowanceCharge><cbc:ChargeIndicator>%s</cbc:ChargeIndicator><cbc:Amount>%s</cbc:Amount><cac:TaxCategory><cbc:ID>%s</cbc:ID>%s%s</cac:TaxCategory></cac:AllowanceCharge>",
			indicator, amount, c.code, percent(rate), scheme)
	}
	return `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="` + cac + `" xmlns:cbc="` + cbc + `">` +
		parties + `<cac:Delivery><cbc:ActualDeliveryDate>2031-02-27</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>` +
		level("false", "10.00", allowanceRate) + level("true", "30.00", chargeRate) +
		fmt.Sprintf("<cac:TaxTotal><cac:TaxSubtotal><cbc:TaxableAmount>%s</cbc:TaxableAmount><cbc:TaxAmount>%s</cbc:TaxAmount><cac:TaxCategory><cbc:ID>%s</cbc:ID>%s%s%s</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>",
			base, tax, c.code, percent(c.rate), reason, scheme) +
		fmt.Sprintf("<cac:InvoiceLine><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cac:Item><cac:ClassifiedTaxCategory><cbc:ID>%s</cbc:ID>%s%s</cac:ClassifiedTaxCategory></cac:Item></cac:InvoiceLine></Invoice>",
			c.code, percent(lineRate), scheme)
}

func party(role, vatID string) string {
	return fmt.Sprintf("<cac:%s><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>%s</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party></cac:%s>", role, vatID, role)
}

const reasonCode = "<cbc:TaxExemptionReasonCode>VATEX-EU-O</cbc:TaxExemptionReasonCode>"

// fitting are the parts that break no rule of the category.
func (c vatCase) fitting() (parties, tax, reason string) {
	parties = party("AccountingSupplierParty", "DE314159265") + party("AccountingCustomerParty", "FR31415926535")
	tax = "0.00"
	switch {
	case c.code == "O":
		parties, reason = "", reasonCode
	case c.code == "S":
		tax = "24.00"
	case c.code == "L":
		tax = "8.40"
	case c.code == "M":
		tax = "4.80"
	case c.code != "Z":
		reason = reasonCode
	}
	return parties, tax, reason
}

// family are the fired rules of one category.
func (c vatCase) fired(t *testing.T, doc string) []string {
	t.Helper()
	return slices.DeleteFunc(ids(check(t, doc, EN16931)), func(id string) bool {
		return !strings.HasPrefix(id, "BR-"+c.family+"-")
	})
}

func TestVATCategories(t *testing.T) {
	t.Parallel()
	for _, c := range vatCases {
		parties, tax, reason := c.fitting()
		fits := func(rates ...string) string {
			return c.fragment(parties, rates[0], rates[1], rates[2], "120.00", tax, reason)
		}
		others := party("AccountingSupplierParty", "DE314159265")
		if c.code != "O" {
			others = ""
		}
		wrongReason := reasonCode
		if reason != "" {
			wrongReason = ""
		}
		rule := func(numbers ...string) (out []string) {
			for _, n := range numbers {
				out = append(out, "BR-"+c.family+"-"+n)
			}
			return out
		}
		cases := map[string]struct {
			doc  string
			want []string
		}{
			"fits":            {fits(c.rate, c.rate, c.rate), nil},
			"no parties":      {c.fragment(others, c.rate, c.rate, c.rate, "120.00", tax, reason), rule("02", "03", "04")},
			"line rate":       {fits(c.wrongRate, c.rate, c.rate), rule("05")},
			"allowance rate":  {fits(c.rate, c.wrongRate, c.rate), rule("06")},
			"charge rate":     {fits(c.rate, c.rate, c.wrongRate), rule("07")},
			"taxable amount":  {c.fragment(parties, c.rate, c.rate, c.rate, "121.00", tax, reason), rule("08")},
			"tax amount":      {c.fragment(parties, c.rate, c.rate, c.rate, "120.00", "26.00", reason), rule("09")},
			"reason":          {c.fragment(parties, c.rate, c.rate, c.rate, "120.00", tax, wrongReason), rule("10")},
			"other breakdown": {strings.Replace(fits(c.rate, c.rate, c.rate), "<cac:TaxSubtotal><cbc:TaxableAmount>120.00</cbc:TaxableAmount><cbc:TaxAmount>"+tax+"</cbc:TaxAmount><cac:TaxCategory><cbc:ID>"+c.code, "<cac:TaxSubtotal><cac:TaxCategory><cbc:ID>X", 1), rule("01")},
		}
		for name, test := range cases {
			t.Run(c.code+"/"+name, func(t *testing.T) {
				t.Parallel()
				got := c.fired(t, test.doc)
				for _, id := range test.want {
					if !slices.Contains(got, id) {
						t.Errorf("%s does not fire; these do: %v", id, got)
					}
				}
				// A wrong rate of a charged category also moves its amounts away from the breakdown.
				if len(got) > len(test.want) && !(c.charged() && strings.HasSuffix(name, "rate")) {
					t.Errorf("have %v, want %v", got, test.want)
				}
			})
		}
	}
}

// BR-AF-08 of CII looks for a rate beside the breakdown, as published: only a misplaced one makes it fire.
func TestMisplacedRateOfCII(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "cii"), "<ram:CategoryCode>S<", "<ram:CategoryCode>L<", "<ram:CategoryCode>S<", "<ram:CategoryCode>L<",
		"<ram:CategoryCode>S<", "<ram:CategoryCode>L<", "<ram:CategoryCode>S<", "<ram:CategoryCode>L<")
	const settlement = "<ram:ApplicableHeaderTradeSettlement>"
	misplaced := edit(t, doc, settlement, settlement+"<ram:RateApplicablePercent>7</ram:RateApplicablePercent>")
	for fires, doc := range map[bool]string{false: doc, true: misplaced} {
		if got := slices.Contains(ids(check(t, doc, EN16931)), "BR-AF-08"); got != fires {
			t.Errorf("fires is %t, want %t", got, fires)
		}
	}
}
