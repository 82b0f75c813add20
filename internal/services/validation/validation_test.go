package validation_test

import (
	"context"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/validation"
)

// parses takes every file for XML.
type parses struct{ content string }

func (p parses) InvoiceXML(context.Context, string) (*xmltree.Node, error) {
	return xmltree.Parse([]byte(p.content), xmltree.Limits{})
}

const extended = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"

// severity is that of a rule among the findings, "" when there is none.
func severity(r validation.Result, rule string) string {
	for _, f := range r.Findings {
		if f.Rule == rule {
			return string(f.Severity)
		}
	}
	return ""
}

// TestAutoGivesTheLeaveThatASpecificationGives: EXTENDED may break sums of EN 16931, unless EN 16931 itself is asked for.
func TestAutoGivesTheLeaveThatASpecificationGives(t *testing.T) {
	t.Parallel()
	json := `{"profile_id": "` + extended + `", "totals": {"charges": "3.00"}}`
	xml := `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
		xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"><rsm:ExchangedDocumentContext>
		<ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>` + extended + `</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
		<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeSettlement><ram:SpecifiedTradeSettlementHeaderMonetarySummation>
		<ram:ChargeTotalAmount>3.00</ram:ChargeTotalAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
		</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`
	for _, body := range []string{json, xml} {
		s := validation.New(parses{body}, t.TempDir())
		for profile, want := range map[string]string{"": "warning", "auto": "warning", "en16931": "fatal"} {
			got, err := s.File(t.Context(), strings.NewReader(body), profile)
			if err != nil {
				t.Fatal(err)
			}
			if got.Profile != "en16931" || severity(got, "BR-CO-12") != want {
				t.Errorf("%q, %.10s: %s, BR-CO-12 is %q", profile, body, got.Profile, severity(got, "BR-CO-12"))
			}
		}
	}
}

func TestFileRefuses(t *testing.T) {
	t.Parallel()
	s := validation.New(parses{}, t.TempDir())
	for body, want := range map[string]fault.Code{"": fault.CodeEmptyFile, `{"number": 7}`: fault.CodeMalformed, `{"unknown": ""}`: fault.CodeMalformed} {
		if _, err := s.File(t.Context(), strings.NewReader(body), ""); fault.CodeOf(err) != want {
			t.Errorf("%q: %v", body, err)
		}
	}
}
