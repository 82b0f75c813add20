package einvoice_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

const again = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <b:ID>7</b:ID><b:ID>8</b:ID><b:IssueDate>2026-03-01</b:IssueDate><b:Note>one</b:Note><b:Note>two</b:Note>
 <a:LegalMonetaryTotal><b:PayableAmount currencyID="EUR">1</b:PayableAmount><b:PayableAmount currencyID="EUR">1000</b:PayableAmount></a:LegalMonetaryTotal>
 <a:InvoiceLine><b:ID>1</b:ID><a:Item><b:Name>N</b:Name></a:Item></a:InvoiceLine>
 <a:InvoiceLine><b:ID>2</b:ID><a:Item><b:Name>N</b:Name><b:Name>M</b:Name></a:Item></a:InvoiceLine>
</Invoice>`

// A value that stands twice makes two invoices of one; what the standard lets stand several times does not.
func TestRepeatedValuesAreFindings(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range repeated(t, again) {
		if f.Severity != en16931.Warning || !strings.Contains(f.XPath, "[2]") {
			t.Errorf("finding: %+v", f)
		}
		got = append(got, f.Rule+" "+f.Pointers[0]+" "+f.Actual)
	}
	want := []string{"DOCKET-XML-02 /number 8", "DOCKET-XML-02 /totals/due 1000", "DOCKET-XML-02 /lines/1/name M"}
	if !slices.Equal(got, want) {
		t.Errorf("findings %q, want %q", got, want)
	}
}

func TestRepeatedValuesAreBounded(t *testing.T) {
	t.Parallel()
	long := "<b:ID>" + strings.Repeat("é", 5000) + "</b:ID>"
	list := repeated(t, strings.Replace(again, "<b:ID>8</b:ID>", strings.Repeat(long, 500), 1))
	if len(list) != 100 || len(list[0].Actual) > 300 {
		t.Errorf("%d findings, the first with a value of %d bytes", len(list), len(list[0].Actual))
	}
}

func repeated(t *testing.T, doc string) []en16931.Finding {
	t.Helper()
	d, err := einvoice.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d.Repeated()
}
