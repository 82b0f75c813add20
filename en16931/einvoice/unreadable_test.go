package einvoice_test

import (
	"slices"
	"testing"

	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

// What a schema would refuse is said: the rules of the standard ask no more of a date than that it is there.
func TestValuesThatCannotBeReadAreFindings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		doc  string
		want []string
	}{
		"UBL": {`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <b:IssueDate>2026-13-45</b:IssueDate><b:DueDate>2026-03-01Z</b:DueDate><b:TaxPointDate> 2026-03-01 </b:TaxPointDate>
 <a:LegalMonetaryTotal><b:LineExtensionAmount>-1.50</b:LineExtensionAmount><b:TaxExclusiveAmount/><b:PayableAmount>1,000.00</b:PayableAmount></a:LegalMonetaryTotal>
 <a:InvoiceLine><b:ID>1</b:ID><b:InvoicedQuantity>NaN</b:InvoicedQuantity></a:InvoiceLine></Invoice>`,
			[]string{"/ubl:Invoice/cbc:IssueDate 2026-13-45 YYYY-MM-DD", "/ubl:Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount 1,000.00 ",
				"/ubl:Invoice/cac:InvoiceLine/cbc:InvoicedQuantity NaN "}},
		"CII": {`<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:a="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <r:ExchangedDocument><a:IssueDateTime><u:DateTimeString format="102">20260230</u:DateTimeString></a:IssueDateTime></r:ExchangedDocument>
 <r:SupplyChainTradeTransaction><a:ApplicableHeaderTradeDelivery><a:ActualDeliverySupplyChainEvent><a:OccurrenceDateTime><u:DateTimeString format="610">202602</u:DateTimeString></a:OccurrenceDateTime></a:ActualDeliverySupplyChainEvent></a:ApplicableHeaderTradeDelivery></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>`,
			[]string{"/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString 20260230 YYYYMMDD"}},
	} {
		d, err := einvoice.Parse([]byte(c.doc), xmltree.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range d.Findings() {
			got = append(got, f.XPath+" "+f.Actual+" "+f.Expected)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
