package rules

import (
	"testing"

	"github.com/docketapi/docket/en16931/xmltree"
)

// FuzzCheck judges whatever parses by every profile: no input may make a rule panic.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(base(f, "ubl")))
	f.Add([]byte(base(f, "cii")))
	f.Add([]byte(`<Invoice xmlns="` + ublInvoice + `" xmlns:cac="` + cac + `" xmlns:cbc="` + cbc + `"><cac:TaxTotal><cac:TaxSubtotal><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>1e9</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal></Invoice>`))
	f.Add([]byte(`<r:CrossIndustryInvoice xmlns:r="` + rsm + `"><r:CrossIndustryInvoice/></r:CrossIndustryInvoice>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		root, err := xmltree.Parse(doc, xmltree.Limits{Bytes: 1 << 16})
		if err != nil {
			return
		}
		for _, p := range []Profile{Auto, EN16931, Peppol, XRechnung, Minimum} {
			for _, finding := range findingsOf(root, p) {
				if finding.Rule == "" || finding.Message == "" || finding.Severity == "" || finding.Pointers == nil {
					t.Fatalf("half a finding: %+v", finding)
				}
			}
		}
	})
}
