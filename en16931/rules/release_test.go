package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
)

// peppol is the valid UBL invoice as one of Peppol BIS Billing, issued on a day.
func peppol(t *testing.T, issued string, edits ...string) string {
	t.Helper()
	doc := strings.ReplaceAll(edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", peppolBisID+"<"), `schemeID="EM"`, `schemeID="0204"`)
	i := strings.Index(doc, "<cbc:IssueDate>") + len("<cbc:IssueDate>")
	return edit(t, doc[:i]+issued+doc[i+len(issued):], edits...)
}

// What May 2026 changed holds for what was issued since it is in force, and for nothing older.
func TestPeppolByRelease(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edits      []string
		was, since string // a rule that is broken by the older release, by the newer; "" when none of the two is
	}{
		"process":  {[]string{"poacc:billing:01:1.0", "poacc:billing:02:1.0"}, "", "PEPPOL-EN16931-R007"},
		"France":   {[]string{"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "urn:peppol:france:billing:regulated"}, "PEPPOL-EN16931-R007", ""},
		"response": {[]string{"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "urn:peppol:bis:billing_with_response"}, "PEPPOL-EN16931-R007", ""},
		"claim":    {[]string{peppolBisID, peppolBisID + "::x"}, "", "PEPPOL-EN16931-R004"},
		"new address": {[]string{`<cbc:EndpointID schemeID="`, `<cbc:EndpointID schemeID="0242">1</cbc:EndpointID><cbc:EndpointID schemeID="`},
			"PEPPOL-EN16931-CL008", ""},
		"old address": {[]string{`<cbc:EndpointID schemeID="`, `<cbc:EndpointID schemeID="0037">1</cbc:EndpointID><cbc:EndpointID schemeID="`},
			"", "PEPPOL-EN16931-CL008"},
		"P number": {[]string{`schemeID="0060">HRB4711`, `schemeID="0096">12345`}, "", "PEPPOL-COMMON-R052"},
		"KvK":      {[]string{`schemeID="0060">HRB4711`, `schemeID="0106">12345`}, "", "PEPPOL-COMMON-R054"},
	} {
		for issued, want := range map[string]string{"2026-08-16": c.was, "2026-08-17": c.since} {
			got := ids(check(t, peppol(t, issued, c.edits...), Auto))
			for _, rule := range []string{c.was, c.since} {
				if rule != "" && slices.Contains(got, rule) != (rule == want) {
					t.Errorf("%s on %s: %v, want %q", name, issued, got, want)
				}
			}
		}
	}
}

func TestSelfBillingHasTypesOfItsOwn(t *testing.T) {
	t.Parallel()
	doc := peppol(t, "2026-09-01", "poacc:billing:3.0", "poacc:selfbilling:3.0", "poacc:billing:01:1.0", "poacc:selfbilling:01:1.0")
	if got := ids(check(t, doc, Auto)); !slices.Contains(got, "PEPPOL-EN16931-P0100") {
		t.Errorf("an invoice of the seller's passes: %v", got)
	}
	if got := check(t, edit(t, doc, "InvoiceTypeCode>380<", "InvoiceTypeCode>389<"), Auto); !Valid(got) {
		t.Errorf("have %+v", got)
	}
}

// What is claimed and not checked is said, and does not make the document invalid.
func TestUncheckedClaimsAreSaid(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"urn:cen.eu:en16931:2017": false, "urn:cen.eu:en16931:2017#compliant#urn:example:kennel:2.0": true, "": false,
		"urn:peppol:pint:billing-1@aunz-1": true, "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic": true, // of CII
	} {
		got := check(t, edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", id+"<"), Auto)
		i := slices.IndexFunc(got, func(f en16931.Finding) bool { return f.Rule == ruleUnchecked })
		if (i >= 0) != want {
			t.Errorf("%q: have %v", id, ids(got))
		}
		if i >= 0 && (got[i].Severity != en16931.Warning || !strings.Contains(got[i].Message, id) || got[i].Pointers[0] != "/profile_id") {
			t.Errorf("%q: %+v", id, got[i])
		}
	}
	asked := check(t, edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", "urn:example:kennel<"), EN16931)
	if slices.Contains(ids(asked), ruleUnchecked) {
		t.Error("who asks for EN 16931 gets it")
	}
}

func TestFacturXProfilesAreLess(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "cii"), "urn:cen.eu:en16931:2017<", "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic<")
	got := check(t, doc, Auto)
	if slices.Contains(ids(got), ruleUnchecked) || !slices.Contains(ids(got), "DOCKET-FX-01") {
		t.Errorf("all that EN 16931 knows passes as BASIC: %v", ids(got))
	}
}
