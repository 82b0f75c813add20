package schema

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/xmltree"
)

func base(t *testing.T, syntax string) string {
	t.Helper()
	b, err := os.ReadFile("../rules/testdata/base-" + syntax + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// rulesOf are the findings' rules, each once.
func rulesOf(t *testing.T, doc, bt24 string) (out []string) {
	t.Helper()
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Check(root, nil, bt24) {
		if f.XPath == "" || f.Message == "" {
			t.Errorf("%+v has no place or text", f)
		}
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

func TestValidDocumentsHaveTheStructure(t *testing.T) {
	t.Parallel()
	for _, syntax := range []string{"ubl", "cii"} {
		if got := rulesOf(t, base(t, syntax), ""); got != nil {
			t.Errorf("%s: have %v", syntax, got)
		}
	}
	if got := rulesOf(t, `<Order xmlns="urn:example"/>`, ""); got != nil {
		t.Errorf("another document has %v", got)
	}
}

func TestFaultsOfStructure(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ syntax, old, new, want string }{
		{"ubl", "<cbc:DocumentCurrencyCode>", "<cbc:Kennel>1</cbc:Kennel><cbc:DocumentCurrencyCode>", ruleUnknown},
		{"ubl", "<cbc:DocumentCurrencyCode>", `<Kennel xmlns="urn:example"/><cbc:DocumentCurrencyCode>`, ruleUnknown},
		{"ubl", "<cbc:DocumentCurrencyCode>", "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:DocumentCurrencyCode>", ruleOrder},
		{"ubl", "<cbc:DocumentCurrencyCode>", "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:DocumentCurrencyCode>", ruleOften},
		{"ubl", "<cac:AccountingSupplierParty>", "<cac:AccountingSupplierParty>Kettler", ruleText},
		{"ubl", "<cbc:DocumentCurrencyCode>", `<cbc:DocumentCurrencyCode list="x">`, ruleAttribute},
		{"ubl", `<cbc:LineExtensionAmount currencyID="EUR">`, "<cbc:LineExtensionAmount>", ruleAttribute},
		{"ubl", "<cbc:IssueDate>2031-03-14", "<cbc:IssueDate>2031-02-30", ruleValue},
		{"ubl", "<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode><cbc:ID>EUR</cbc:ID>", ruleNested},
		{"cii", "<ram:InvoiceCurrencyCode>", "<ram:Kennel/><ram:InvoiceCurrencyCode>", ruleUnknown},
		{"cii", "<ram:TypeCode>380</ram:TypeCode>", "", ""},
		{"cii", "<ram:TypeCode>380</ram:TypeCode>", "<ram:ID>2</ram:ID>", ruleOften},
	} {
		doc := base(t, c.syntax)
		if !strings.Contains(doc, c.old) {
			t.Fatalf("no %q", c.old)
		}
		got := rulesOf(t, strings.Replace(doc, c.old, c.new, 1), "")
		if c.want == "" && got != nil || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%q: have %v, want %q", c.new, got, c.want)
		}
	}
}

func TestMissingElements(t *testing.T) {
	t.Parallel()
	doc := base(t, "ubl")
	i, j := strings.Index(doc, "<cbc:IssueDate>"), strings.Index(doc, "</cbc:IssueDate>")+len("</cbc:IssueDate>")
	if got := rulesOf(t, doc[:i]+doc[j:], ""); !slices.Equal(got, []string{ruleMissing}) {
		t.Errorf("have %v", got)
	}
}

// Factur-X has elements of a later schema.
func TestFacturXAllowsMore(t *testing.T) {
	t.Parallel()
	doc := strings.Replace(base(t, "cii"), "<ram:SpecifiedTradeProduct>", "<ram:SpecifiedTradeProduct><ram:ModelID>7</ram:ModelID>", 1)
	if got := rulesOf(t, doc, "urn:cen.eu:en16931:2017"); !slices.Contains(got, ruleUnknown) {
		t.Errorf("D16B: have %v", got)
	}
	if got := rulesOf(t, doc, "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"); slices.Contains(got, ruleUnknown) {
		t.Errorf("Factur-X: have %v", got)
	}
}

func TestFindingsEnd(t *testing.T) {
	t.Parallel()
	doc := strings.Replace(base(t, "ubl"), "<cbc:DocumentCurrencyCode>", strings.Repeat("<cbc:Kennel/>", 500)+"<cbc:DocumentCurrencyCode>", 1)
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(Check(root, nil, "")); got != maxFindings {
		t.Errorf("%d findings", got)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	const spaced = " 1. "
	for kind, texts := range map[string]map[string]bool{
		"decimal":  {"1": true, "-1.5": true, "+.5": true, spaced: true, "1e3": false, "": false, "1,5": false, ".": false},
		"boolean":  {"true": true, "0": true, "TRUE": false, "yes": false},
		"date":     {"2031-03-14": true, "2031-03-14Z": true, "2031-03-14+02:00": true, "2031-13-01": false, "20310314": false},
		"time":     {"10:00:00": true, "10:00:00.5+01:00": true, "24:00:00": true, "25:00:00": false, "10:00": false},
		"datetime": {"2031-03-14T10:00:00Z": true, "2031-03-14": false},
		"base64":   {"aGFt": true, "aGE=": true, "aG\nFt": true, "aGF": false, "a=Ft": false, "": true, "äöü=": false},
		"text":     {"anything": true},
	} {
		for text, want := range texts {
			if got := fits(kind, text); got != want {
				t.Errorf("%s %q: %t", kind, text, got)
			}
		}
	}
}
