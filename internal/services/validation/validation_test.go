package validation_test

import (
	"context"
	"errors"
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
	for body, leave := range map[string]string{json: "warning", xml: ""} { // in CII another rule is in its place
		s := validation.New(parses{body}, t.TempDir(), nil)
		for profile, want := range map[string]string{"": leave, "auto": leave, "en16931": "fatal"} {
			judged := "facturx-extended"
			if profile == "en16931" || body == json { // which is judged as UBL, that EXTENDED has no rules for
				judged = "en16931"
			}
			got, err := s.File(t.Context(), strings.NewReader(body), profile)
			if err != nil {
				t.Fatal(err)
			}
			if got.Profile != judged || severity(got, "BR-CO-12") != want {
				t.Errorf("%q, %.10s: %s, BR-CO-12 is %q", profile, body, got.Profile, severity(got, "BR-CO-12"))
			}
		}
	}
}

func TestFileRefuses(t *testing.T) {
	t.Parallel()
	s := validation.New(parses{}, t.TempDir(), nil)
	lines := func(name string, n int) string { return `{"` + name + `": [` + strings.Repeat(`{},`, n-1) + `{}]` }
	for body, want := range map[string]fault.Code{lines("lines", 20_001) + "}": fault.CodeTooManyLines, lines("LINES", 20_001) + "}": fault.CodeTooManyLines,
		lines("lines", 15_000) + "," + lines("Lines", 15_000)[1:] + "}": fault.CodeTooManyLines, `{"lines": 7, ` + lines("lines", 20_001)[1:] + "}": fault.CodeTooManyLines,
		lines("lines", 1_000_100) + "}": fault.CodeTooManyLines, lines("notes", 1_001) + "}": fault.CodeTooManyItems, lines("notes", 1_000_100) + "}": fault.CodeBodyTooLarge, `{"number": "` + strings.Repeat("x", 16<<20) + `"}`: fault.CodeBodyTooLarge, "": fault.CodeEmptyFile, `{"number": 7}`: fault.CodeMalformed, `{"unknown": ""}`: fault.CodeMalformed} {
		if _, err := s.File(t.Context(), strings.NewReader(body), ""); fault.CodeOf(err) != want {
			t.Errorf("%.40q: %v", body, err)
		}
	}
}

// TestWorkEndsWithItsCaller: nobody waits for what a caller that has gone asked for.
func TestWorkEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	xml := `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`
	for _, body := range []string{`{"number": "1"}`, xml} {
		s := validation.New(parses{body}, t.TempDir(), nil)
		if got, err := s.File(gone, strings.NewReader(body), ""); !errors.Is(err, context.Canceled) {
			t.Errorf("%q: %+v, %v", body, got, err)
		}
	}
}

// TestXMLThatIsOnlyJudgedHasBoundedLists as one that is kept has.
func TestXMLThatIsOnlyJudgedHasBoundedLists(t *testing.T) {
	t.Parallel()
	xml := func(open string, notes int, shut string) string {
		return `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
			xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">` + strings.Repeat(open+shut, notes) + `</Invoice>`
	}
	for _, c := range []struct {
		open, shut string
		most       int
		pointer    string
	}{
		{"<cbc:Note>", "n</cbc:Note>", 1000, "/notes"},
		{"<cac:BillingReference>", "<cac:InvoiceDocumentReference><cbc:ID>1</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>", 1000, "/preceding_invoices"},
	} {
		for n, want := range map[int]fault.Code{c.most: "", c.most + 1: fault.CodeTooManyItems} {
			s := validation.New(parses{xml(c.open, n, c.shut)}, t.TempDir(), nil)
			got, err := s.File(t.Context(), strings.NewReader("<"), "")
			if want == "" && err == nil && len(got.Findings) > 0 {
				continue
			}
			if known, ok := fault.As(err); !ok || known.Code != want || len(known.Details) != 1 || known.Details[0].Pointer != c.pointer {
				t.Errorf("%d of %s: %+v", n, c.pointer, err)
			}
		}
	}
}
