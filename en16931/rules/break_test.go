package rules

import (
	"slices"
	"testing"
)

// broken is a valid invoice with something changed, and the rule that has to fire then. That it stays silent on the
// valid invoice TestValidInvoicesHaveNoFinding says.
type broken struct {
	rule  string
	edits []string
}

func ublBroken() []broken {
	const noAllowanceReason = "<cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason>"
	return []broken{
		{"BR-01", []string{"<cbc:CustomizationID>urn:cen.eu:en16931:2017<", "<cbc:CustomizationID> <"}},
		{"BR-02", []string{"<cbc:ID>HK-2031-0007</cbc:ID>", ""}},
		{"BR-03", []string{"<cbc:IssueDate>2031-03-14</cbc:IssueDate>", ""}},
		{"BR-04", []string{"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", ""}},
		{"BR-05", []string{"<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", ""}},
		{"BR-06", []string{"<cbc:RegistrationName>Halvard Kettler Hydraulik GmbH</cbc:RegistrationName>", ""}},
		{"BR-07", []string{"<cbc:RegistrationName>Oremosse Anlagenbau AG</cbc:RegistrationName>", ""}},
		{"BR-09", []string{"<cbc:IdentificationCode>DE<", "<cbc:IdentificationCode><"}},
		{"BR-12", []string{`<cbc:LineExtensionAmount currencyID="EUR">500.00</cbc:LineExtensionAmount>`, ""}},
		{"BR-13", []string{`<cbc:TaxExclusiveAmount currencyID="EUR">470.00</cbc:TaxExclusiveAmount>`, ""}},
		{"BR-14", []string{`<cbc:TaxInclusiveAmount currencyID="EUR">559.30</cbc:TaxInclusiveAmount>`, ""}},
		{"BR-15", []string{`<cbc:PayableAmount currencyID="EUR">459.00</cbc:PayableAmount>`, ""}},
		{"BR-17", []string{"<cbc:Name>Fjordbank Factoring<", "<cbc:Name>Kettler Hydraulics<"}},
		{"BR-18", []string{"<cbc:Name>Nordsteuer Vertretung<", "<cbc:Name> <"}},
		{"BR-21", []string{"<cbc:ID>2</cbc:ID>", ""}},
		{"BR-22", []string{`<cbc:InvoicedQuantity unitCode="HUR">1</cbc:InvoicedQuantity>`, ""}},
		{"BR-23", []string{`<cbc:InvoicedQuantity unitCode="HUR">`, "<cbc:InvoicedQuantity>"}},
		{"BR-24", []string{`<cbc:LineExtensionAmount currencyID="EUR">95.00</cbc:LineExtensionAmount>`, ""}},
		{"BR-25", []string{"<cbc:Name>Fitting</cbc:Name>", "<cbc:Name>\n</cbc:Name>"}},
		{"BR-26", []string{`<cbc:PriceAmount currencyID="EUR">95.00</cbc:PriceAmount>`, ""}},
		{"BR-27", []string{`<cbc:PriceAmount currencyID="EUR">95.00`, `<cbc:PriceAmount currencyID="EUR">-95.00`}},
		{"BR-28", []string{`<cbc:BaseAmount currencyID="EUR">22.50`, `<cbc:BaseAmount currencyID="EUR">-22.50`}},
		{"BR-29", []string{"<cbc:EndDate>2031-02-28", "<cbc:EndDate>2031-01-28"}},
		{"BR-30", []string{"<cbc:EndDate>2031-02-20", "<cbc:EndDate>2031-01-20"}},
		{"BR-31", []string{`<cbc:Amount currencyID="EUR">50.00</cbc:Amount>`, ""}},
		{"BR-33", []string{noAllowanceReason, "", "<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>", ""}},
		{"BR-45", []string{`<cbc:TaxableAmount currencyID="EUR">470.00</cbc:TaxableAmount>`, ""}},
		{"BR-49", []string{`<cbc:PaymentMeansCode name="SEPA transfer">58</cbc:PaymentMeansCode>`, ""}},
		{"BR-50", []string{"<cbc:ID>DE75512108001245126199<", "<cbc:ID> <"}},
		{"BR-52", []string{"<cbc:ID>TS-02<", "<cbc:ID><"}},
		{"BR-53", []string{`currencyID="SEK"`, `currencyID="NOK"`}},
		{"BR-54", []string{"<cbc:Value>PTFE</cbc:Value>", ""}},
		{"BR-55", []string{"<cbc:ID>HK-2031-0003</cbc:ID>", ""}},
		{"BR-61", []string{"<cbc:ID>DE75512108001245126199</cbc:ID>", ""}},
		{"BR-62", []string{`<cbc:EndpointID schemeID="EM">billing`, "<cbc:EndpointID>billing"}},
		{"BR-64", []string{`<cbc:ID schemeID="0160">`, "<cbc:ID>"}},
		{"BR-65", []string{` listID="TST"`, ""}},
		{"BR-CO-03", []string{"<cbc:DueDate>", "<cbc:TaxPointDate>2031-03-01</cbc:TaxPointDate><cbc:DueDate>", "<cbc:EndDate>2031-02-28</cbc:EndDate>", "<cbc:DescriptionCode>35</cbc:DescriptionCode>"}},
		{"BR-CO-09", []string{"<cbc:CompanyID>DE314159265", "<cbc:CompanyID>QQ314159265"}},
		{"BR-CO-10", []string{`<cbc:LineExtensionAmount currencyID="EUR">500.00`, `<cbc:LineExtensionAmount currencyID="EUR">500.01`}},
		{"BR-CO-11", []string{`<cbc:AllowanceTotalAmount currencyID="EUR">50.00`, `<cbc:AllowanceTotalAmount currencyID="EUR">50.01`}},
		{"BR-CO-12", []string{`<cbc:ChargeTotalAmount currencyID="EUR">20.00</cbc:ChargeTotalAmount>`, ""}},
		{"BR-CO-13", []string{`<cbc:TaxExclusiveAmount currencyID="EUR">470.00`, `<cbc:TaxExclusiveAmount currencyID="EUR">470.01`}},
		{"BR-CO-14", []string{`<cbc:TaxAmount currencyID="EUR">89.30`, `<cbc:TaxAmount currencyID="EUR">89.31`}},
		{"BR-CO-15", []string{`<cbc:TaxInclusiveAmount currencyID="EUR">559.30`, `<cbc:TaxInclusiveAmount currencyID="EUR">559.31`}},
		{"BR-CO-16", []string{`<cbc:PrepaidAmount currencyID="EUR">100.00`, `<cbc:PrepaidAmount currencyID="EUR">99.99`}},
		{"BR-CO-17", []string{"89.30</cbc:TaxAmount>\n      <cac:TaxCategory>", "90.30</cbc:TaxAmount>\n      <cac:TaxCategory>"}},
		{"BR-CO-19", []string{"<cbc:StartDate>2031-02-01</cbc:StartDate>", "", "<cbc:EndDate>2031-02-28</cbc:EndDate>", ""}},
		{"BR-DEC-01", []string{`<cbc:Amount currencyID="EUR">50.00`, `<cbc:Amount currencyID="EUR">50.000`}},
		{"BR-DEC-18", []string{`<cbc:PayableAmount currencyID="EUR">459.00`, `<cbc:PayableAmount currencyID="EUR">459.000`}},
		{"BR-CL-01", []string{"<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381"}},
		{"BR-CL-04", []string{"<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>EUR USD"}},
		{"BR-CL-08", []string{"#AAI#", "#QQ1#"}},
		{"BR-CL-14", []string{"<cbc:IdentificationCode>DE", "<cbc:IdentificationCode>XX"}},
		{"BR-CL-23", []string{`unitCode="HUR"`, `unitCode="HOURS"`}},
		{"BR-CL-24", []string{`mimeCode="text/csv"`, `mimeCode="text/plain"`}},
		{"BR-B-02", []string{"<cbc:ID>S</cbc:ID>", "<cbc:ID>B</cbc:ID>"}},
		{"UBL-SR-48", []string{"<cac:ClassifiedTaxCategory>", "<cac:ClassifiedTaxCategory/><cac:ClassifiedTaxCategory>"}},
		{"UBL-SR-43", []string{"<cbc:DocumentDescription>Time", "<cbc:DocumentTypeCode>916</cbc:DocumentTypeCode><cbc:DocumentDescription>Time"}},
		{"UBL-CR-005", []string{"<cbc:IssueDate>", "<cbc:UUID>1</cbc:UUID><cbc:IssueDate>"}},
		{"UBL-CR-646", []string{"<cac:Price>", "<cac:SubInvoiceLine/><cac:Price>"}},
		{"UBL-CR-652", []string{"<cbc:CompanyID>DE314159265", `<cbc:CompanyID schemeID="9930">DE314159265`}},
		{"UBL-DT-01", []string{`<cbc:TaxAmount currencyID="SEK">991.23`, `<cbc:TaxAmount currencyID="SEK">991.234`}},
		{"UBL-DT-19", []string{"<cbc:Note>As", `<cbc:Note languageID="en">As`}},
	}
}

