package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
)

func TestEveryRuleSetCompiles(t *testing.T) {
	t.Parallel()
	for _, s := range []*syntax{ubl, cii} {
		for _, m := range embedded() {
			if m.Name == "" {
				continue
			}
			t.Run(s.name+"/"+string(m.Name)+"/"+m.Release, func(t *testing.T) {
				t.Parallel()
				set, err := loadSet(s.files(m))
				if err != nil {
					t.Fatal(err)
				}
				for id, r := range set.rules {
					if r.ID != id || r.Message == "" || !isSeverity(string(r.Severity)) {
						t.Errorf("rule %s: %+v", id, r)
					}
				}
			})
		}
	}
}

func TestEachSyntaxHasEveryRuleOfTheStandard(t *testing.T) {
	t.Parallel()
	const semantic = 200 // the 201 rules of the model less BR-CL-08, which the standard counts among them
	for _, s := range []*syntax{ubl, cii} {
		got := 0
		for id := range s.set(releaseOf(EN16931, "", "")).rules {
			if strings.HasPrefix(id, "BR-") && !strings.HasPrefix(id, "BR-CL-") {
				got++
			}
		}
		if got != semantic {
			t.Errorf("%s: %d semantic rules, want %d", s.name, got, semantic)
		}
	}
}

func TestEveryTermOfARuleHasAPlace(t *testing.T) {
	t.Parallel()
	catalog, err := Catalog()
	if err != nil {
		t.Fatal(err)
	}
	rules := maps.Clone(catalog)
	for _, s := range []*syntax{ubl, cii} {
		for _, m := range embedded() {
			if m.Name != "" {
				maps.Copy(rules, s.set(m).rules)
			}
		}
	}
	for id, r := range rules {
		for _, term := range r.Terms {
			if _, ok := termPaths()[term]; !ok {
				t.Errorf("rule %s: no place for %s", id, term)
			}
		}
	}
	for id, r := range catalog {
		if strings.Contains(r.Message, "_") || !strings.HasSuffix(r.Message, ".") {
			t.Errorf("rule %s: message %q", id, r.Message)
		}
	}
}

func TestValidInvoicesHaveNoFinding(t *testing.T) {
	t.Parallel()
	for _, syntax := range []string{"ubl", "cii"} {
		doc := base(t, syntax)
		if got := check(t, doc, Auto); len(got) > 0 {
			t.Errorf("%s: %+v", syntax, got)
		}
		german := edit(t, doc, "urn:cen.eu:en16931:2017<", xrechnungID+"<")
		if got := check(t, german, Auto); len(got) > 0 {
			t.Errorf("%s as XRechnung: %+v", syntax, got)
		}
		peppol := edit(t, doc, "urn:cen.eu:en16931:2017<", peppolBisID+"<",
			`schemeID="EM">billing@halvard-kettler.example`, `schemeID="0088">4006381333931`, `schemeID="EM">ap@oremosse.example`, `schemeID="0088">4006381333948`)
		if syntax == "cii" {
			peppol = edit(t, peppol, "<ram:SubjectCode>AAI</ram:SubjectCode>", "")
		}
		if got := check(t, peppol, Auto); len(got) > 0 {
			t.Errorf("%s as Peppol BIS: %+v", syntax, got)
		}
	}
}

func TestFindingsStandInDocumentOrder(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "ubl"), "<cbc:ID>HK-2031-0007</cbc:ID>", "", "<cbc:IssueDate>2031-03-14</cbc:IssueDate>", "",
		"<cbc:Name>Fitting</cbc:Name>", "", "<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>", "")
	got := strings.Join(ids(check(t, doc, EN16931)), " ")
	if want := "BR-01 BR-02 BR-03 BR-25"; got != want {
		t.Errorf("have %s, want %s", got, want)
	}
}

// A file that breaks a rule everywhere must not make an answer of a million findings.
func TestARuleIsReportedAtAHundredPlaces(t *testing.T) {
	t.Parallel()
	doc := base(t, "ubl")
	line := doc[strings.Index(doc, "<cac:InvoiceLine>") : strings.LastIndex(doc, "</cac:InvoiceLine>")+len("</cac:InvoiceLine>")]
	doc = edit(t, doc, line, strings.Repeat("<cac:InvoiceLine/>", 250))
	places := map[string][]en16931.Finding{}
	for _, f := range check(t, doc, EN16931) {
		places[f.Rule] = append(places[f.Rule], f)
	}
	list := places["BR-21"]
	if len(list) != maxPlaces || !strings.HasSuffix(list[0].XPath, "cac:InvoiceLine[1]") || !strings.HasSuffix(list[99].XPath, "cac:InvoiceLine[100]") {
		t.Fatalf("%d findings of BR-21: %+v", len(list), list)
	}
	if strings.Contains(list[98].Message, "further") || !strings.Contains(list[99].Message, "150 further places") {
		t.Errorf("the last messages: %q, %q", list[98].Message, list[99].Message)
	}
}

