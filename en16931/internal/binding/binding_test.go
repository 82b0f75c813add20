package binding

import (
	"bytes"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// A syntax of its own, small enough to see what each line of a table does.
const smallTable = `
shape document
  s:Spec                    profile_id
  s:Number                  number
  s:Date                    issue_date
  s:Currency                currency
  s:Ref[s:Type=1]           invoiced_object
    s:ID                    id
      @scheme               scheme
  s:Ref[s:Type!=1]          attachments[]
    s:ID                    id
  s:Seller                  :always
    s:Name                  seller/name
    use place
  s:Gross                   totals/gross :amount
  s:Again                   totals/gross :amount :same
  s:Kind = sale
shape place
  s:City                    seller/address/city
`

func small(t *testing.T, table string) (*Table, error) {
	t.Helper()
	return Compile(Syntax{
		Name: "small", Table: table, Root: Name{"urn:s", "Doc"}, Spaces: map[string]string{"s": "urn:s"},
		Order: "Doc: Spec Number Date Currency Ref Seller Gross Again Kind Extra", Currency: "s:Currency", TaxCurrency: "s:TaxCurrency",
	})
}

func mustSmall(t *testing.T) *Table {
	t.Helper()
	table, err := small(t, smallTable)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func read1(t *testing.T, table *Table, body string) en16931.Invoice {
	t.Helper()
	root, err := xmltree.Parse([]byte(`<Doc xmlns="urn:s">`+body+`</Doc>`), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return table.Read(root)
}

func write1(t *testing.T, table *Table, inv en16931.Invoice) string {
	t.Helper()
	var b bytes.Buffer
	if err := table.Write(&b, &inv); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadsWhatTheLinesSay(t *testing.T) {
	t.Parallel()
	inv := read1(t, mustSmall(t), `<Number> 7 </Number><Date>2031-03-14</Date><Currency>EUR</Currency>
		<Ref><Type>1</Type><ID scheme="AAB">meter</ID></Ref><Ref><Type>2</Type><ID>a</ID></Ref><Ref><Type>3</Type><ID>b</ID></Ref>
		<Seller><Name>Ada</Name><City>Ulm</City></Seller><Gross currencyID="EUR">119.00</Gross>`)
	if inv.Number != "7" || inv.IssueDate.String() != "2031-03-14" || inv.Totals.Gross.String() != "119.00" {
		t.Errorf("have %q, %s, %s", inv.Number, inv.IssueDate, inv.Totals.Gross)
	}
	if inv.InvoicedObject == nil || *inv.InvoicedObject != (en16931.ID{ID: "meter", Scheme: "AAB"}) {
		t.Errorf("object is %v", inv.InvoicedObject)
	}
	if len(inv.Attachments) != 2 || inv.Attachments[0].ID != "a" || inv.Attachments[1].ID != "b" {
		t.Errorf("attachments are %v", inv.Attachments)
	}
	if inv.Seller.Name != "Ada" || inv.Seller.Address == nil || inv.Seller.Address.City != "Ulm" {
		t.Errorf("seller is %+v", inv.Seller)
	}
}

// What no line claims, and what a line claims without understanding it, is kept and written back in its place.
func TestKeepsWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	table := mustSmall(t)
	inv := read1(t, table, `<Number>7</Number><Date>14 March</Date><Extra a="1"><Deep>x</Deep></Extra>`)
	if !inv.IssueDate.IsZero() || len(inv.Extensions) != 2 {
		t.Fatalf("date is %s, extensions are %v", inv.IssueDate, inv.Extensions)
	}
	out := write1(t, table, inv)
	for _, want := range []string{"14 March", `a="1"`, "Deep>x</"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is lost in %s", want, out)
		}
	}
	if number, extra := strings.Index(out, "Number>"), strings.Index(out, "Extra"); number > extra {
		t.Errorf("out of order: %s", out)
	}
}

func TestWritesWhatItReads(t *testing.T) {
	t.Parallel()
	table := mustSmall(t)
	inv := en16931.Invoice{
		Number: "7 < 8", Currency: "EUR", Totals: en16931.Totals{Gross: en16931.MustDecimal("119.00")},
		InvoicedObject: &en16931.ID{ID: "meter", Scheme: "AAB"}, Attachments: []en16931.Attachment{{ID: "a"}, {ID: "b"}},
	}
	out := write1(t, table, inv)
	for _, want := range []string{"7 &lt; 8", `<s:Gross currencyID="EUR">119.00`, `<s:Again currencyID="EUR">119.00`, `scheme="AAB"`, "<s:Type>1</s:Type>", "<s:Kind>sale</s:Kind>"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	root, err := xmltree.Parse([]byte(out), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	again := table.Read(root)
	if again.Number != inv.Number || again.Totals.Gross.String() != "119.00" || again.InvoicedObject == nil || len(again.Attachments) != 2 || len(again.Extensions) != 0 {
		t.Errorf("read back %+v", again)
	}
}

func TestPlacesLeadBackToTheElements(t *testing.T) {
	t.Parallel()
	table := mustSmall(t)
	root, err := xmltree.Parse([]byte(`<Doc xmlns="urn:s"><Number>7</Number><Ref><Type>2</Type><ID>a</ID></Ref><Seller><Name>Ada</Name></Seller></Doc>`), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	x := NewIndex(root, table.Places(root))
	for i, want := range []string{"/number", "/attachments/0", "/seller"} {
		n := root.Children[i]
		if i == 2 {
			n, want = n.Children[0], "/seller/name"
		}
		if got := x.Pointer(n); got != want {
			t.Errorf("%s is at %q, want %q", n.Local, got, want)
		}
	}
}

// A mistake of a table is an error with its line, not a term that is never read.
func TestCompileNamesMistakes(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"  s:A  nothing":           "line 2",
		"  z:A  number":            "no known prefix",
		"  A    number":            "no known prefix",
		"  s:A  number issue_date": "second target",
		"  s:A  number :nosuch":    "line 2",
		"  use nowhere":            "unknown",
		"  use":                    "needs one name",
		"      s:A number":         "indented too deep",
		"  s:A[z:B=1] number":      "no known prefix",
		"  s:A\n    @k totals":     "an attribute needs a string",
		"  s:A  attachments":       "line 2",
	} {
		_, err := small(t, "shape document\n"+body)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: have error %v, want %q", body, err, want)
		}
	}
	if _, err := small(t, "s:A number"); err == nil {
		t.Error("a line outside a shape compiles")
	}
}