func ciiBroken() []broken {
	return []broken{
		{"BR-03", []string{`<udt:DateTimeString format="102">20310314`, `<udt:DateTimeString format="203">20310314`}},
		{"BR-16", []string{"ram:IncludedSupplyChainTradeLineItem>", "ram:Other>", "ram:IncludedSupplyChainTradeLineItem>", "ram:Other>", "ram:IncludedSupplyChainTradeLineItem>", "ram:Other>", "ram:IncludedSupplyChainTradeLineItem>", "ram:Other>"}},
		{"BR-29", []string{"20310228", "20310131"}},
		{"BR-31", []string{"<ram:ActualAmount>50.00</ram:ActualAmount>", ""}},
		{"BR-46", []string{"<ram:CalculatedAmount>89.30</ram:CalculatedAmount>", ""}},
		{"BR-53", []string{`currencyID="SEK"`, `currencyID="NOK"`}},
		{"BR-57", []string{"<ram:CityName>Lingen</ram:CityName>\n          <ram:CountryID>DE</ram:CountryID>\n        </ram:PostalTradeAddress>\n      </ram:ShipToTradeParty>", "</ram:PostalTradeAddress></ram:ShipToTradeParty>"}},
		{"BR-CO-09", []string{`schemeID="VA">DE3`, `schemeID="VA">QQ3`}},
		{"BR-CO-10", []string{"<ram:LineTotalAmount>500.00", "<ram:LineTotalAmount>500.01"}},
		{"BR-CO-13", []string{"<ram:TaxBasisTotalAmount>470.00", "<ram:TaxBasisTotalAmount>470.01"}},
		{"BR-CO-14", []string{`currencyID="EUR">89.30`, `currencyID="EUR">89.31`}},
		{"BR-CO-15", []string{"<ram:GrandTotalAmount>559.30", "<ram:GrandTotalAmount>559.31"}},
		{"BR-CO-16", []string{"<ram:RoundingAmount>-0.30</ram:RoundingAmount>", ""}},
		{"BR-S-08", []string{"<ram:BasisAmount>470.00", "<ram:BasisAmount>470.01"}},
		{"BR-S-09", []string{"<ram:CalculatedAmount>89.30", "<ram:CalculatedAmount>90.30"}},
		{"BR-CL-01", []string{"<ram:TypeCode>380", "<ram:TypeCode>999"}},
		{"BR-CL-25", []string{`schemeID="EM"`, `schemeID="E-MAIL"`}},
		{"CII-SR-454", []string{"<ram:ApplicableTradeTax>", "<ram:ApplicableTradeTax/><ram:ApplicableTradeTax>"}},
		{"CII-SR-001", []string{"<rsm:ExchangedDocumentContext>", "<rsm:ExchangedDocumentContext><ram:SpecifiedTransactionID>1</ram:SpecifiedTransactionID>"}},
		{"CII-DT-037", []string{"<ram:TypeCode>VAT", "<ram:TypeCode>GST"}},
		{"CII-DT-097", []string{">20310228<", ">20310232<"}},
	}
}

