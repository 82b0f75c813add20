package xmltree_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/xmltree"
)

// invoiceOf is a UBL-like document of the size and shape of an invoice of so many lines.
func invoiceOf(lines int) []byte {
	var b strings.Builder
	b.WriteString(`<Invoice xmlns="urn:i" xmlns:cac="urn:cac" xmlns:cbc="urn:cbc">` + "\n")
	for i := range lines {
		fmt.Fprintf(&b, `  <cac:InvoiceLine>
    <cbc:ID>%d</cbc:ID>
    <cbc:Note>Delivered on the agreed day</cbc:Note>
    <cbc:InvoicedQuantity unitCode="C62">12.00</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">120.00</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Description>A part &amp; its box</cbc:Description>
      <cbc:Name>Part %d</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>P-%d</cbc:ID></cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory>
        <cbc:ID>S</cbc:ID>
        <cbc:Percent>19</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
`, i+1, i+1, i+1)
	}
	b.WriteString("</Invoice>\n")
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	for _, lines := range []int{20, 10_000} {
		doc := invoiceOf(lines)
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := xmltree.Parse(doc, xmltree.Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
