package einvoice_test

import (
	"bytes"
	"fmt"
	"os"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/xmltree"
)

// Read any XML invoice, judge it by the rules of its own profile, and write it in the other syntax.
func Example() {
	data, err := os.ReadFile("../rules/testdata/base-ubl.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := einvoice.Parse(data, xmltree.Limits{}) // the zero limits are the default ones
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Syntax, doc.Invoice.Number, doc.Invoice.Totals.Gross, doc.Invoice.Currency)
	fmt.Println("valid:", rules.Valid(doc.Check(rules.Auto)))
	var cii bytes.Buffer
	if err := einvoice.Write(&cii, einvoice.CII, &doc.Invoice); err != nil {
		fmt.Println(err)
		return
	}
	again, err := einvoice.Parse(cii.Bytes(), xmltree.Limits{})
	fmt.Println(again.Syntax, again.Invoice.Totals.Gross, err)
	// Output:
	// ubl HK-2031-0007 559.30 EUR
	// valid: true
	// cii 559.30 <nil>
}

// What a finding names can be shown where it stands: its pointers lead into the invoice, its XPath into the file.
func ExampleDocument_Check() {
	data := []byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:DocumentCurrencyCode>EURO</cbc:DocumentCurrencyCode>
</Invoice>`)
	doc, err := einvoice.Parse(data, xmltree.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range doc.Check(rules.EN16931) {
		if f.Rule == "BR-CL-04" {
			fmt.Println(f.Severity, f.Terms, f.Pointers, f.XPath, f.Actual)
		}
	}
	// Output: fatal [BT-5] [/currency] /ubl:Invoice/cbc:DocumentCurrencyCode EURO
}

// An invoice that never was a file is judged by the same rules.
func ExampleCheck() {
	findings, err := einvoice.Check(&en16931.Invoice{Number: "1"}, rules.EN16931)
	fmt.Println(rules.Valid(findings), err)
	// Output: false <nil>
}