func TestBrokenInvoices(t *testing.T) {
	t.Parallel()
	for syntax, cases := range map[string][]broken{"ubl": ublBroken(), "cii": ciiBroken()} {
		doc := base(t, syntax)
		for _, c := range cases {
			t.Run(syntax+"/"+c.rule, func(t *testing.T) {
				t.Parallel()
				if got := ids(check(t, edit(t, doc, c.edits...), EN16931)); !slices.Contains(got, c.rule) {
					t.Errorf("%s does not fire; these do: %v", c.rule, got)
				}
			})
		}
	}
}

func TestBrokenXRechnung(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", xrechnungID+"<")
	for _, c := range []broken{
		{"BR-DE-3", []string{"<cbc:CityName>Bremerhaven</cbc:CityName>", "<cbc:CityName/>"}},
		{"BR-DE-15", []string{"<cbc:BuyerReference>04011000-77777-01</cbc:BuyerReference>", ""}},
		{"BR-DE-17", []string{"<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>82"}},
		{"BR-DE-18", []string{"PROZENT=2.00", "PROZENT=2,00"}},
		{"BR-DE-18", []string{"2.00#\n", "2.00#"}},
		{"BR-DE-19", []string{"DE75512108001245126199", "DE75512108001245126198"}},
		{"BR-DE-21", []string{"xrechnung_3.0", "xrechnung_3.1"}},
		{"BR-DE-23-b", []string{"<cac:PayeeFinancialAccount>", "<cac:CardAccount/><cac:PayeeFinancialAccount>"}},
		{"BR-DE-27", []string{"+49 471 5550 120", "none"}},
		{"BR-DE-28", []string{"imke.brandis@", "imke.brandis at "}},
		{"BR-TMP-2", []string{"https://files", "files"}},
		{"PEPPOL-EN16931-R008", []string{"<cbc:Note>As quoted</cbc:Note>", "<cbc:Note/>"}},
		{"PEPPOL-EN16931-R120", []string{`<cbc:InvoicedQuantity unitCode="HUR">1<`, `<cbc:InvoicedQuantity unitCode="HUR">2<`}},
		{"PEPPOL-EN16931-R130", []string{`<cbc:BaseQuantity unitCode="C62">`, `<cbc:BaseQuantity unitCode="HUR">`}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := ids(check(t, edit(t, doc, c.edits...), Auto)); !slices.Contains(got, c.rule) {
				t.Errorf("%s does not fire; these do: %v", c.rule, got)
			}
		})
	}
}