// A finding says what stands there and, where it is one value, what should.
func TestFindingsQuoteTheValue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ syntax, old, wrong, rule, actual, expected string }{
		{"ubl", "<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>999", "BR-CL-01", "999", ""},
		{"ubl", `unitCode="HUR"`, `unitCode="HOURS"`, "BR-CL-23", "HOURS", ""},
		{"ubl", `>459.00<`, `>459.0001<`, "BR-DEC-18", "459.0001", ""},
		{"ubl", `>459.00<`, `>460.00<`, "BR-CO-16", "460.30", "459.30"},
		{"cii", `>459.00<`, `>460.00<`, "BR-CO-16", "460.00", "459.00"},
		{"cii", "<ram:TypeCode>380", "<ram:TypeCode>999", "BR-CL-01", "999", ""},
	} {
		found := false
		for _, f := range check(t, edit(t, base(t, c.syntax), c.old, c.wrong), EN16931) {
			if f.Rule == c.rule {
				found = true
				if f.Actual != c.actual || f.Expected != c.expected {
					t.Errorf("%s %s: actual %q, expected %q", c.syntax, c.rule, f.Actual, f.Expected)
				}
			}
		}
		if !found {
			t.Errorf("%s: %s is silent", c.syntax, c.rule)
		}
	}
}

// Judging takes time in proportion to the size, also where elements that stand once in an invoice stand thousands of times.
func TestJudgingIsBounded(t *testing.T) {
	t.Parallel()
	doc := base(t, "ubl")
	tax := doc[strings.Index(doc, "<cac:TaxTotal>") : strings.Index(doc, "</cac:TaxTotal>")+len("</cac:TaxTotal>")]
	var currencies strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&currencies, "<cbc:DocumentCurrencyCode>C%d</cbc:DocumentCurrencyCode>", i)
	}
	many := edit(t, doc, "<cbc:DocumentCurrencyCode>", currencies.String()+"<cbc:DocumentCurrencyCode>")
	for _, p := range []Profile{EN16931, Peppol, XRechnung} {
		if got := ids(check(t, many, p)); slices.Contains(got, ruleEndless) {
			t.Errorf("%s: an element that stands often was not judged: %v", p, got)
		}
	}
	got := check(t, edit(t, many, tax, strings.Repeat(strings.ReplaceAll(tax, "EUR", "DKK"), 5000)), Peppol)
	last := got[len(got)-1]
	if last.Rule != ruleEndless || last.Severity != en16931.Fatal || last.XPath != "/ubl:Invoice" {
		t.Errorf("thousands of taxes against thousands of currencies: the last finding is %+v", last)
	}
}

func TestSumsGiveExpectedAndActual(t *testing.T) {
	t.Parallel()
	doc := edit(t, base(t, "ubl"), `<cbc:PayableAmount currencyID="EUR">459.00`, `<cbc:PayableAmount currencyID="EUR">460.00`)
	got := check(t, doc, EN16931)
	if len(got) != 1 || got[0].Rule != "BR-CO-16" {
		t.Fatalf("have %+v", got)
	}
	want := en16931.Finding{Actual: "460.30", Expected: "459.30", XPath: "/ubl:Invoice/cac:LegalMonetaryTotal"}
	if f := got[0]; f.Actual != want.Actual || f.Expected != want.Expected || f.XPath != want.XPath || f.Pointers[0] != "/totals/due" {
		t.Errorf("have %+v", f)
	}
}

func TestPointersNameTheLineJudged(t *testing.T) {
	t.Parallel()
	for syntax, edits := range map[string][]string{
		"ubl": {"<cbc:Name>Fitting</cbc:Name>", "", "<cbc:Amount currencyID=\"EUR\">25.00</cbc:Amount>", ""},
		"cii": {"<ram:Name>Fitting</ram:Name>", "", "<ram:ActualAmount>25.00</ram:ActualAmount>", ""},
	} {
		pointers := map[string]string{}
		for _, f := range check(t, edit(t, base(t, syntax), edits...), EN16931) {
			pointers[f.Rule] = strings.Join(f.Pointers, " ")
		}
		if got, want := pointers["BR-25"], "/lines/1/name"; got != want {
			t.Errorf("%s: BR-25 points at %q, want %q", syntax, got, want)
		}
		if got, want := pointers["BR-43"], "/lines/0/charges/0/amount"; got != want {
			t.Errorf("%s: BR-43 points at %q, want %q", syntax, got, want)
		}
	}
}
